package org.sharpeyes.registry.coverage;

import static java.util.Objects.requireNonNull;

/** For what, and in which light, coverage is asked. */
public record Look(Purpose purpose, Light light) {
    public static final Look USUAL = new Look(Purpose.WATCH, Light.DAY);

    /** By day or at night. */
    public enum Light {
        DAY,
        NIGHT
    }

    public Look {
        requireNonNull(purpose, "purpose");
        requireNonNull(light, "light");
    }
}

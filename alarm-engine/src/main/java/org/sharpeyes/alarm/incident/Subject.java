package org.sharpeyes.alarm.incident;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;

/** What an incident is about: the one thing that, repaired, ends it. */
public sealed interface Subject {
    record OfCamera(CameraId camera) implements Subject {
        public OfCamera {
            requireNonNull(camera, "camera");
        }

        @Override
        public String key() {
            return "camera:" + camera;
        }
    }

    record OfDependency(DependencyId dependency) implements Subject {
        public OfDependency {
            requireNonNull(dependency, "dependency");
        }

        @Override
        public String key() {
            return "dependency:" + dependency;
        }
    }

    record OfArea(AreaId area) implements Subject {
        public OfArea {
            requireNonNull(area, "area");
        }

        @Override
        public String key() {
            return "area:" + area;
        }
    }

    record OfOurselves() implements Subject {
        @Override
        public String key() {
            return "ourselves";
        }
    }

    /** One spelling for storage; {@link #parse} reads it. */
    String key();

    /** @throws IllegalArgumentException if {@code key} is not what {@link #key()} writes */
    static Subject parse(String key) {
        if (key.equals("ourselves")) {
            return new OfOurselves();
        }
        int colon = key.indexOf(':');
        if (colon > 0) {
            UUID id = UUID.fromString(key.substring(colon + 1));
            switch (key.substring(0, colon)) {
                case "camera":
                    return new OfCamera(new CameraId(id));
                case "dependency":
                    return new OfDependency(new DependencyId(id));
                case "area":
                    return new OfArea(new AreaId(id));
                default:
            }
        }
        throw new IllegalArgumentException(
                "subject: \"" + key + "\" (expected: camera:, dependency:, area: or ourselves)");
    }
}

package org.sharpeyes.registry.coverage;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.geo.Shape;

/**
 * Something that hides ground, or private ground, for a time in the world and for a time in the registry. Immutable.
 *
 * @param height metres above ground; {@code null} if not known
 * @param validTo {@code null} while it stands
 * @param recordedTo {@code null} while we hold it to be so
 */
public record Obstacle(
        UUID id,
        Kind kind,
        String name,
        @Nullable Double height,
        Shape shape,
        Instant validFrom,
        @Nullable Instant validTo,
        Instant recordedFrom,
        @Nullable Instant recordedTo) {

    /** What it is. */
    public enum Kind {
        BUILDING,
        WALL,
        VEGETATION,
        /** Private ground: it hides nothing, and no camera should enter it without a mask. */
        YARD
    }

    public Obstacle {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(shape, "shape");
    }

    public boolean hides() {
        return kind != Kind.YARD;
    }

    /** Whether nothing behind it is seen from a camera at most this high: its sight falls towards the ground. */
    public boolean surelyHides(double cameraHeight) {
        return (kind == Kind.BUILDING || kind == Kind.WALL) && height != null && height >= cameraHeight;
    }

    /** Whether it stood at any moment of the window, as held at {@code known}; {@code null} for now. */
    public boolean stood(TimeWindow window, @Nullable Instant known) {
        boolean held = known == null
                ? recordedTo == null
                : !recordedFrom.isAfter(known) && (recordedTo == null || recordedTo.isAfter(known));
        return held && validFrom.isBefore(window.to()) && (validTo == null || validTo.isAfter(window.from()));
    }

    /** Whether it stood at every moment of the window. */
    public boolean stoodThroughout(TimeWindow window, @Nullable Instant known) {
        return stood(window, known)
                && !validFrom.isAfter(window.from())
                && (validTo == null || !validTo.isBefore(window.to()));
    }
}

package org.sharpeyes.recording.retention;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;

/**
 * How long recordings of a class of points in an area are kept.
 *
 * @param pointClass {@code null}: of every class
 * @param area {@code null}: in every area
 * @param minimumDays what the law asks for at least
 * @param maximumDays after which they must be gone
 */
public record RetentionRule(
        UUID id,
        String name,
        @Nullable String pointClass,
        @Nullable AreaId area,
        int minimumDays,
        int maximumDays) {
    private static final int MOST_DAYS = 3660;

    public RetentionRule {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("name: " + name.length() + " characters (expected: 1 to 100)");
        }
        if (minimumDays < 0) {
            throw new IllegalArgumentException("minimumDays: " + minimumDays + " (expected: 0 or more)");
        }
        if (maximumDays < 1 || maximumDays < minimumDays || maximumDays > MOST_DAYS) {
            throw new IllegalArgumentException("maximumDays: " + maximumDays + " (expected: at least minimumDays, "
                    + minimumDays + ", and 1 to " + MOST_DAYS + ")");
        }
    }

    public KeepTime keepTime() {
        return new KeepTime(Duration.ofDays(minimumDays), Duration.ofDays(maximumDays), name);
    }

    /**
     * What holds for one camera.
     *
     * @param rule by name, for certificates
     */
    public record KeepTime(Duration minimum, Duration maximum, String rule) {}
}

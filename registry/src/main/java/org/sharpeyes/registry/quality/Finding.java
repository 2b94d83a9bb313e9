package org.sharpeyes.registry.quality;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;

/**
 * One thing wrong with the data of one camera.
 *
 * @param repair what would mend it
 */
public record Finding(Kind kind, CameraId camera, String name, AreaId area, String says, Repair repair) {

    /** How much it costs whoever relies on the data. */
    public enum Severity {
        HIGH(3),
        MEDIUM(2),
        LOW(1);

        private final int points;

        Severity(int points) {
            this.points = points;
        }

        int points() {
            return points;
        }
    }

    /** What is wrong. */
    public enum Kind {
        DUPLICATE_SERIAL(Severity.HIGH),
        DUPLICATE_ADDRESS(Severity.HIGH),
        DUPLICATE_PLACE(Severity.LOW),
        OUTSIDE_AREA(Severity.HIGH),
        GCJ02_OFFSET(Severity.HIGH),
        SWAPPED_AXES(Severity.HIGH),
        POSITION_MISSING(Severity.MEDIUM),
        HEADING_MISSING(Severity.MEDIUM),
        CODE_TYPE(Severity.MEDIUM),
        CODE_AREA(Severity.MEDIUM),
        PRIVATE_GROUND(Severity.HIGH),
        FILING_OVERDUE(Severity.MEDIUM),
        FILE_INCOMPLETE(Severity.LOW);

        private final Severity severity;

        Kind(Severity severity) {
            this.severity = severity;
        }

        public Severity severity() {
            return severity;
        }
    }

    /**
     * @param place where the camera would be put by the repair
     * @param area where it would belong by the repair
     */
    public record Repair(
            String says, @Nullable GeoPoint place, @Nullable AreaId area) {
        static Repair byHand(String says) {
            return new Repair(says, null, null);
        }

        /** Whether a machine may do it on a person's word. */
        public boolean automatic() {
            return place != null || area != null;
        }
    }

    public Finding {
        requireNonNull(kind, "kind");
        requireNonNull(camera, "camera");
        requireNonNull(repair, "repair");
    }

    /** The same as long as the same is wrong with the same camera. */
    public String id() {
        return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "." + camera;
    }
}

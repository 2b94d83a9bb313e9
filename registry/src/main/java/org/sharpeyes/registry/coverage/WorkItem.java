package org.sharpeyes.registry.coverage;

import java.util.List;
import org.sharpeyes.model.CameraId;

/**
 * A pose that is worth finding out.
 *
 * @param missing values that are unknown or assumed
 * @param gain square metres times weight that would be expected to become proven
 */
public record WorkItem(CameraId camera, String name, List<String> missing, double gain, How how) {
    /** What would bring it. */
    public enum How {
        /** Landmarks: several values at once. */
        CALIBRATE,
        /** Only the azimuth is missing: point a telephone. */
        AIM,
        /** Only the place is missing. */
        LOCATE,
        /** Angle or reach: look at the picture or the data sheet. */
        MEASURE
    }

    public WorkItem {
        missing = List.copyOf(missing);
    }
}

package org.sharpeyes.registry.coverage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;

/** Question 1 answered: cameras that covered a place in a window, best first, and near ones that did not. */
public record CoverageAnswer(List<Hit> hits, List<Miss> misses) {
    public CoverageAnswer {
        hits = List.copyOf(hits);
        misses = List.copyOf(misses);
    }

    /**
     * @param share of the place that it covers at this grade, 0 to 1
     * @param metres from the camera to the place; {@code null} if its position is not known
     * @param times when it hung there and looked so, within the window
     * @param unknown which values of the pose are not known
     */
    public record Hit(
            CameraId camera,
            String name,
            Grade grade,
            double share,
            @Nullable Double metres,
            List<TimeWindow> times,
            List<String> unknown) {
        public Hit {
            times = List.copyOf(times);
            unknown = List.copyOf(unknown);
        }
    }

    /** @param detail in figures: how far away, how many degrees off */
    public record Miss(CameraId camera, String name, Why why, String detail) {}

    /** Why a near camera is no hit. */
    public enum Why {
        /** Too far, by all that it may reach. */
        AWAY,
        /** Near enough, and looking elsewhere. */
        OFF_AXIS,
        /** Nothing hung there then. */
        NOT_INSTALLED
    }
}

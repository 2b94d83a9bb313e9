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
     * @param grade its best in the window
     * @param share of the place that it covers at this grade, 0 to 1
     * @param metres from the camera to the place; {@code null} if its position is not known
     * @param times when it hung there and looked so, within the window
     * @param sights the same, each with its own grade and share: a pose that changed, a PTZ camera that turned
     * @param offline when it was down, within the window
     * @param unknown which values of the pose are not known
     * @param reason why it has its grade, in words
     */
    public record Hit(
            CameraId camera,
            String name,
            Grade grade,
            double share,
            @Nullable Double metres,
            List<TimeWindow> times,
            List<Sight> sights,
            List<TimeWindow> offline,
            List<String> unknown,
            String reason) {
        public Hit {
            times = List.copyOf(times);
            sights = List.copyOf(sights);
            offline = List.copyOf(offline);
            unknown = List.copyOf(unknown);
        }
    }

    /** What one pose of a camera covered, and when. */
    public record Sight(Grade grade, double share, TimeWindow when) {}

    /** @param detail in figures: how far away, how many degrees off */
    public record Miss(CameraId camera, String name, Why why, String detail) {}

    /** Why a near camera is no hit, from the farthest to the nearest miss. */
    public enum Why {
        /** Too far, by all that it may reach. */
        AWAY,
        /** Near enough, and looking elsewhere. */
        OFF_AXIS,
        /** Something higher than the camera stands in between. */
        BLOCKED,
        /** Nothing hung there then. */
        NOT_INSTALLED,
        /** It was down all the time. What lies on its card may yet be had. */
        OFFLINE
    }
}

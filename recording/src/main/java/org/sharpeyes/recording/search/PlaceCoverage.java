package org.sharpeyes.recording.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;

/** Which points covered a place at any moment of a window, as they were then: the registry answers through the server. */
@FunctionalInterface
public interface PlaceCoverage {
    /**
     * @param place GeoJSON
     * @throws IllegalArgumentException if that is no place
     */
    Answer covering(String place, TimeWindow window);

    /** Points that covered it, best first, and near ones that did not. */
    record Answer(List<Hit> hits, List<Near> near) {
        public Answer {
            hits = List.copyOf(hits);
            near = List.copyOf(near);
        }
    }

    /**
     * @param grade how sure it is: PROVEN, PROBABLE, POSSIBLE
     * @param share of the place, 0 to 1
     * @param metres to the place, {@code null} if the point's position is not known
     * @param times when it hung there and looked so, within the window
     * @param unknown values of the pose that are not known
     */
    record Hit(
            CameraId camera,
            String name,
            String grade,
            double share,
            @Nullable Double metres,
            List<TimeWindow> times,
            List<String> unknown) {
        public Hit {
            times = List.copyOf(times);
            unknown = List.copyOf(unknown);
        }
    }

    /** @param why it did not cover the place, in a word and in figures */
    record Near(CameraId camera, String name, String why, String detail) {}
}

package org.sharpeyes.registry.coverage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;

/** When cameras gave no picture: what coverage asks of whoever watches them. */
@FunctionalInterface
public interface Outages {
    /** Nothing is known of any outage. */
    Outages NONE = (cameras, window) -> Map.of();

    /** Times within the window, cut to it, by camera; a camera without any may be left out. May block. */
    Map<CameraId, List<TimeWindow>> of(Collection<CameraId> cameras, TimeWindow window);
}

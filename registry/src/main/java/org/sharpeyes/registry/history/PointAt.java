package org.sharpeyes.registry.history;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;

/**
 * A point as it was at one moment, as known at another.
 *
 * @param details {@code null} if the point did not exist then
 * @param channel {@code null} if nothing hung there
 */
public record PointAt(
        PointId point,
        @Nullable PointDetails details,
        @Nullable ChannelId channel,
        @Nullable Pose pose) {}

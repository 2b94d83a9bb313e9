package org.sharpeyes.registry.device;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.point.PointCode;

/**
 * Where the channels of a device that is being registered shall hang. A channel that is installed already stays; one
 * that is named here goes to that point; else the inventory decides by serial and channel number; else a new point is
 * made in {@code area}, or, without an area, the channel waits uninstalled.
 *
 * @param byNumber channel number to the code of an existing point
 */
public record Placement(
        Map<Integer, PointCode> byNumber, @Nullable AreaId area) {
    public Placement {
        byNumber = Map.copyOf(byNumber);
    }

    /** As the inventory says; what it does not know becomes new points in {@code area}. */
    public static Placement byInventory(@Nullable AreaId area) {
        return new Placement(Map.of(), area);
    }
}

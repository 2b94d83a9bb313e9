package org.sharpeyes.registry.inventory;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.point.PointCode;

/**
 * How an inventory says that a camera is reached. The registry never stores it; it hands it on once.
 *
 * @param serial of the device, if known
 * @param rtspMain address without user and password
 */
public record InventoryAccess(
        PointCode code,
        @Nullable String serial,
        @Nullable String rtspMain,
        @Nullable String rtspSub,
        @Nullable String username,
        @Nullable String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "InventoryAccess[" + code + ", " + serial + "]";
    }
}

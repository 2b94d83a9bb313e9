package org.sharpeyes.registry.inventory;

import java.util.List;

/** Who keeps passwords and registers bare streams: the gateway. Called once, after the import is committed. */
public interface InventoryAccessTaker {
    void take(List<InventoryAccess> access);
}

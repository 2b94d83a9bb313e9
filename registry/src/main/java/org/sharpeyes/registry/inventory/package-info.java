/** A town's inventory as CSV and its areas as GeoJSON: read whole, every fault said by line and column. Start from {@link org.sharpeyes.registry.inventory.Inventory}. */
@NullMarked
package org.sharpeyes.registry.inventory;

import org.jspecify.annotations.NullMarked;

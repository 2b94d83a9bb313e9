/** Tests of reading inventories. */
@NullMarked
package org.sharpeyes.registry.inventory;

import org.jspecify.annotations.NullMarked;

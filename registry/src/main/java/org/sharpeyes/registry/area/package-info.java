/** The tree county → town → village → grid, its persons, and the weighted layers over it. Start from {@link org.sharpeyes.registry.area.Area}. */
@NullMarked
package org.sharpeyes.registry.area;

import org.jspecify.annotations.NullMarked;

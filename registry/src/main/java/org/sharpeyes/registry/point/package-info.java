/** Monitoring points and their 20-digit codes. Start from {@link org.sharpeyes.registry.point.PointDetails}. */
@NullMarked
package org.sharpeyes.registry.point;

import org.jspecify.annotations.NullMarked;

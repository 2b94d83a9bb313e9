/** Places as GeoJSON that was checked, and the metric map around a county. Start from {@link org.sharpeyes.registry.geo.Shape}. */
@NullMarked
package org.sharpeyes.registry.geo;

import org.jspecify.annotations.NullMarked;

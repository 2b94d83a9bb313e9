/** A pose solved from landmarks that are seen in the picture and known on the map. Start from {@link org.sharpeyes.registry.calibration.Calibration}. */
@NullMarked
package org.sharpeyes.registry.calibration;

import org.jspecify.annotations.NullMarked;

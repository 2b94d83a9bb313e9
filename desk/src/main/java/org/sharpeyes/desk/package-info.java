/** What the duty desk keeps. Begin at {@link org.sharpeyes.desk.event.WallEvent} and {@link org.sharpeyes.desk.ptz.PtzLeases}. */
@NullMarked
package org.sharpeyes.desk;

import org.jspecify.annotations.NullMarked;

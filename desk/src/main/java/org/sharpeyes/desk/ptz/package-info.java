/** Who may move a camera now, and where it looks when nobody does. Begin at {@link org.sharpeyes.desk.ptz.PtzLeases}. */
@NullMarked
package org.sharpeyes.desk.ptz;

import org.jspecify.annotations.NullMarked;

/** What a person saw and somebody sees to. Begin at {@link org.sharpeyes.desk.event.WallEvent}. */
@NullMarked
package org.sharpeyes.desk.event;

import org.jspecify.annotations.NullMarked;

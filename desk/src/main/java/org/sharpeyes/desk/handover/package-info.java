/** One shift to the next, made from facts. Begin at {@link org.sharpeyes.desk.handover.Handover}. */
@NullMarked
package org.sharpeyes.desk.handover;

import org.jspecify.annotations.NullMarked;

/** Proof that key cameras were looked at. Begin at {@link org.sharpeyes.desk.patrol.Look}. */
@NullMarked
package org.sharpeyes.desk.patrol;

import org.jspecify.annotations.NullMarked;

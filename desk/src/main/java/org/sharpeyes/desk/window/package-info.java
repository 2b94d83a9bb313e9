/** Windows of the wall and what each shows. Begin at {@link org.sharpeyes.desk.window.WallWindow}. */
@NullMarked
package org.sharpeyes.desk.window;

import org.jspecify.annotations.NullMarked;

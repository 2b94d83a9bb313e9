/** Saved views of the wall and tours. Begin at {@link org.sharpeyes.desk.view.SavedView}. */
@NullMarked
package org.sharpeyes.desk.view;

import org.jspecify.annotations.NullMarked;

/** What became of a point: every change with author and reason. Start from {@link org.sharpeyes.registry.history.HistoryEntry}. */
@NullMarked
package org.sharpeyes.registry.history;

import org.jspecify.annotations.NullMarked;

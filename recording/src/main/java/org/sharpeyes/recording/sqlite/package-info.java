/** The index of a volume: one SQLite file beside the data. Start from {@link org.sharpeyes.recording.sqlite.SegmentIndex}. */
@NullMarked
package org.sharpeyes.recording.sqlite;

import org.jspecify.annotations.NullMarked;

/**
 * Makes segments of streams, by plan. Start from {@link org.sharpeyes.recording.recorder.Recorders}; where streams come from
 * is {@link org.sharpeyes.recording.recorder.RecordingFeed}.
 */
@NullMarked
package org.sharpeyes.recording.recorder;

import org.jspecify.annotations.NullMarked;

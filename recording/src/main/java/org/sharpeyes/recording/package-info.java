/**
 * What was recorded, where it lies, what is missing and why. Start from {@link org.sharpeyes.recording.RecordingLibrary}
 * to read, from {@link org.sharpeyes.recording.recorder.Recorders} to write.
 */
@NullMarked
package org.sharpeyes.recording;

import org.jspecify.annotations.NullMarked;

/** Reads recordings picture by picture, from any moment on. Start from {@link org.sharpeyes.recording.playback.FootageReader}. */
@NullMarked
package org.sharpeyes.recording.playback;

import org.jspecify.annotations.NullMarked;

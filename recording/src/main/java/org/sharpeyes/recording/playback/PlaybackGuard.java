package org.sharpeyes.recording.playback;

import org.sharpeyes.model.TimeWindow;

/** Asked before anything of a recording leaves. Never blocks. */
@FunctionalInterface
public interface PlaybackGuard {
    /** Whether exactly this piece of time of the camera that is being read may be shown now. */
    boolean allows(TimeWindow piece);
}

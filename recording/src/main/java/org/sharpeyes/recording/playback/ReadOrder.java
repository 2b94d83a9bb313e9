package org.sharpeyes.recording.playback;

/** What of a recording is read, and in which order. */
public enum ReadOrder {
    /** Everything, beginning with the last key picture at or before the position. */
    FORWARD,
    /** Key pictures only, onwards. */
    KEYS_FORWARD,
    /** Key pictures only, the newest at or before the position first, then back. */
    KEYS_BACKWARD
}

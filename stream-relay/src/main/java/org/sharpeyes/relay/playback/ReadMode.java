package org.sharpeyes.relay.playback;

/** What of a recording is wanted, and in which order. */
public enum ReadMode {
    /**
     * Everything, in decoding order, beginning with the last key frame at or before the position. A reader at the start of
     * the window begins with the key frame before it only if that lies inside of the window.
     */
    FORWARD,
    /** Key frames of the video only, onwards: fast forward. */
    KEYS_FORWARD,
    /** Key frames of the video only, the newest at or before the position first, then back. */
    KEYS_BACKWARD
}

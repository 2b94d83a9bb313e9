package org.sharpeyes.gateway.ledger;

/** What a session is for, the least important first. */
public enum Use {
    /** Kept open although nobody needs it now. */
    WARM,
    /** Fetching what a recorder has and we lack. */
    BACKFILL,
    /** A key frame of a camera that nobody watches. */
    SAMPLE,
    EXPORT,
    /** A recording played from the recorder it lies on. */
    PLAYBACK,
    LIVE,
    RECORDING
}

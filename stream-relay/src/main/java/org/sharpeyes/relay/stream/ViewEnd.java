package org.sharpeyes.relay.stream;

/** Why a view ended without the viewer's wish. */
public enum ViewEnd {
    /** The camera is gone for good: unknown, or its password is refused. */
    SOURCE_GONE,
    /** The way to the camera was needed for something more important. */
    PREEMPTED,
    /** The camera came back with other codecs than the viewer was told. */
    FORMAT_CHANGED,
    /** The viewer took nothing for too long. */
    STALLED,
    /** Rights or ticket were withdrawn. */
    REVOKED,
    /** An operator ended it. */
    KICKED,
    /** The server stops. */
    SHUTDOWN
}

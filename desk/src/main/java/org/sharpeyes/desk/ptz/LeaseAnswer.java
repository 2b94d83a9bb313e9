package org.sharpeyes.desk.ptz;

/** What comes of asking for a lease. */
public sealed interface LeaseAnswer {
    /** The asker may move the camera. */
    record Granted(PtzLease lease) implements LeaseAnswer {}

    /**
     * Somebody else may.
     *
     * @param place of the asker in the queue, 1 for the next
     */
    record Queued(PtzLease holder, int place) implements LeaseAnswer {}

    /** So many wait already that nobody more is taken. */
    record Full(PtzLease holder, int waiting) implements LeaseAnswer {}
}

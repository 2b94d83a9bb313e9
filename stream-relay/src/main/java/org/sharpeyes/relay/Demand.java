package org.sharpeyes.relay;

/** What a stream is wanted for, the least important first. */
public enum Demand {
    /** Nobody takes it now; it is kept a little while for whoever comes back. */
    NOTHING,
    /** It is kept open so that who comes has a picture at once. */
    WARMTH,
    /** One key frame. */
    SAMPLE,
    /** Somebody watches. */
    VIEWING,
    RECORDING;

    public Demand or(Demand other) {
        return compareTo(other) < 0 ? other : this;
    }
}

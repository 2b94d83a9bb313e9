package org.sharpeyes.gateway.ledger;

/** A claim's place in the ledger, waiting or granted. Thread-safe. */
public interface Lease extends AutoCloseable {
    /** What hears of it; called on any thread, never while the ledger is locked. */
    interface Holder {
        /** There is room: begin. Once. */
        void granted();

        /**
         * Was granted and has to go: close the session, then the lease.
         *
         * @param reason for the person who watches; says nothing of whom it goes to
         */
        void cutOff(String reason);
    }

    /**
     * It is for something else from now on: one that has become more important may be granted or kept before others, one that
     * has become less so may be cut off.
     */
    void becomes(Use use, int rank);

    /** What it really takes, in bits a second; what is there is not taken away for it. */
    void measured(long bitsPerSecond);

    /**
     * The device refused the session (453, or 403 with a password that it takes). Where we have other sessions with it, its
     * limit is learned from that.
     *
     * @return whether we have
     */
    boolean refusedByDevice();

    /** Gives back what was granted, or stops waiting. Harmless when repeated. */
    @Override
    void close();

    /** Why it waits, for people; empty when it does not. */
    String waitsFor();
}

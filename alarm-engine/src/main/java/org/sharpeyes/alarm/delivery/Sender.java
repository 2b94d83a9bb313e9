package org.sharpeyes.alarm.delivery;

/** One kind of way out. Used by one channel's thread; blocks at most for its deadline. */
interface Sender extends AutoCloseable {
    /** What came of an attempt. */
    sealed interface Outcome {
        /** The other side has taken it over. */
        record Taken() implements Outcome {}

        /** It may well work later. */
        record NotNow(String error) implements Outcome {}

        /** Trying again is of little use. */
        record Refused(String error) implements Outcome {}
    }

    Outcome send(Message message) throws InterruptedException;

    @Override
    void close();
}

package org.sharpeyes.gateway.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The ledger at one moment. */
public record LedgerView(List<Line> resources, List<Entry> entries) {
    /**
     * @param limit 0 for none
     * @param learned whether the limit comes from a refusal
     * @param used bits a second or sessions
     */
    public record Line(Resource resource, long limit, boolean learned, long used) {}

    /** What a claim does now. */
    public enum State {
        WAITING,
        GRANTED,
        LEAVING
    }

    /**
     * @param position in the queue, 1 for the next; 0 when it does not wait
     * @param since how long it is in this state
     * @param waitsFor why it waits; empty when it does not
     */
    public record Entry(
            String what,
            Use use,
            int rank,
            State state,
            int position,
            long bitsPerSecond,
            Set<Resource> resources,
            Duration since,
            String waitsFor) {}

    public LedgerView {
        resources = List.copyOf(resources);
        entries = List.copyOf(entries);
    }
}

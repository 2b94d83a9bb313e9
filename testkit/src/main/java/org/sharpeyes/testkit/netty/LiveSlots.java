package org.sharpeyes.testkit.netty;

import java.util.concurrent.atomic.AtomicInteger;

/** How many watched streams may be encoded as they are seen; the others play loops. Thread-safe. */
final class LiveSlots {
    private final AtomicInteger free;

    LiveSlots(int slots) {
        if (slots < 0 || slots > 64) {
            throw new IllegalArgumentException("live: " + slots + " (expected: 0 to 64)");
        }
        free = new AtomicInteger(slots);
    }

    boolean take() {
        return free.getAndUpdate(slots -> slots > 0 ? slots - 1 : 0) > 0;
    }

    void giveBack() {
        free.incrementAndGet();
    }
}

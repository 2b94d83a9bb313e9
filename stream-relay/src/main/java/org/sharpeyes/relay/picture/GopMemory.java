package org.sharpeyes.relay.picture;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all GOP caches of a relay hold together: many cameras with long groups would otherwise take all direct
 * memory, and then event loops stand still while the JVM looks for more. Thread-safe.
 */
public final class GopMemory {
    private final long limit;
    private final AtomicLong held = new AtomicLong();

    /** @param limit bytes */
    public GopMemory(long limit) {
        this.limit = limit;
    }

    /** Whether there was room; what is taken must be given back. */
    boolean take(int bytes) {
        if (held.addAndGet(bytes) <= limit) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(int bytes) {
        held.addAndGet(-bytes);
    }

    /** Bytes held now. */
    public long held() {
        return held.get();
    }
}

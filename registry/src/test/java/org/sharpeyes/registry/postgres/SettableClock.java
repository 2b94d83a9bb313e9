package org.sharpeyes.registry.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that stands until it is moved, nanoseconds included. */
final class SettableClock implements InstantSource {
    private Instant now = Instant.parse("2026-03-01T08:00:00.123456789Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    synchronized void set(Instant to) {
        now = to;
    }

    synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}

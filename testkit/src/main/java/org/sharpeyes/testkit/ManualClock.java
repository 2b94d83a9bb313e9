package org.sharpeyes.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Time that stands still until a test moves it. Wall clock and monotonic clock are apart, as in life: {@link #advance}
 * moves both, {@link #step} only the wall clock. Thread-safe.
 */
public final class ManualClock implements InstantSource {
    private final AtomicLong nanos = new AtomicLong();
    private volatile Instant wall;

    public ManualClock(Instant start) {
        wall = start;
    }

    /** Starts at an arbitrary but fixed moment. */
    public ManualClock() {
        this(Instant.parse("2026-11-23T08:00:00Z"));
    }

    @Override
    public Instant instant() {
        return wall;
    }

    /** Nanoseconds of the monotonic clock, from 0. */
    public long nanos() {
        return nanos.get();
    }

    /** The monotonic clock as a source to inject. */
    public LongSupplier monotonic() {
        return nanos::get;
    }

    /** Lets time pass. */
    public synchronized void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration: " + duration + " (expected: not negative)");
        }
        nanos.addAndGet(duration.toNanos());
        wall = wall.plus(duration);
    }

    /** Sets the wall clock forward or back, as NTP or a person may; the monotonic clock does not notice. */
    public synchronized void step(Duration offset) {
        wall = wall.plus(offset);
    }
}

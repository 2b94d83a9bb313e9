package org.sharpeyes.gateway.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time-outs that do not run while we look away. An event loop that is late (a busy machine, a pause of ours, a storm of
 * its own work) finds its timers expired before it reads the answers that lie in its sockets, and would call a camera
 * silent that answered in time. Here a deadline that falls due is put off by as long as the loop was away since it was set,
 * and what came meanwhile is read first. A loop that is away half of the time doubles its time-outs and no more. Confined
 * to the loop.
 */
final class AttentiveTimer {
    /** How often the loop proves that it comes round. */
    private static final long TICK_NANOS = 20_000_000L;

    private final EventLoop loop;
    private final LongSupplier nanos;
    private long roundAt;
    private long away;

    /** Begins to measure at once; call from any thread. */
    AttentiveTimer(EventLoop loop, LongSupplier nanos) {
        this.loop = loop;
        this.nanos = nanos;
        this.roundAt = nanos.getAsLong();
        var unused = loop.scheduleWithFixedDelay(this::round, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    private void round() {
        away = awayNanos();
        roundAt = nanos.getAsLong();
    }

    /** Nanoseconds that the loop was not there for its work, all told; delays of up to a tick do not count. */
    private long awayNanos() {
        long since = nanos.getAsLong() - roundAt;
        return since > 2 * TICK_NANOS ? away + since - TICK_NANOS : away;
    }

    /** Calls {@code expired} on the loop once the loop has attended for so long. */
    Deadline in(Duration timeout, Runnable expired) {
        return new Deadline(timeout.toNanos(), expired);
    }

    /** One time-out. */
    final class Deadline {
        private final Runnable expired;
        private long awayBefore;
        private @Nullable ScheduledFuture<?> due;

        private Deadline(long left, Runnable expired) {
            this.expired = expired;
            set(left);
        }

        private void set(long left) {
            awayBefore = awayNanos();
            due = loop.schedule(this::fallsDue, left, TimeUnit.NANOSECONDS);
        }

        private void fallsDue() {
            long missed = awayNanos() - awayBefore;
            if (missed > 0) {
                set(missed);
            } else {
                expired.run();
            }
        }

        void cancel() {
            if (due != null) {
                due.cancel(false);
            }
        }
    }
}

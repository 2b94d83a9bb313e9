package org.sharpeyes.relay.stream;

import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.picture.GopMemory;

/**
 * What the streams of one owner thread share.
 *
 * @param owner one thread; an event loop in life, a hand-driven one in tests
 * @param gopMemory shared by the streams of all owners
 * @param clock monotonic nanoseconds
 * @param jitter in [0, 1)
 */
record StreamContext(
        ScheduledExecutorService owner,
        CameraStreams streams,
        RelaySettings settings,
        ByteBufAllocator allocator,
        GopMemory gopMemory,
        LongSupplier clock,
        DoubleSupplier jitter) {
    long nanoTime() {
        return clock.getAsLong();
    }

    double random() {
        return jitter.getAsDouble();
    }

    Future<?> schedule(Duration after, Runnable task) {
        return owner.schedule(task, after.toNanos(), TimeUnit.NANOSECONDS);
    }
}

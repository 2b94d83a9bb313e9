package org.sharpeyes.relay.playback;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one batch of a recording read ahead, so that the disk is never waited for. Confined to the executor it is given.
 */
final class ReadAhead {
    private static final int READ_BYTES = 256 * 1024;

    private final Executor loop;
    private final Runnable arrived;
    private final Consumer<Throwable> failed;
    private final ArrayDeque<MediaBatch> batches = new ArrayDeque<>();
    private final ArrayDeque<MediaSample> samples = new ArrayDeque<>();
    private @Nullable MediaReader reader;
    private boolean reading;
    private int generation;

    /**
     * @param arrived called when there is something to {@link #poll}
     * @param failed called when the reader broke its contract
     */
    ReadAhead(Executor loop, Runnable arrived, Consumer<Throwable> failed) {
        this.loop = loop;
        this.arrived = arrived;
        this.failed = failed;
    }

    /** Reads from here on; the one before must be closed. Takes over {@code from}. */
    void open(MediaReader from) {
        reader = from;
    }

    /** Gives up what was read and the reader. */
    void close() {
        generation++;
        reading = false;
        MediaReader open = reader;
        if (open != null) {
            reader = null;
            open.close();
        }
        batches.forEach(MediaBatch::release);
        batches.clear();
        samples.forEach(sample -> sample.data().release());
        samples.clear();
    }

    /** The next sample of what was read; still owned here. */
    @Nullable
    MediaSample peek() {
        return samples.peek();
    }

    /** Hands over the sample that {@link #peek} shows. */
    MediaSample remove() {
        return samples.remove();
    }

    /**
     * What follows when there are no samples left: samples go to {@link #peek}, anything else is returned.
     *
     * @return {@code null} if the samples came, or nothing is there yet
     */
    @Nullable
    MediaBatch poll() {
        MediaBatch batch = batches.poll();
        readOn();
        if (batch instanceof MediaBatch.Samples some) {
            samples.addAll(some.samples());
            return null;
        }
        return batch;
    }

    private void readOn() {
        MediaReader open = reader;
        if (open == null || reading || !batches.isEmpty()) {
            return;
        }
        reading = true;
        int mine = generation;
        open.next(READ_BYTES)
                .whenComplete((batch, failure) -> loop.execute(() -> {
                    if (mine != generation) {
                        if (batch != null) {
                            batch.release();
                        }
                        return;
                    }
                    reading = false;
                    if (failure != null) {
                        failed.accept(failure);
                        return;
                    }
                    batches.add(batch);
                    arrived.run();
                }));
    }
}

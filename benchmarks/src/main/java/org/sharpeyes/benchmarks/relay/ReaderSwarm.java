package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many RTSP readers in this process, on a few threads. Thread-safe for one owner: orders are queued to the lanes.
 * Readers are never rewritten or paced: what arrives is counted.
 */
final class ReaderSwarm implements AutoCloseable {
    private final List<Lane> lanes = new ArrayList<>();
    private final List<SwarmReader> readers = new ArrayList<>();

    private static final class Lane extends Thread {
        final Selector selector = Selector.open();
        final Tally tally = new Tally();
        final LinkedBlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
        final ByteBuffer chunk = ByteBuffer.allocateDirect(512 * 1024);
        volatile @Nullable IOException broken;

        Lane(int number) throws IOException {
            super("readers-" + number);
            setDaemon(true);
        }

        void order(Runnable order) {
            orders.add(order);
            selector.wakeup();
        }

        @Override
        public void run() {
            try {
                while (selector.isOpen()) {
                    selector.select(key -> ((SwarmReader) key.attachment()).ready(chunk), 50);
                    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                        order.run();
                    }
                }
            } catch (IOException e) {
                broken = e;
            }
        }
    }

    ReaderSwarm(int threads) throws IOException {
        for (int i = 0; i < threads; i++) {
            Lane lane = new Lane(i);
            lanes.add(lane);
            lane.start();
        }
    }

    /**
     * Starts one reader for each address.
     *
     * @param perSecond how many a second; 0 for all in the same instant
     */
    List<SwarmReader> start(List<String> addresses, int perSecond) throws InterruptedException {
        List<SwarmReader> started = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < addresses.size(); i++) {
            if (perSecond > 0) {
                long due = begin + i * 1_000_000_000L / perSecond;
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
            }
            Lane lane = lanes.get((readers.size() + i) % lanes.size());
            SwarmReader reader = new SwarmReader(addresses.get(i), lane.tally);
            started.add(reader);
            lane.order(() -> connect(lane, reader));
        }
        readers.addAll(started);
        return started;
    }

    /**
     * Lets the last {@code count} readers go and starts as many again of the same addresses.
     *
     * @param perSecond how many a second
     */
    List<SwarmReader> replace(int count, int perSecond) throws InterruptedException {
        List<SwarmReader> gone = List.copyOf(readers.subList(readers.size() - count, readers.size()));
        eachReader(reader -> {
            if (gone.contains(reader)) {
                reader.close();
            }
        });
        readers.removeAll(gone);
        return start(gone.stream().map(SwarmReader::uri).toList(), perSecond);
    }

    private static void connect(Lane lane, SwarmReader reader) {
        try {
            reader.connect(lane.selector);
        } catch (IOException e) {
            reader.failure = "connect: " + e.getMessage();
        }
    }

    /** Waits until all stream or have failed. */
    void awaitStreaming(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end && readers.stream().anyMatch(r -> r.failure == null && r.firstKeyAt == 0)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Counts for {@code length} and returns the sum of all lanes. */
    Tally measure(Duration length) throws InterruptedException {
        eachLane(lane -> lane.tally.reset());
        eachReader(SwarmReader::forgetPause);
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
        return sum();
    }

    Tally sum() throws InterruptedException {
        Tally total = new Tally();
        eachLane(lane -> {
            synchronized (total) {
                total.add(lane.tally);
            }
        });
        return total;
    }

    void eachReader(java.util.function.Consumer<SwarmReader> action) throws InterruptedException {
        List<SwarmReader> all = List.copyOf(readers);
        int width = lanes.size();
        eachLane(lane -> {
            int mine = lanes.indexOf(lane);
            for (int i = mine; i < all.size(); i += width) {
                action.accept(all.get(i));
            }
        });
    }

    private void eachLane(java.util.function.Consumer<Lane> action) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(lanes.size());
        for (Lane lane : lanes) {
            lane.order(() -> {
                try {
                    action.accept(lane);
                } finally {
                    done.countDown();
                }
            });
        }
        if (!done.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a reader thread does not answer");
        }
    }

    List<SwarmReader> readers() {
        return List.copyOf(readers);
    }

    List<String> failures() {
        return readers.stream()
                .map(r -> r.failure)
                .filter(java.util.Objects::nonNull)
                .map(String::valueOf)
                .toList();
    }

    @Override
    public void close() throws InterruptedException, IOException {
        eachReader(SwarmReader::close);
        for (Lane lane : lanes) {
            lane.selector.close();
        }
    }
}

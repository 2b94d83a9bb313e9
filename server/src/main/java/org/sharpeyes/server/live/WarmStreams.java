package org.sharpeyes.server.live;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.Demand;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.StreamHub;
import org.sharpeyes.relay.stream.StreamOpening;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.Viewer;

/**
 * Keeps the streams of a list open although nobody watches them, so that who comes has a picture at once. Each has one
 * viewer that takes everything and shows nothing; it stands in the list of streams as {@code warm}. In the ledger they come
 * after everything else.
 *
 * <p>Thread-safe.
 */
final class WarmStreams implements AutoCloseable {
    private static final int AGAIN_SECONDS = 30;

    /**
     * How it stands with one of them.
     *
     * @param open whether the camera plays for it
     * @param cause why it does not; empty if nothing went wrong yet
     */
    record Status(WarmStream kept, boolean open, String cause) {}

    private final StreamHub hub;
    private final InstantSource time;
    private final UserId nobody = UserId.random();
    private final Map<StreamKey, WarmStream> list = new ConcurrentHashMap<>();
    private final Map<StreamKey, String> troubles = new ConcurrentHashMap<>();
    /** Touched on the loop only. */
    private final Map<StreamKey, Keeper> keepers = new HashMap<>();

    private final ScheduledExecutorService loop =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "warm-streams"));

    WarmStreams(StreamHub hub, List<WarmStream> streams, InstantSource time) {
        this.hub = hub;
        this.time = time;
        streams.forEach(this::keep);
    }

    /** From now on; one that is kept already goes on, with the new reason. */
    void keep(WarmStream stream) {
        if (list.put(stream.stream(), stream) == null) {
            loop.execute(() -> {
                if (list.containsKey(stream.stream())) {
                    Keeper keeper = new Keeper(stream.stream());
                    Keeper before = keepers.put(stream.stream(), keeper);
                    if (before != null) {
                        before.leave();
                    }
                    keeper.open();
                }
            });
        }
    }

    /** The stream closes when nobody else takes it. */
    void let(StreamKey stream) {
        if (list.remove(stream) != null) {
            loop.execute(() -> {
                Keeper keeper = list.containsKey(stream) ? null : keepers.remove(stream);
                if (keeper != null) {
                    keeper.leave();
                }
            });
        }
    }

    @Nullable
    WarmStream find(StreamKey stream) {
        return list.get(stream);
    }

    int size() {
        return list.size();
    }

    List<Status> status() {
        return list.values().stream()
                .sorted(Comparator.comparing(WarmStream::since)
                        .thenComparing(one -> one.stream().toString()))
                .map(one -> {
                    String trouble = troubles.get(one.stream());
                    return new Status(one, "".equals(trouble), trouble == null ? "" : trouble);
                })
                .toList();
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }

    /** Confined to the loop. */
    private final class Keeper implements Viewer {
        private final StreamKey stream;
        private final Instant since = time.instant();
        private @Nullable Subscription subscription;
        private boolean over;
        private long pictures;
        private long bytes;

        Keeper(StreamKey stream) {
            this.stream = stream;
        }

        void open() {
            if (!over) {
                hub.describe(stream, Demand.WARMTH).thenAcceptAsync(this::opened, loop);
            }
        }

        private void opened(StreamOpening opening) {
            if (over) {
                return;
            }
            if (opening instanceof StreamOpening.Ready ready) {
                attach(ready.description());
            } else if (opening instanceof StreamOpening.Failed failed) {
                failed(failed.cause().kind() + ": " + failed.cause().detail());
            } else {
                throw new IllegalStateException("opening " + opening);
            }
        }

        private void attach(StreamDescription description) {
            troubles.put(stream, "");
            subscription = hub.attach(stream, this, loop, description, Demand.WARMTH);
        }

        private void failed(String cause) {
            troubles.put(stream, cause);
            if (!loop.isShutdown()) {
                loop.schedule(this::open, AGAIN_SECONDS, TimeUnit.SECONDS);
            }
        }

        void leave() {
            over = true;
            troubles.remove(stream);
            Subscription running = subscription;
            if (running != null) {
                subscription = null;
                running.cancel();
            }
        }

        @Override
        public void started(List<Picture> burst) {
            burst.forEach(this::offer);
        }

        @Override
        public void offer(Picture picture) {
            pictures++;
            bytes += picture.bytes();
        }

        @Override
        public void restarted() {
            // It waits for nothing.
        }

        @Override
        public void ended(ViewEnd reason) {
            subscription = null;
            if (!over) {
                failed(reason.name());
            }
        }

        @Override
        public ViewerSnapshot snapshot() {
            return new ViewerSnapshot(
                    "warm-" + stream, nobody, "-", "", "-", "warm", since, bytes, pictures, 0, 0, 0, 0, 0);
        }
    }
}

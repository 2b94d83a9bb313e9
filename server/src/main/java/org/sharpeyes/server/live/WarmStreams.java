package org.sharpeyes.server.live;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.StreamOpening;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.Viewer;

/**
 * Keeps the streams of a list open although nobody watches them, so that who comes has a picture at once. Each has one
 * viewer that takes everything and shows nothing; it stands in the list of streams as {@code warm}.
 */
final class WarmStreams implements AutoCloseable {
    private static final int AGAIN_SECONDS = 30;

    private final RelayServer relay;
    private final InstantSource time;
    private final UserId nobody = UserId.random();
    private final ScheduledExecutorService loop =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "warm-streams"));

    WarmStreams(RelayServer relay, List<StreamKey> streams, InstantSource time) {
        this.relay = relay;
        this.time = time;
        streams.forEach(stream -> loop.execute(() -> open(stream)));
    }

    private void open(StreamKey stream) {
        relay.hub()
                .describe(stream)
                .thenAcceptAsync(
                        opening -> {
                            if (opening instanceof StreamOpening.Ready ready) {
                                relay.hub().attach(stream, new Keeper(stream), loop, ready.description());
                            } else {
                                again(stream);
                            }
                        },
                        loop);
    }

    private void again(StreamKey stream) {
        if (!loop.isShutdown()) {
            loop.schedule(() -> open(stream), AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }

    /** Confined to the loop. */
    private final class Keeper implements Viewer {
        private final StreamKey stream;
        private final Instant since = time.instant();
        private long pictures;
        private long bytes;

        Keeper(StreamKey stream) {
            this.stream = stream;
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
            again(stream);
        }

        @Override
        public ViewerSnapshot snapshot() {
            return new ViewerSnapshot("warm", nobody, "-", "", "-", "warm", since, bytes, pictures, 0, 0, 0, 0, 0);
        }
    }
}

package org.sharpeyes.server.snapshots;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.Demand;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.StreamHub;
import org.sharpeyes.relay.stream.StreamOpening;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.Viewer;
import org.sharpeyes.worker.KeyFrame;

/**
 * Takes one key frame of a stream as a short-lived viewer of the relay: of a stream that plays, the cached one at once;
 * of one that does not, the first after its opening. The camera never sees a second session for it. Thread-safe.
 */
final class KeyFrameCapture {
    /** A picture may be shared by many people; the list of viewers names none of them. */
    private static final UserId NOBODY = new UserId(new UUID(0, 0));

    private final StreamHub hub;
    private final Executor loop;
    private final InstantSource clock;
    private final LongSupplier nanos;

    /**
     * @param loop one thread, on which the relay calls its short-lived viewers
     * @param nanos the relay's monotonic clock
     */
    KeyFrameCapture(StreamHub hub, Executor loop, InstantSource clock, LongSupplier nanos) {
        this.hub = hub;
        this.loop = loop;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Fails with {@link NoKeyFrameException}. Cancelling the future leaves the stream.
     */
    CompletableFuture<CapturedFrame> capture(StreamKey stream) {
        CompletableFuture<CapturedFrame> answer = new CompletableFuture<>();
        hub.describe(stream, Demand.SAMPLE)
                .thenAcceptAsync(
                        opening -> {
                            if (opening instanceof StreamOpening.Ready ready) {
                                attach(stream, ready.description(), answer);
                            } else if (opening instanceof StreamOpening.Failed failed) {
                                answer.completeExceptionally(new NoKeyFrameException(
                                        failed.cause().kind().name()));
                            }
                        },
                        loop)
                .exceptionally(failure -> {
                    answer.completeExceptionally(failure);
                    return null;
                });
        return answer;
    }

    private void attach(StreamKey stream, StreamDescription description, CompletableFuture<CapturedFrame> answer) {
        if (answer.isDone()) {
            return;
        }
        if (!description.hasVideo()) {
            answer.completeExceptionally(new NoKeyFrameException("the stream has no video"));
            return;
        }
        OneFrame viewer = new OneFrame(description, answer);
        Subscription subscription = hub.attach(stream, viewer, loop, description, Demand.SAMPLE);
        CompletionStage<CapturedFrame> leaving =
                answer.whenCompleteAsync((frame, failure) -> subscription.cancel(), loop);
        leaving.exceptionally(failure -> null);
    }

    /** Waits for one key frame. Called on {@link #loop}. */
    private final class OneFrame implements Viewer {
        private final StreamDescription description;
        private final CompletableFuture<CapturedFrame> answer;
        private final Instant since = clock.instant();

        OneFrame(StreamDescription description, CompletableFuture<CapturedFrame> answer) {
            this.description = description;
            this.answer = answer;
        }

        @Override
        public void started(List<Picture> burst) {
            burst.forEach(this::offer);
        }

        @Override
        public void offer(Picture picture) {
            if (answer.isDone() || !picture.key()) {
                return;
            }
            TrackDescription track = description.tracks().get(picture.track());
            if (!track.video()) {
                return;
            }
            Optional<KeyFrame> keyFrame;
            try {
                keyFrame = KeyFrameReader.read(picture, track);
            } catch (RuntimeException broken) {
                // A viewer may not throw into the relay; what is wrong here is told to who asked.
                answer.completeExceptionally(broken);
                return;
            }
            if (keyFrame.isPresent()) {
                Instant takenAt = clock.instant().minusNanos(Math.max(0, nanos.getAsLong() - picture.arrivedNanos()));
                answer.complete(new CapturedFrame(keyFrame.get(), takenAt));
            }
        }

        @Override
        public void restarted() {}

        @Override
        public void ended(ViewEnd reason) {
            answer.completeExceptionally(new NoKeyFrameException(reason.name()));
        }

        @Override
        public ViewerSnapshot snapshot() {
            return new ViewerSnapshot(
                    "snapshot-" + Integer.toHexString(hashCode()),
                    NOBODY,
                    "",
                    "snapshot",
                    "",
                    "snapshot",
                    since,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0);
        }
    }
}

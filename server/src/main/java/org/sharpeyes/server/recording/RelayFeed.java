package org.sharpeyes.server.recording;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.UserId;
import org.sharpeyes.recording.GapCause;
import org.sharpeyes.recording.recorder.FeedListener;
import org.sharpeyes.recording.recorder.FeedTrack;
import org.sharpeyes.recording.recorder.RecordingFeed;
import org.sharpeyes.relay.Demand;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.StreamSnapshot;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.StreamHub;
import org.sharpeyes.relay.stream.StreamOpening;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.Viewer;

/** The recorder as one more viewer of the relay: the camera never sees a second session for it. Thread-safe. */
final class RelayFeed implements RecordingFeed {
    /** The list of viewers shows the recorder by this name. */
    private static final UserId RECORDER = new UserId(new UUID(0, 0));

    /** The ledger says when there is a place; it is only to be asked again. */
    private static final Duration BACK_TO_THE_QUEUE = Duration.ofSeconds(1);

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(30);

    private final StreamHub hub;
    private final ScheduledExecutorService timer;
    private final InstantSource clock;
    private final LongSupplier nanos;

    /** @param nanos the relay's monotonic clock */
    RelayFeed(StreamHub hub, ScheduledExecutorService timer, InstantSource clock, LongSupplier nanos) {
        this.hub = hub;
        this.timer = timer;
        this.clock = clock;
        this.nanos = nanos;
    }

    @Override
    public Feed open(StreamKey stream, Executor loop, FeedListener listener) {
        Taken taken = new Taken(stream, loop, listener);
        taken.connect();
        return taken;
    }

    /** One stream that is recorded. Confined to its loop. */
    private final class Taken implements Feed, Viewer {
        private final StreamKey stream;
        private final Executor loop;
        private final FeedListener listener;
        private final Instant since = clock.instant();
        private @Nullable Subscription subscription;
        private boolean closed;
        private long bytes;
        private long pictures;

        Taken(StreamKey stream, Executor loop, FeedListener listener) {
            this.stream = stream;
            this.loop = loop;
            this.listener = listener;
        }

        void connect() {
            if (closed) {
                return;
            }
            hub.describe(stream, Demand.RECORDING)
                    .thenAcceptAsync(this::described, loop)
                    .exceptionally(failure -> {
                        retry(LATER);
                        return null;
                    });
        }

        private void described(StreamOpening opening) {
            if (closed) {
                return;
            }
            if (opening instanceof StreamOpening.Ready ready) {
                listener.opened(tracks(ready.description()));
                subscription = hub.attach(stream, this, loop, ready.description(), Demand.RECORDING);
            } else if (opening instanceof StreamOpening.Failed failed) {
                listener.interrupted(
                        cause(failed.cause().kind()), failed.cause().detail());
                retry(pauseAfter(failed.cause().kind()));
            } else {
                throw new IllegalStateException("opening " + opening);
            }
        }

        private static Duration pauseAfter(UpstreamFailure.Kind kind) {
            return switch (kind) {
                case NO_ROOM, PREEMPTED -> BACK_TO_THE_QUEUE;
                case UNREACHABLE, BUSY, NO_MEDIA, PROTOCOL -> SOON;
                case UNKNOWN_STREAM, PASSWORD_REFUSED, CLOSED -> LATER;
            };
        }

        private void retry(Duration pause) {
            timer.schedule(() -> loop.execute(this::connect), pause.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void started(List<Picture> burst) {
            burst.forEach(this::offer);
        }

        @Override
        public void offer(Picture picture) {
            if (closed) {
                return;
            }
            Instant arrived = clock.instant().minusNanos(Math.max(0, nanos.getAsLong() - picture.arrivedNanos()));
            bytes += picture.bytes();
            if (picture.kind() == Picture.Kind.CONTROL) {
                listener.report(picture.track(), picture.buffer(), arrived);
            } else {
                pictures++;
                listener.media(picture.track(), picture.buffer(), arrived);
            }
        }

        @Override
        public void restarted() {
            if (closed) {
                return;
            }
            listener.interrupted(GapCause.NETWORK, "the connection to the camera was lost");
            // The relay knows why; it tells in its figures.
            hub.snapshot().thenAcceptAsync(this::explained, loop);
        }

        private void explained(List<StreamSnapshot> streams) {
            for (StreamSnapshot each : streams) {
                String cause = each.cause();
                if (!closed
                        && each.stream().equals(stream)
                        && each.state() != StreamSnapshot.State.LIVE
                        && cause != null) {
                    int colon = cause.indexOf(':');
                    UpstreamFailure.Kind kind =
                            UpstreamFailure.Kind.valueOf(colon < 0 ? cause : cause.substring(0, colon));
                    listener.interrupted(
                            cause(kind),
                            colon < 0 ? cause : cause.substring(colon + 1).strip());
                }
            }
        }

        @Override
        public void ended(ViewEnd reason) {
            subscription = null;
            if (closed) {
                return;
            }
            switch (reason) {
                case FORMAT_CHANGED -> connect();
                case SOURCE_GONE -> {
                    listener.interrupted(GapCause.CAMERA, "the camera gives no stream");
                    retry(LATER);
                }
                case PREEMPTED -> {
                    listener.interrupted(GapCause.NETWORK, "the way to the camera was needed for something else");
                    retry(BACK_TO_THE_QUEUE);
                }
                case STALLED, REVOKED, KICKED, SHUTDOWN -> {
                    listener.interrupted(
                            GapCause.SERVER,
                            "the relay ended it: " + reason.name().toLowerCase(Locale.ROOT));
                    retry(SOON);
                }
            }
        }

        @Override
        public ViewerSnapshot snapshot() {
            return new ViewerSnapshot(
                    "recorder-" + stream,
                    RECORDER,
                    "",
                    "recording",
                    "",
                    "recorder",
                    since,
                    bytes,
                    pictures,
                    0,
                    0,
                    0,
                    0,
                    0);
        }

        @Override
        public void close() {
            closed = true;
            Subscription running = subscription;
            if (running != null) {
                subscription = null;
                running.cancel();
            }
        }
    }

    private static GapCause cause(UpstreamFailure.Kind kind) {
        return switch (kind) {
            case UNREACHABLE, PROTOCOL, NO_ROOM, PREEMPTED -> GapCause.NETWORK;
            case PASSWORD_REFUSED, BUSY, NO_MEDIA, UNKNOWN_STREAM -> GapCause.CAMERA;
            case CLOSED -> GapCause.SERVER;
        };
    }

    private static List<FeedTrack> tracks(StreamDescription description) {
        return description.tracks().stream()
                .map(track -> new FeedTrack(
                        kind(track.kind()),
                        track.encoding(),
                        track.clockRate(),
                        track.channels(),
                        parameters(track.format())))
                .toList();
    }

    private static FeedTrack.Kind kind(TrackDescription.Kind kind) {
        return switch (kind) {
            case VIDEO -> FeedTrack.Kind.VIDEO;
            case AUDIO -> FeedTrack.Kind.SOUND;
            case APPLICATION -> FeedTrack.Kind.OTHER;
        };
    }

    private static Map<String, String> parameters(@Nullable String format) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : format == null ? new String[0] : format.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        part.substring(equals + 1).strip());
            }
        }
        return parameters;
    }
}

package org.sharpeyes.server.snapshots;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.worker.SnapshotOutcome;
import org.sharpeyes.worker.SnapshotRequest;
import org.sharpeyes.worker.diagnosis.PictureMeasures;

/**
 * Pictures of cameras. Many who ask for the same picture wait for one capture; a camera that gave none is left alone for
 * a while, and its last picture, which says its age, is given instead. Thread-safe; {@link #take} blocks.
 */
public final class Snapshots {
    private static final int QUALITY = 78;
    /** Few widths, so that few decodings serve everybody. */
    static final int[] WIDTHS = {160, 320, 480, 640, 960, 1_280, 1_920};
    /** From here on the sub-stream would be blown up. */
    private static final int WIDEST_OF_SUB = 640;

    /** A capture goes on for so many times the patience of who asked: a slow camera's picture is there the next time. */
    private static final int CAPTURE_PATIENCE = 3;

    private static final int MOST_REMEMBERED_FAILURES = 20_000;

    /** What one asks for gets. */
    public sealed interface Answer {
        record Taken(Snapshot snapshot) implements Answer {}

        /** @param retrySeconds when asking again makes sense */
        record None(String reason, int retrySeconds) implements Answer {}
    }

    /** Told each measured picture; must not block. */
    @FunctionalInterface
    interface Judge {
        void seen(CameraId camera, PictureMeasures measures, byte[] jpeg, Instant at);
    }

    private final Function<StreamKey, CompletableFuture<CapturedFrame>> capture;
    private final Function<SnapshotRequest, CompletionStage<SnapshotOutcome>> decode;
    private final SnapshotSettings settings;
    private final InstantSource clock;
    private final SnapshotStore store;
    private final Semaphore captures;
    private final Judge judge;
    private final Map<SnapshotStore.Key, CompletableFuture<Snapshot>> underWay = new ConcurrentHashMap<>();
    private final Map<SnapshotStore.Key, Instant> failedAt = new ConcurrentHashMap<>();

    Snapshots(
            Function<StreamKey, CompletableFuture<CapturedFrame>> capture,
            Function<SnapshotRequest, CompletionStage<SnapshotOutcome>> decode,
            SnapshotSettings settings,
            InstantSource clock,
            Judge judge) {
        this.capture = capture;
        this.decode = decode;
        this.settings = settings;
        this.clock = clock;
        this.judge = judge;
        store = new SnapshotStore(settings.keptBytes());
        captures = new Semaphore(settings.captures());
    }

    /** The width that is made for a wish: the next larger of a few. */
    static int widthFor(int wanted) {
        for (int width : WIDTHS) {
            if (width >= wanted) {
                return width;
            }
        }
        return WIDTHS[WIDTHS.length - 1];
    }

    public Answer take(CameraId camera, int wantedWidth) throws InterruptedException {
        SnapshotStore.Key key = new SnapshotStore.Key(camera, widthFor(wantedWidth));
        Optional<Snapshot> known = store.find(key);
        Instant now = clock.instant();
        if (known.isPresent() && known.get().takenAt().plus(settings.fresh()).isAfter(now)) {
            return new Answer.Taken(known.get());
        }
        known = known.or(() -> store.newest(camera));
        Instant failed = failedAt.get(key);
        if (failed != null && failed.plus(settings.pauseAfterFailure()).isAfter(now)) {
            return orOld(known, "it gave no picture " + (now.getEpochSecond() - failed.getEpochSecond()) + " s ago");
        }
        CompletableFuture<Snapshot> mine = new CompletableFuture<>();
        CompletableFuture<Snapshot> running = underWay.putIfAbsent(key, mine);
        if (running != null) {
            return await(running, known);
        }
        if (!captures.tryAcquire()) {
            underWay.remove(key, mine);
            mine.completeExceptionally(new NoKeyFrameException("too many pictures are being taken"));
            return known.<Answer>map(Answer.Taken::new)
                    .orElseGet(() -> new Answer.None("too many pictures are being taken", 2));
        }
        begin(key, mine);
        return await(mine, known);
    }

    private void begin(SnapshotStore.Key key, CompletableFuture<Snapshot> mine) {
        StreamProfile first = key.width() <= WIDEST_OF_SUB ? StreamProfile.SUB : StreamProfile.MAIN;
        StreamProfile second = first == StreamProfile.SUB ? StreamProfile.MAIN : StreamProfile.SUB;
        CompletableFuture<CapturedFrame> firstTry = capture.apply(new StreamKey(key.camera(), first));
        AtomicReference<CompletableFuture<CapturedFrame>> current = new AtomicReference<>(firstTry);
        CompletableFuture<CapturedFrame> frame = firstTry.handle((captured, failure) -> {
                    if (isUnknownStream(failure)) {
                        current.set(capture.apply(new StreamKey(key.camera(), second)));
                    }
                    return current.get();
                })
                .thenCompose(Function.identity())
                .orTimeout(settings.patience().toMillis() * CAPTURE_PATIENCE, TimeUnit.MILLISECONDS);
        frame.thenCompose(captured -> decode(captured, key)).whenComplete((snapshot, failure) -> {
            captures.release();
            underWay.remove(key, mine);
            if (failure == null) {
                failedAt.remove(key);
                store.put(key, snapshot);
                mine.complete(snapshot);
            } else {
                // Leaves the stream: nobody waits for its key frame any more.
                requireNonNull(current.get(), "capture").cancel(false);
                if (failedAt.size() >= MOST_REMEMBERED_FAILURES) {
                    failedAt.clear();
                }
                failedAt.put(key, clock.instant());
                mine.completeExceptionally(failure);
            }
        });
    }

    /** Small pictures are measured: they come of the sub-stream, so that those of one camera compare. */
    private CompletableFuture<Snapshot> decode(CapturedFrame frame, SnapshotStore.Key key) {
        boolean measured = key.width() <= WIDEST_OF_SUB;
        return decode.apply(new SnapshotRequest(frame.keyFrame(), key.width(), QUALITY, measured))
                .toCompletableFuture()
                .thenCompose(outcome -> outcome instanceof SnapshotOutcome.Picture picture
                        ? CompletableFuture.completedFuture(taken(key.camera(), picture, frame.takenAt()))
                        : CompletableFuture.failedFuture(new NoKeyFrameException(
                                ((SnapshotOutcome.Failed) outcome).cause().name())));
    }

    private Snapshot taken(CameraId camera, SnapshotOutcome.Picture picture, Instant at) {
        PictureMeasures measures = picture.measures();
        if (measures != null) {
            judge.seen(camera, measures, picture.jpeg(), at);
        }
        return new Snapshot(picture.jpeg(), at);
    }

    private Answer await(CompletableFuture<Snapshot> running, Optional<Snapshot> known) throws InterruptedException {
        try {
            return new Answer.Taken(running.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return orOld(known, reason(cause));
        } catch (TimeoutException e) {
            return known.<Answer>map(Answer.Taken::new).orElseGet(() -> new Answer.None("no key frame yet", 3));
        }
    }

    private Answer orOld(Optional<Snapshot> known, String reason) {
        return known.<Answer>map(Answer.Taken::new)
                .orElseGet(() -> new Answer.None(
                        reason, (int) Math.max(1, settings.pauseAfterFailure().toSeconds())));
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof NoKeyFrameException ? String.valueOf(cause.getMessage()) : "no key frame in time";
    }

    private static boolean isUnknownStream(@Nullable Throwable failure) {
        return failure != null && reason(failure).equals("UNKNOWN_STREAM");
    }
}

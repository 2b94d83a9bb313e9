package org.sharpeyes.relay.playback;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.RecordedVideo;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.ViewerCredential;

/**
 * A minute of 25 pictures a second from {@link #START} on, with nothing recorded between the 20th and the 30th second.
 * Grants that begin with {@code g} open it to tickets that begin with {@code good}. Reads on another thread.
 */
public final class InMemoryRecordings implements MediaSource {
    public static final Instant START = Instant.parse("2026-11-26T08:00:00Z");
    public static final Duration LENGTH = Duration.ofSeconds(60);
    private static final int GAP_FROM = 20 * 25;
    private static final int GAP_UNTIL = 30 * 25;
    private static final int PICTURES = 60 * 25;
    private static final Duration PICTURE = Duration.ofMillis(40);

    private final RecordedVideo video = RecordedVideo.load();
    private final Executor disk;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger records = new AtomicInteger();
    private volatile boolean withdrawn;

    public InMemoryRecordings() {
        this(ForkJoinPool.commonPool());
    }

    /** @param disk where reads are done */
    InMemoryRecordings(Executor disk) {
        this.disk = disk;
    }

    public int open() {
        return open.get();
    }

    /** Access records written. */
    public int records() {
        return records.get();
    }

    public void withdraw() {
        withdrawn = true;
    }

    @Override
    public CompletionStage<PlayOpening> open(PlayRequest request) {
        if (!(request.credential() instanceof ViewerCredential.TicketText ticket)
                || !ticket.text().startsWith("good")) {
            return CompletableFuture.completedFuture(new PlayOpening.Refused(new Admission.Unauthenticated()));
        }
        if (!request.grant().startsWith("g")) {
            return CompletableFuture.completedFuture(new PlayOpening.Refused(new Admission.Hidden()));
        }
        open.incrementAndGet();
        Admission.Admitted admitted = new Admission.Admitted(UserId.random(), "police-a", "case 7", ticket.text());
        return CompletableFuture.completedFuture(new PlayOpening.Ready(new Minute(admitted), admitted));
    }

    private final class Minute implements Recording {
        private final Admission.Admitted admitted;
        private boolean recorded;

        Minute(Admission.Admitted admitted) {
            this.admitted = admitted;
        }

        @Override
        public StreamDescription description() {
            return new StreamDescription(List.of(video.track()));
        }

        @Override
        public TimeWindow window() {
            return new TimeWindow(START, START.plus(LENGTH));
        }

        @Override
        public CompletionStage<Admission> begin() {
            if (!recorded) {
                recorded = true;
                records.incrementAndGet();
            }
            return CompletableFuture.completedFuture(admitted);
        }

        @Override
        public MediaReader read(Instant from, ReadMode mode) {
            return new Reader(from, mode);
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    private final class Reader implements MediaReader {
        private final ReadMode mode;
        private int next;
        private boolean gapTold;

        Reader(Instant from, ReadMode mode) {
            this.mode = mode;
            int wanted = (int) Duration.between(START, from).dividedBy(PICTURE);
            next = Math.min(wanted, PICTURES - 1);
            while (next > 0 && (!video.key(next) || inGap(next))) {
                next--;
            }
            if (mode != ReadMode.KEYS_BACKWARD && inGap(wanted)) {
                next = GAP_FROM;
            }
        }

        private static boolean inGap(int picture) {
            return picture >= GAP_FROM && picture < GAP_UNTIL;
        }

        @Override
        public CompletionStage<MediaBatch> next(int maxBytes) {
            return CompletableFuture.supplyAsync(() -> read(maxBytes), disk);
        }

        private synchronized MediaBatch read(int maxBytes) {
            if (withdrawn) {
                return new MediaBatch.Withdrawn();
            }
            List<MediaSample> samples = new ArrayList<>();
            int bytes = 0;
            int step = mode == ReadMode.KEYS_BACKWARD ? -1 : 1;
            while (bytes < maxBytes && next >= 0 && next < PICTURES) {
                if (inGap(next)) {
                    if (!samples.isEmpty()) {
                        break;
                    }
                    if (!gapTold) {
                        gapTold = true;
                        return new MediaBatch.Gap(
                                START.plus(PICTURE.multipliedBy(GAP_FROM)),
                                START.plus(PICTURE.multipliedBy(GAP_UNTIL)),
                                "camera-down");
                    }
                    next = step > 0 ? GAP_UNTIL : GAP_FROM - 1;
                    while (!video.key(next)) {
                        next += step;
                    }
                }
                boolean key = video.key(next);
                if (key || mode == ReadMode.FORWARD) {
                    MediaSample sample =
                            new MediaSample(0, START.plus(PICTURE.multipliedBy(next)), key, video.units(next));
                    bytes += sample.data().readableBytes();
                    samples.add(sample);
                }
                next += step;
            }
            return samples.isEmpty() ? new MediaBatch.End() : new MediaBatch.Samples(samples);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}

package org.sharpeyes.relay.playback;

import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.fragment.FragmentMaker;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.Viewer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays one recording to one viewer: reads ahead a little, sends each picture when it is due, and never more than the
 * viewer has taken. Sequence numbers and time stamps run on through pauses and jumps.
 *
 * <p>Confined to the viewer's event loop.
 */
public final class Playback implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Playback.class);
    private static final int READ_BYTES = 256 * 1024;
    private static final long BACKLOG_NANOS = 2_000_000;
    private static final long AT_THE_EDGE_NANOS = 400_000_000;
    private static final long TOO_LATE_NANOS = 1_000_000_000;
    private static final long REPORT_NANOS = 5_000_000_000L;

    /** Where a viewer of RTP begins on one track. */
    public record Start(int track, int sequence, int timestamp) {}

    /** What the owner of the view is told, on the loop. */
    public interface Listener {
        /**
         * The first picture of a run is there; called before the viewer gets it, and once for each {@link #play}.
         *
         * @param time of the first picture, at or before the position asked for; {@code null} when nothing is recorded
         *     between the position and the end
         * @param place of the position asked for on the view's own time line, in ns
         */
        void playing(@Nullable Instant time, long place);

        /** Nothing is recorded for a while; what follows comes at once. */
        void gap(MediaBatch.Gap gap);

        /** The end of the range; the viewer may ask for another one. */
        void finished();
    }

    private final Recording recording;
    private final Subscription.Format format;
    private final ScheduledExecutorService loop;
    private final LongSupplier clock;
    private final ByteBufAllocator allocator;
    private final Listener listener;
    private final List<SampleFramer> framers = new ArrayList<>();
    private final int[] firstTimestamps;
    private final boolean anyVideo;
    private final PlayTimeline timeline = new PlayTimeline();
    private final ArrayDeque<MediaBatch> batches = new ArrayDeque<>();
    private final ArrayDeque<MediaSample> samples = new ArrayDeque<>();

    private StreamDescription description;
    private @Nullable FragmentMaker maker;
    private @Nullable Viewer viewer;
    private @Nullable MediaReader reader;
    private PlaySpeed speed = PlaySpeed.NORMAL;
    private Instant from;
    private Instant until;
    private Instant position;
    private boolean reading;
    private boolean sourceDone;
    private boolean told;
    private boolean discontinuity;
    private boolean atTheEdge;
    private @Nullable Future<?> timer;
    private boolean closed;
    private int cseq;
    private int generation;
    private long paceStart;
    private long nextReportPlace;

    /**
     * Takes over {@code recording}.
     *
     * @param replayExtension whether packets say their time in the recording (ONVIF replay)
     * @param clock monotonic nanoseconds
     */
    public Playback(
            Recording recording,
            Subscription.Format format,
            boolean replayExtension,
            ScheduledExecutorService loop,
            LongSupplier clock,
            ByteBufAllocator allocator,
            RandomGenerator random,
            Listener listener) {
        this.recording = recording;
        this.format = format;
        this.loop = loop;
        this.clock = clock;
        this.allocator = allocator;
        this.listener = listener;
        this.description = recording.description();
        this.from = recording.window().from();
        this.until = recording.window().to();
        this.position = from;
        List<TrackDescription> tracks = description.tracks();
        this.anyVideo = description.hasVideo();
        this.firstTimestamps = new int[tracks.size()];
        for (int i = 0; i < tracks.size(); i++) {
            firstTimestamps[i] = format == Subscription.Format.RTP ? random.nextInt() : 0;
            framers.add(new SampleFramer(
                    i, tracks.get(i), random.nextInt(), random.nextInt(1 << 16), replayExtension, allocator));
        }
    }

    /** Where a pause would go on. */
    public Instant position() {
        return position;
    }

    /** Where a place of the time line lies in the media time of fragments, in seconds. */
    public static double fragmentSeconds(long place) {
        return place / 1e9 + (double) FragmentMaker.ORIGIN / VideoCodec.CLOCK_RATE;
    }

    /** What each track's next packet begins with, at a place of the time line. */
    public List<Start> starts(long place) {
        List<Start> starts = new ArrayList<>();
        for (int i = 0; i < framers.size(); i++) {
            starts.add(new Start(i, framers.get(i).nextSequence(), timestamp(i, place)));
        }
        return starts;
    }

    /**
     * Plays from a position on, in place of whatever plays now.
     *
     * @param to the viewer's end; fresh for each call, so that nothing of what was before is still queued in it
     * @param begin inside the recording's window
     * @param end where to stop, not before {@code begin}; passed over when playing backwards
     * @param number of the request, for the replay extension
     */
    public void play(Viewer to, Instant begin, Instant end, PlaySpeed wanted, int number) {
        halt();
        if (closed) {
            return;
        }
        viewer = to;
        from = begin;
        until = end;
        position = begin;
        speed = wanted;
        cseq = number;
        told = false;
        sourceDone = false;
        discontinuity = true;
        timeline.jump(wanted.paced() ? wanted.scale() : Math.signum(wanted.scale()));
        if (format == Subscription.Format.FRAGMENTS && maker == null) {
            maker = FragmentMaker.of(description, allocator, fragment -> {
                Viewer now = viewer;
                if (now != null) {
                    now.offer(fragment);
                }
                fragment.release();
            });
        }
        FragmentMaker made = maker;
        if (made != null) {
            made.restart();
        }
        reader = recording.read(begin, wanted.mode());
        pump();
    }

    /** Stops where it is. Harmless when nothing plays. */
    public void pause() {
        halt();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            halt();
            FragmentMaker made = maker;
            if (made != null) {
                made.close();
            }
            recording.close();
        }
    }

    private void halt() {
        generation++;
        viewer = null;
        reading = false;
        atTheEdge = false;
        cancelTimer();
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

    private void readOn() {
        MediaReader open = reader;
        if (open == null || reading || sourceDone || !batches.isEmpty()) {
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
                        LOG.atError().setCause(failure).log("A recording could not be read");
                        end(ViewEnd.SOURCE_GONE);
                        return;
                    }
                    batches.add(batch);
                    pump();
                }));
    }

    private void pump() {
        int mine = generation;
        while (mine == generation && viewer != null && !atTheEdge) {
            MediaSample next = samples.peek();
            if (next == null) {
                MediaBatch batch = batches.poll();
                readOn();
                if (batch == null) {
                    return;
                }
                take(batch);
            } else if (!sendIfDue(next)) {
                return;
            }
        }
    }

    private void take(MediaBatch batch) {
        if (batch instanceof MediaBatch.Samples some) {
            samples.addAll(some.samples());
        } else if (batch instanceof MediaBatch.Gap gap) {
            discontinuity = true;
            timeline.jump(speed.paced() ? speed.scale() : Math.signum(speed.scale()));
            FragmentMaker made = maker;
            if (made != null) {
                made.restart();
            }
            listener.gap(gap);
        } else if (batch instanceof MediaBatch.Format format) {
            description = format.now();
            for (int i = 0; i < Math.min(framers.size(), description.tracks().size()); i++) {
                framers.get(i).format(description.tracks().get(i));
            }
        } else if (batch instanceof MediaBatch.Waiting) {
            atTheEdge = true;
            later(AT_THE_EDGE_NANOS);
        } else if (batch instanceof MediaBatch.End) {
            finish();
        } else if (batch instanceof MediaBatch.Withdrawn) {
            end(ViewEnd.REVOKED);
        } else if (batch instanceof MediaBatch.Broken broken) {
            LOG.atInfo().addKeyValue("cause", broken.cause()).log("Playback ended");
            end(ViewEnd.SOURCE_GONE);
        } else {
            throw new IllegalStateException("batch " + batch);
        }
    }

    /** @return {@code false} if the sample has to wait */
    private boolean sendIfDue(MediaSample sample) {
        Viewer to = viewer;
        if (to == null) {
            return false;
        }
        if (!speed.backwards() && !sample.time().isBefore(until)) {
            sourceDone = true;
            finish();
            return true;
        }
        long now = clock.getAsLong();
        if (!timeline.anchored()) {
            long first = timeline.place(sample.time());
            // What comes before the position asked for is only there to be decoded: it goes out at once.
            Instant shown = !speed.backwards() && sample.time().isBefore(from) ? from : sample.time();
            paceStart = now - timeline.peek(shown);
            nextReportPlace = first;
            if (!told) {
                told = true;
                int mine = generation;
                listener.playing(sample.time(), timeline.peek(shown));
                if (mine != generation) {
                    return false;
                }
                to.started(List.of());
            }
        }
        if (to.snapshot().queuedBytes() > 0) {
            later(BACKLOG_NANOS);
            return false;
        }
        if (speed.paced()) {
            long early = paceStart + timeline.peek(sample.time()) - now;
            if (early > 0) {
                later(early);
                return false;
            }
            if (-early > TOO_LATE_NANOS && !sample.time().isBefore(from)) {
                // A viewer that could not follow goes on from here at the right pace, it does not catch up.
                paceStart -= early;
            }
        }
        samples.remove();
        send(to, sample, now);
        return true;
    }

    private void send(Viewer to, MediaSample sample, long now) {
        try {
            if (sample.track() >= framers.size()) {
                return;
            }
            SampleFramer framer = framers.get(sample.track());
            long place = timeline.place(sample.time());
            int timestamp = timestamp(sample.track(), place);
            if (place >= nextReportPlace && (speed.scale() == 1 || !speed.paced())) {
                nextReportPlace = place + REPORT_NANOS;
                report(to, sample.time(), place, now);
            }
            boolean video = description.tracks().get(sample.track()).video();
            Picture.Kind kind =
                    anyVideo && !video ? Picture.Kind.SIDE : sample.key() ? Picture.Kind.KEY : Picture.Kind.DELTA;
            offer(to, framer.frame(sample, timestamp, kind, discontinuity, cseq, now));
            if (video || !anyVideo) {
                discontinuity = false;
                position = sample.time();
            }
        } finally {
            sample.data().release();
        }
    }

    private void report(Viewer to, Instant time, long place, long now) {
        for (int i = 0; i < framers.size(); i++) {
            offer(to, framers.get(i).senderReport(time, timestamp(i, place), now));
        }
    }

    private void offer(Viewer to, Picture picture) {
        FragmentMaker made = maker;
        if (made != null) {
            made.push(picture);
        } else {
            to.offer(picture);
        }
        picture.release();
    }

    private void finish() {
        Viewer to = viewer;
        boolean heard = told;
        told = true;
        long now = clock.getAsLong();
        if (!heard) {
            listener.playing(null, 0);
        } else if (to != null && maker == null) {
            for (int i = 0; i < framers.size(); i++) {
                offer(to, framers.get(i).goodbye(firstTimestamps[i], now));
            }
        }
        if (viewer == to) {
            halt();
            position = speed.backwards() ? recording.window().from() : until;
            if (heard) {
                listener.finished();
            }
        }
    }

    private void end(ViewEnd reason) {
        Viewer to = viewer;
        halt();
        if (to != null) {
            to.ended(reason);
        }
    }

    private int timestamp(int track, long place) {
        double ticks = place / 1e9 * framers.get(track).clockRate();
        return firstTimestamps[track] + (int) Math.round(ticks);
    }

    private void later(long nanos) {
        cancelTimer();
        timer = loop.schedule(
                () -> {
                    timer = null;
                    atTheEdge = false;
                    pump();
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    private void cancelTimer() {
        Future<?> set = timer;
        if (set != null) {
            timer = null;
            set.cancel(false);
        }
    }
}

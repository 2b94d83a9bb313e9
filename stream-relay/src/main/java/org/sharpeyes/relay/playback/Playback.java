package org.sharpeyes.relay.playback;

import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.VideoCodec;
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
    private static final long BACKLOG_NANOS = 2_000_000;
    private static final long AT_THE_EDGE_NANOS = 400_000_000;
    private static final long TOO_LATE_NANOS = 1_000_000_000;
    private static final long REPORT_NANOS = 5_000_000_000L;
    /** What a browser has in hand before it begins; its decoder would run dry at each hiccup otherwise. */
    private static final long BROWSER_LEAD_NANOS = 500_000_000;

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

        /** Nothing is recorded for a while; what follows comes at once in RTP, and in its time in fragments. */
        void gap(MediaBatch.Gap gap);

        /**
         * Everything of a {@link #show} was offered.
         *
         * @param at of the picture that stood at the moment asked for
         * @param place of it on the view's own time line, in ns
         * @param after of the next picture; {@code null} if none is known
         */
        void shown(Instant at, long place, @Nullable Instant after);

        /** The end of the range; the viewer may ask for another one. */
        void finished();
    }

    private final Recording recording;
    private final Subscription.Format format;
    private final ScheduledExecutorService loop;
    private final LongSupplier clock;
    private final ByteBufAllocator allocator;
    private final Listener listener;
    private final PlayedTracks tracks;
    private final PlayTimeline timeline = new PlayTimeline();
    private final ReadAhead ahead;
    private final long lead;
    private final boolean keepsGaps;

    private @Nullable FragmentMaker maker;
    private @Nullable Viewer viewer;
    private @Nullable StillPicture still;
    private PlaySpeed speed = PlaySpeed.NORMAL;
    private Instant from;
    private Instant until;
    private Instant position;
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
        this.from = recording.window().from();
        this.until = recording.window().to();
        this.position = from;
        this.tracks = new PlayedTracks(recording.description(), format, replayExtension, random, allocator);
        this.keepsGaps = format == Subscription.Format.FRAGMENTS;
        this.lead = format == Subscription.Format.FRAGMENTS ? BROWSER_LEAD_NANOS : 0;
        this.ahead = new ReadAhead(loop, this::pump, this::unreadable);
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
        return tracks.starts(place);
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
        until = end;
        cseq = number;
        start(to, begin, wanted);
    }

    /**
     * Offers the picture that stood at a moment and what its decoder needs, as fast as the viewer takes it, and stops.
     *
     * @param to as for {@link #play}
     * @param at inside the recording's window
     */
    public void show(Viewer to, Instant at) {
        halt();
        if (closed) {
            return;
        }
        until = recording.window().to();
        still = new StillPicture(at);
        start(to, at, PlaySpeed.UNPACED);
    }

    private void start(Viewer to, Instant begin, PlaySpeed wanted) {
        viewer = to;
        from = begin;
        position = begin;
        speed = wanted;
        told = false;
        discontinuity = true;
        jump();
        if (format == Subscription.Format.FRAGMENTS && maker == null) {
            maker = FragmentMaker.of(tracks.description(), allocator, fragment -> {
                Viewer now = viewer;
                if (now != null) {
                    now.offer(fragment);
                }
                fragment.release();
            });
        }
        restartMaker();
        ahead.open(recording.read(begin, wanted.mode()));
        pump();
    }

    private void jump() {
        timeline.jump(speed.paced() ? speed.scale() : Math.signum(speed.scale()));
    }

    private void restartMaker() {
        FragmentMaker made = maker;
        if (made != null) {
            made.restart();
        }
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
        still = null;
        atTheEdge = false;
        cancelTimer();
        ahead.close();
    }

    private void unreadable(Throwable failure) {
        LOG.atError().setCause(failure).log("A recording could not be read");
        end(ViewEnd.SOURCE_GONE);
    }

    private void pump() {
        try {
            playOn();
        } catch (RuntimeException broken) {
            // A broken invariant of ours: the viewer must not sit before a picture that stands for ever.
            LOG.atError().setCause(broken).addKeyValue("position", position).log("Playback broke");
            end(ViewEnd.SOURCE_GONE);
        }
    }

    private void playOn() {
        int mine = generation;
        while (mine == generation && viewer != null && !atTheEdge) {
            MediaSample next = ahead.peek();
            if (next != null) {
                if (!sendIfDue(next)) {
                    return;
                }
                continue;
            }
            MediaBatch batch = ahead.poll();
            if (batch != null) {
                take(batch);
            } else if (ahead.peek() == null) {
                return;
            }
        }
    }

    private void take(MediaBatch batch) {
        if (batch instanceof MediaBatch.Gap gap) {
            gap(gap);
        } else if (batch instanceof MediaBatch.Format format) {
            tracks.format(format.now());
        } else if (batch instanceof MediaBatch.Waiting && still == null) {
            atTheEdge = true;
            later(AT_THE_EDGE_NANOS);
        } else if (batch instanceof MediaBatch.End || batch instanceof MediaBatch.Waiting) {
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

    private void gap(MediaBatch.Gap gap) {
        StillPicture wanted = still;
        if (wanted != null && wanted.found()) {
            finish();
            return;
        }
        discontinuity = true;
        if (!keepsGaps) {
            jump();
        } else if (!timeline.anchored()) {
            long place = timeline.place(from);
            pace(place, clock.getAsLong());
            nextReportPlace = place;
        }
        restartMaker();
        int mine = generation;
        listener.gap(gap);
        if (wanted != null && mine == generation) {
            halt();
        }
    }

    /** What lies at this place of the time line is due now. */
    private void pace(long place, long now) {
        paceStart = now - place - lead;
    }

    /** @return {@code false} if the sample has to wait */
    private boolean sendIfDue(MediaSample sample) {
        Viewer to = viewer;
        if (to == null) {
            return false;
        }
        StillPicture wanted = still;
        boolean beyond = wanted == null ? !speed.backwards() && !sample.time().isBefore(until) : wanted.complete();
        if (beyond) {
            finish();
            return true;
        }
        // What comes before the position asked for is only there to be decoded: it goes out at once.
        Instant shown = !speed.backwards() && sample.time().isBefore(from) ? from : sample.time();
        long now = clock.getAsLong();
        if (!timeline.anchored()) {
            nextReportPlace = timeline.place(sample.time());
            pace(timeline.peek(shown), now);
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
            if (-early > TOO_LATE_NANOS + lead && !sample.time().isBefore(from)) {
                // A viewer that could not follow goes on from here at the right pace, it does not catch up.
                pace(timeline.peek(sample.time()), now);
            }
        }
        if (!told && !tell(to, sample, timeline.peek(shown))) {
            return false;
        }
        ahead.remove();
        if (wanted != null && tracks.isPicture(sample)) {
            wanted.sees(sample.time());
        }
        send(to, sample, now);
        return true;
    }

    /** @return {@code false} if the listener went on to something else */
    private boolean tell(Viewer to, MediaSample sample, long place) {
        told = true;
        int mine = generation;
        if (still == null) {
            listener.playing(sample.time(), place);
        }
        if (mine != generation) {
            return false;
        }
        to.started(List.of());
        return true;
    }

    private void send(Viewer to, MediaSample sample, long now) {
        try {
            if (!tracks.knows(sample)) {
                return;
            }
            long place = timeline.place(sample.time());
            if (place >= nextReportPlace && (speed.scale() == 1 || !speed.paced())) {
                nextReportPlace = place + REPORT_NANOS;
                tracks.reports(sample.time(), place, now).forEach(report -> offer(to, report));
            }
            offer(to, tracks.frame(sample, place, discontinuity, cseq, now));
            if (tracks.leads(sample)) {
                discontinuity = false;
                position = sample.time();
            }
        } finally {
            sample.data().release();
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
        Viewer last = viewer;
        if (maker != null && last != null && last.snapshot().queuedBytes() > 0) {
            // Words overtake pictures that wait: it is over only when the last one went.
            atTheEdge = true;
            later(BACKLOG_NANOS);
            return;
        }
        StillPicture wanted = still;
        if (wanted != null) {
            shown(wanted);
            return;
        }
        Viewer to = viewer;
        boolean heard = told;
        told = true;
        long now = clock.getAsLong();
        if (!heard) {
            listener.playing(null, 0);
        } else if (to != null && maker == null) {
            tracks.goodbyes(now).forEach(goodbye -> offer(to, goodbye));
        }
        if (viewer == to) {
            halt();
            position = speed.backwards() ? recording.window().from() : until;
            if (heard) {
                listener.finished();
            }
        }
    }

    private void shown(StillPicture wanted) {
        halt();
        Instant at = wanted.at();
        if (at == null) {
            listener.playing(null, 0);
        } else {
            position = at;
            listener.shown(at, timeline.peek(at), wanted.after());
        }
    }

    private void end(ViewEnd reason) {
        Viewer to = viewer;
        halt();
        if (to != null) {
            to.ended(reason);
        }
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

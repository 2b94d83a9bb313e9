package org.sharpeyes.recording.recorder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.mp4.Mp4Part;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.GapCause;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.recording.sqlite.IndexFailure;
import org.sharpeyes.recording.volume.Volume;
import org.sharpeyes.recording.volume.Volumes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records one stream by its plan. Confined to its loop, but for {@link #status} and {@link #lasting}. */
final class StreamRecorder implements FeedListener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRecorder.class);
    /** A feed that plays and brings nothing for so long is a gap already before the next picture tells. */
    private static final Duration SILENT = Duration.ofSeconds(10);
    /** Media that waited for so long before it was looked at is left out up to the next key picture: we are too slow. */
    private static final Duration TOO_LATE = Duration.ofSeconds(15);

    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(60);

    private final StreamKey stream;
    private final RecordingFeed feed;
    private final Volumes volumes;
    private final Executor loop;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Instant processStart;
    private final GapLog gaps = new GapLog();
    private final FeedMuxer muxer;
    private final SegmentCutter cutter;

    private RecordingPlan plan = RecordingPlan.off();
    private RecordingFeed.@Nullable Feed source;
    private @Nullable PreRoll preRoll;
    private Instant recordUntil = Instant.MIN;
    private Instant lastFragment = Instant.MIN;
    private Instant lastNote = Instant.MIN;
    private boolean past;
    private boolean late;
    private volatile RecordingStatus status;

    StreamRecorder(
            StreamKey stream,
            RecordingFeed feed,
            Volumes volumes,
            RecordingSettings settings,
            Executor loop,
            InstantSource clock,
            ZoneId zone,
            Instant processStart) {
        this.stream = stream;
        this.feed = feed;
        this.volumes = volumes;
        this.loop = loop;
        this.clock = clock;
        this.zone = zone;
        this.processStart = processStart;
        this.status = new RecordingStatus(RecordingStatus.State.OFF, clock.instant(), null, null);
        this.muxer = new FeedMuxer(PooledByteBufAllocator.DEFAULT, this::part);
        this.cutter = new SegmentCutter(stream, volumes, settings, gaps, muxer::clockOffset);
    }

    StreamKey stream() {
        return stream;
    }

    RecordingStatus status() {
        return status;
    }

    @Nullable
    Gap lasting(Instant now) {
        return gaps.lasting(now);
    }

    /** Takes over a plan; looks at once what it means now. */
    void plan(RecordingPlan now) {
        if (!now.equals(plan)) {
            plan = now;
            PreRoll kept = preRoll;
            if (kept != null) {
                kept.clear();
            }
            preRoll = now.mode() == RecordingPlan.Mode.EVENT ? new PreRoll(now.preRoll()) : null;
            recordUntil = Instant.MIN;
        }
        tick();
    }

    /** Something happened: keep the pre-roll, and go on recording for the post-roll. */
    void event(Instant at) {
        PreRoll kept = preRoll;
        if (kept == null) {
            return;
        }
        Instant until = at.plus(plan.postRoll());
        recordUntil = until.isAfter(recordUntil) ? until : recordUntil;
        kept.drain(cutter::fragment);
        tick();
    }

    /** Call about once a second: hours begin and end, silence becomes a gap. */
    void tick() {
        Instant now = clock.instant();
        knowThePast(now);
        boolean wanted = plan.open(LocalDateTime.ofInstant(now, zone));
        if (wanted && source == null) {
            gaps.missing(now, GapCause.CAMERA, "its stream is being opened");
            lastFragment = now;
            source = feed.open(stream, loop, this);
        } else if (!wanted && source != null) {
            stop();
        }
        if (!wanted) {
            gaps.missing(
                    now, GapCause.NOT_PLANNED, plan.mode() == RecordingPlan.Mode.OFF ? "off" : "outside its hours");
        } else if (buffering(now)) {
            cutter.stop();
            gaps.missing(now, GapCause.NOT_PLANNED, "no event");
        } else if (!gaps.any() && lastFragment.plus(SILENT).isBefore(now)) {
            cutter.interrupted();
            gaps.missing(now, GapCause.CAMERA, "it sends no pictures");
        }
        if (lastNote.plus(BETWEEN_NOTES).isBefore(now)) {
            lastNote = now;
            note(now);
        }
        status = judge(now, wanted);
    }

    private boolean buffering(Instant now) {
        return plan.mode() == RecordingPlan.Mode.EVENT && recordUntil.isBefore(now);
    }

    private RecordingStatus judge(Instant now, boolean wanted) {
        RecordingStatus.State state;
        Gap gap = gaps.lasting(now.plusMillis(1));
        if (!wanted || gap != null && gap.cause() == GapCause.NOT_PLANNED) {
            state = plan.mode() == RecordingPlan.Mode.OFF ? RecordingStatus.State.OFF : RecordingStatus.State.WAITING;
        } else {
            state = gap == null ? RecordingStatus.State.RECORDING : RecordingStatus.State.GAP;
        }
        RecordingStatus before = status;
        if (state != RecordingStatus.State.GAP) {
            return before.state() == state ? before : new RecordingStatus(state, now, null, null);
        }
        Instant since = gaps.since();
        GapCause cause = gap == null ? GapCause.UNKNOWN : gap.cause();
        String detail = gap == null ? "" : gap.detail();
        return new RecordingStatus(state, since == null ? now : since, cause, detail);
    }

    /** What lies on the volumes from before this process is where our time begins; in between, we were not there. */
    private void knowThePast(Instant now) {
        if (past) {
            return;
        }
        Optional<Instant> last = Optional.empty();
        for (Volume volume : volumes.all()) {
            try {
                Optional<Instant> here = volume.index().flatMap(index -> index.lastKnown(stream));
                last = here.isPresent() && (last.isEmpty() || here.get().isAfter(last.get())) ? here : last;
            } catch (IndexFailure unreadable) {
                LOG.atDebug()
                        .addKeyValue("volume", volume.root())
                        .setCause(unreadable)
                        .log("Index not read");
            }
        }
        if (volumes.all().stream().noneMatch(Volume::online)) {
            return;
        }
        past = true;
        if (last.isPresent() && last.get().isBefore(processStart)) {
            gaps.recordedUntil(last.get());
            gaps.missing(processStart, GapCause.SERVER, "the server was not running");
            gaps.missing(now, GapCause.CAMERA, "its stream is being opened");
        }
    }

    /** Writes lasting gaps into an index, so that their cause is known after a crash too. */
    private void note(Instant now) {
        List<Gap> open = gaps.cut(now);
        if (open.isEmpty() || gaps.recordedUntil() == null && plan.mode() == RecordingPlan.Mode.OFF) {
            return;
        }
        volumes.forWriting(stream).ifPresent(volume -> {
            var unused = volume.withIndex(index -> {
                open.forEach(gap -> index.gap(stream, gap));
                return true;
            });
        });
    }

    @Override
    public void opened(List<FeedTrack> tracks) {
        cutter.interrupted();
        if (!muxer.opened(tracks)) {
            gaps.missing(clock.instant(), GapCause.CAMERA, "it sends no H.264 or H.265 video");
        }
        cutter.soundRate(muxer.soundRate());
        LOG.atInfo()
                .addKeyValue("stream", stream)
                .addKeyValue("state", "opened")
                .log("Recorder");
    }

    @Override
    public void media(int track, ByteBuf packets, Instant arrived) {
        if (arrived.plus(TOO_LATE).isBefore(clock.instant())) {
            if (!late) {
                late = true;
                muxer.interrupted();
                cutter.interrupted();
                gaps.missing(clock.instant(), GapCause.SERVER, "the server is too busy");
            }
            return;
        }
        late = false;
        muxer.media(track, packets, arrived);
    }

    @Override
    public void report(int track, ByteBuf packet, Instant arrived) {
        muxer.report(track, packet);
    }

    @Override
    public void interrupted(GapCause cause, String detail) {
        muxer.interrupted();
        cutter.interrupted();
        gaps.missing(clock.instant(), cause, detail);
        status = judge(clock.instant(), true);
    }

    private void part(Mp4Part part) {
        if (part instanceof Mp4Part.Init init) {
            cutter.init(init);
        } else if (part instanceof Mp4Part.Fragment fragment) {
            Instant now = clock.instant();
            lastFragment = now;
            PreRoll kept = preRoll;
            if (kept != null && buffering(now)) {
                kept.add(fragment);
            } else {
                cutter.fragment(fragment);
            }
        } else {
            throw new IllegalStateException("part " + part);
        }
    }

    private void stop() {
        RecordingFeed.Feed open = source;
        if (open != null) {
            source = null;
            open.close();
            muxer.close();
            cutter.interrupted();
            PreRoll kept = preRoll;
            if (kept != null) {
                kept.clear();
            }
        }
    }

    /** Ends the segment under way; the recorder is not used any more. */
    void close() {
        stop();
        note(clock.instant());
    }
}

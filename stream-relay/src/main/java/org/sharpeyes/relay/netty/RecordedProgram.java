package org.sharpeyes.relay.netty;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.RtspRange;
import org.sharpeyes.media.rtsp.RtspStatus;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.playback.MediaBatch;
import org.sharpeyes.relay.playback.PlaySpeed;
import org.sharpeyes.relay.playback.Playback;
import org.sharpeyes.relay.playback.Recording;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.Viewer;

/** What a camera recorded, as far as a grant opens it. */
final class RecordedProgram implements Program, Playback.Listener {
    private final RtspPath.Recorded path;
    private final ViewerCredential credential;
    private final Admission.Admitted admitted;
    private final Recording recording;
    private final Playback playback;
    private final boolean absolute;
    private PlaySpeed speed = PlaySpeed.NORMAL;
    private Instant begin;
    private Instant end;
    private @Nullable RtspRange asked;
    private @Nullable Starting starting;

    /**
     * Takes over {@code recording}.
     *
     * @param replayExtension whether the viewer asked for {@code onvif-replay}
     */
    RecordedProgram(
            RelayContext context,
            EventLoop loop,
            RtspPath.Recorded path,
            ViewerCredential credential,
            Admission.Admitted admitted,
            Recording recording,
            boolean replayExtension) {
        this.path = path;
        this.credential = credential;
        this.admitted = admitted;
        this.recording = recording;
        this.absolute = replayExtension;
        this.begin = recording.window().from();
        this.end = recording.window().to();
        this.playback = new Playback(
                recording,
                Subscription.Format.RTP,
                replayExtension,
                loop,
                context.clock(),
                PooledByteBufAllocator.DEFAULT,
                context.random(),
                this);
    }

    @Override
    public RtspPath path() {
        return path;
    }

    @Override
    public ViewerCredential credential() {
        return credential;
    }

    @Override
    public Admission.Admitted admitted() {
        return admitted;
    }

    @Override
    public StreamKey stream() {
        return new StreamKey(path.camera(), StreamProfile.MAIN);
    }

    @Override
    public String grant() {
        return path.grant();
    }

    @Override
    public StreamDescription description() {
        return recording.description();
    }

    /**
     * Players that know nothing of ONVIF get the range in normal play time: FFmpeg (seen with 5.1) takes any other unit for
     * an arbitrary start, and then never comes to the end of {@code -t}.
     */
    @Override
    public List<String> sessionLines() {
        TimeWindow window = recording.window();
        RtspRange range = absolute
                ? new RtspRange.Clock(window.from(), Optional.of(window.to()))
                : new RtspRange.Npt(Optional.of(Duration.ZERO), Optional.of(window.length()));
        return List.of("s=playback", "a=range:" + range.text());
    }

    @Override
    public CompletionStage<Admission> begin() {
        return recording.begin();
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    public void play(Viewer viewer, PlayCommand command, Starting how) {
        TimeWindow window = recording.window();
        Instant wanted = command.begin(window, playback.position());
        if (wanted == null) {
            how.refused(RtspStatus.INVALID_RANGE);
            return;
        }
        starting = how;
        begin = wanted;
        asked = command.range();
        speed = command.speed(speed);
        end = command.end(window, begin);
        playback.play(viewer, begin, end, speed, command.cseq());
    }

    @Override
    public void playing(@Nullable Instant time, long place) {
        Starting waiting = starting;
        if (waiting == null) {
            return;
        }
        if (time == null) {
            waiting.refused(RtspStatus.INVALID_RANGE);
            return;
        }
        List<Start> starts = playback.starts(place).stream()
                .map(start -> new Start(start.track(), start.sequence(), start.timestamp()))
                .toList();
        Instant until = speed.scale() < 0 ? recording.window().from() : end;
        // What RTP-Info gives the time stamp of (RFC 2326 §12.33): the key frame before it has an earlier one.
        Instant from = speed.scale() >= 0 && time.isBefore(begin) ? begin : time;
        waiting.started(new Started(starts, range(from, until), String.format(Locale.ROOT, "%.3f", speed.scale())));
    }

    @Override
    public void gap(MediaBatch.Gap gap) {
        // A player of RTP sees it in the time of the packets; nothing can be said in between.
    }

    @Override
    public void shown(Instant at, long place, @Nullable Instant after) {
        throw new IllegalStateException("RTSP asks for no single pictures");
    }

    @Override
    public void finished() {
        Starting running = starting;
        if (running != null) {
            running.finished();
        }
    }

    @Override
    public void pause() {
        starting = null;
        playback.pause();
    }

    @Override
    public void close() {
        playback.close();
    }

    /** In the unit that the viewer used. */
    private String range(Instant from, Instant to) {
        Instant zero = recording.window().from();
        return asked instanceof RtspRange.Npt
                ? new RtspRange.Npt(Optional.of(Duration.between(zero, from)), Optional.of(Duration.between(zero, to)))
                        .text()
                : new RtspRange.Clock(from, Optional.of(to)).text();
    }
}

package org.sharpeyes.relay.netty;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
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
    private PlaySpeed speed = PlaySpeed.NORMAL;
    private Instant end;
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

    @Override
    public List<String> sessionLines() {
        TimeWindow window = recording.window();
        return List.of("s=playback", "a=range:" + range(window.from(), window.to()));
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
        Instant begin = command.begin(window, playback.position());
        if (begin == null) {
            how.refused(RtspStatus.INVALID_RANGE);
            return;
        }
        starting = how;
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
        waiting.started(new Started(starts, range(time, until), String.format(Locale.ROOT, "%.3f", speed.scale())));
    }

    @Override
    public void gap(MediaBatch.Gap gap) {
        // A player of RTP sees it in the time of the packets; nothing can be said in between.
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

    private static String range(Instant from, Instant to) {
        return new RtspRange.Clock(from, Optional.of(to)).text();
    }
}

package org.sharpeyes.relay.wall;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.PictureFormat;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.playback.MediaSample;
import org.sharpeyes.relay.playback.SampleFramer;
import org.sharpeyes.relay.stream.StreamHub;
import org.sharpeyes.relay.stream.StreamOpening;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.Viewer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one decoder gets of one window: the video of whatever is shown there, cut anew into packets of at most
 * {@value SampleFramer#MAX_PACKET_BYTES} bytes, with sequence numbers and time stamps that never break. Another content
 * takes over at its first key frame; until then the old one goes on. Where codec or size would change, the decoder is
 * disconnected instead: it describes anew and takes its new set-up, which those that are told in mid-stream often do not.
 *
 * <p>Confined to the decoder's event loop.
 */
public final class WallFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WallFeed.class);
    private static final int STEP = 3600;
    /** The past of a new content goes by in steps of 1 ms: a decoder shows its newest picture at once. */
    private static final int BURST_STEP = 90;

    private static final int LONGEST_STEP = 10 * VideoCodec.CLOCK_RATE;

    private final WallWindow window;
    private final WallWindows windows;
    private final StreamHub hub;
    private final Executor loop;
    private final ByteBufAllocator allocator;
    private final SampleFramer framer;
    private final String shown;
    private Runnable unwatch = () -> {};
    private @Nullable Viewer viewer;
    private @Nullable Source current;
    private @Nullable Source next;
    private int timestamp;
    private int generation;

    /**
     * @param description of the one track, as the decoder was told
     */
    public WallFeed(
            WallWindow window,
            WallWindows windows,
            StreamHub hub,
            StreamDescription description,
            Executor loop,
            ByteBufAllocator allocator,
            RandomGenerator random) {
        this.window = window;
        this.windows = windows;
        this.hub = hub;
        this.loop = loop;
        this.allocator = allocator;
        this.timestamp = random.nextInt();
        TrackDescription track = description.tracks().get(0);
        this.shown = formatOf(track);
        this.framer = new SampleFramer(0, track, random.nextInt(), random.nextInt(1 << 16), false, allocator);
    }

    /** The one track that a wall is told of a stream: its video; {@code null} if it has none that is understood. */
    public static @Nullable StreamDescription oneTrack(StreamDescription stream) {
        for (TrackDescription track : stream.tracks()) {
            if (track.video() && VideoCodec.of(track.encoding()).isPresent()) {
                return new StreamDescription(List.of(new TrackDescription(
                        TrackDescription.Kind.VIDEO, 96, track.encoding(), track.clockRate(), 1, track.format())));
            }
        }
        return null;
    }

    /** Shows the window to a viewer from now on. */
    public void play(Viewer to, StreamKey content) {
        pause();
        viewer = to;
        unwatch = windows.watch(window, loop, this::changed);
        to.started(List.of());
        changed(content);
    }

    public void pause() {
        generation++;
        unwatch.run();
        unwatch = () -> {};
        viewer = null;
        leave(current);
        leave(next);
        current = null;
        next = null;
    }

    @Override
    public void close() {
        pause();
    }

    private void changed(@Nullable StreamKey content) {
        Source now = current;
        if (viewer == null || now != null && now.stream.equals(content) && next == null) {
            return;
        }
        leave(next);
        next = null;
        if (content == null) {
            leave(now);
            current = null;
            return;
        }
        int mine = ++generation;
        hub.describe(content)
                .thenAcceptAsync(
                        opening -> {
                            if (mine == generation) {
                                opened(content, opening);
                            }
                        },
                        loop);
    }

    private void opened(StreamKey content, StreamOpening opening) {
        if (!(opening instanceof StreamOpening.Ready ready)) {
            // The old picture stays: a wall that goes dark says less than one that does not change.
            LOG.atInfo()
                    .addKeyValue("window", window)
                    .addKeyValue("stream", content)
                    .addKeyValue("cause", opening)
                    .log("Not shown on the wall");
            return;
        }
        StreamDescription description = ready.description();
        int track = videoOf(description);
        if (track < 0 || !formatOf(description.tracks().get(track)).startsWith(codecOf(shown))) {
            end(ViewEnd.FORMAT_CHANGED);
            return;
        }
        Source made = new Source(content, track, description.tracks().get(track));
        next = made;
        made.subscription = hub.attach(content, made, loop, description);
    }

    private void end(ViewEnd reason) {
        Viewer to = viewer;
        pause();
        if (to != null) {
            to.ended(reason);
        }
    }

    private static void leave(@Nullable Source source) {
        if (source != null) {
            source.leave();
        }
    }

    private static int videoOf(StreamDescription description) {
        for (int i = 0; i < description.tracks().size(); i++) {
            TrackDescription track = description.tracks().get(i);
            if (track.video() && VideoCodec.of(track.encoding()).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private static String codecOf(String format) {
        return format.split(" ", 2)[0];
    }

    /** Codec and size as text, as far as a description says it. */
    private static String formatOf(TrackDescription track) {
        VideoCodec codec = VideoCodec.of(track.encoding()).orElseThrow();
        return formatOf(codec, ParameterSets.ofFormatParameters(codec, parameters(track.format())));
    }

    private static String formatOf(VideoCodec codec, ParameterSets sets) {
        Optional<PictureFormat> format = sets.pictureFormat();
        return codec + format.map(one -> " " + one.width() + "x" + one.height()).orElse("");
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

    /** One content, attached to its stream. */
    private final class Source implements Viewer {
        private final StreamKey stream;
        private final int track;
        private final Depacketizer depacketizer;
        private @Nullable Subscription subscription;
        private boolean bursting;
        private boolean gone;
        private boolean waitsForKey = true;
        private long lastStamp;
        private long arrivedNanos;

        Source(StreamKey stream, int track, TrackDescription description) {
            this.stream = stream;
            this.track = track;
            VideoCodec codec = VideoCodec.of(description.encoding()).orElseThrow();
            this.depacketizer = new Depacketizer(
                    codec, ParameterSets.ofFormatParameters(codec, parameters(description.format())), allocator);
        }

        void leave() {
            if (!gone) {
                gone = true;
                Subscription running = subscription;
                if (running != null) {
                    running.cancel();
                }
                depacketizer.close();
            }
        }

        @Override
        public void started(List<Picture> burst) {
            bursting = true;
            burst.forEach(this::offer);
            bursting = false;
        }

        @Override
        public void offer(Picture picture) {
            if (gone || picture.track() != track || picture.kind() == Picture.Kind.CONTROL) {
                return;
            }
            arrivedNanos = picture.arrivedNanos();
            ByteBuf framed = picture.buffer();
            int at = framed.readerIndex();
            while (!gone && at + 4 <= framed.writerIndex()) {
                int length = framed.getUnsignedShort(at + 2);
                depacketizer.push(framed.slice(at + 4, length), this::unit);
                at += 4 + length;
            }
        }

        private void unit(AccessUnit unit) {
            try {
                Viewer to = viewer;
                waitsForKey |= unit.afterLoss();
                if (gone || to == null || waitsForKey && !unit.keyFrame()) {
                    return;
                }
                waitsForKey = false;
                if (this == next) {
                    takeOver();
                }
                if (unit.keyFrame() && !shown.isEmpty() && !sameFormat(unit)) {
                    end(ViewEnd.FORMAT_CHANGED);
                    return;
                }
                send(to, unit);
            } finally {
                unit.release();
            }
        }

        private void takeOver() {
            WallFeed.leave(current);
            current = this;
            next = null;
            lastStamp = Long.MIN_VALUE;
        }

        private boolean sameFormat(AccessUnit unit) {
            String now = formatOf(unit.codec(), unit.parameterSets());
            return now.equals(shown) || !shown.contains(" ") && now.startsWith(shown);
        }

        private void send(Viewer to, AccessUnit unit) {
            long step = lastStamp == Long.MIN_VALUE ? STEP : unit.timestamp() - lastStamp;
            lastStamp = unit.timestamp();
            if (bursting) {
                step = BURST_STEP;
            } else if (Math.abs(step) > LONGEST_STEP) {
                step = STEP;
            }
            timestamp += (int) step;
            MediaSample sample = new MediaSample(0, Instant.EPOCH, unit.keyFrame(), unit.data());
            Picture.Kind kind = unit.keyFrame() ? Picture.Kind.KEY : Picture.Kind.DELTA;
            Picture picture = framer.frame(sample, timestamp, kind, false, 0, arrivedNanos);
            to.offer(picture);
            picture.release();
        }

        @Override
        public void restarted() {
            waitsForKey = true;
        }

        @Override
        public void ended(ViewEnd reason) {
            gone = true;
            depacketizer.close();
            if (this == current) {
                end(reason);
            } else if (this == next) {
                next = null;
            }
        }

        @Override
        public ViewerSnapshot snapshot() {
            Viewer to = viewer;
            if (to == null) {
                throw new IllegalStateException("a wall without a decoder");
            }
            return to.snapshot();
        }
    }
}

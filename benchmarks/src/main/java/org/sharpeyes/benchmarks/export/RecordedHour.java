package org.sharpeyes.benchmarks.export;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.mp4.FragmentedMp4Writer;
import org.sharpeyes.media.mp4.Mp4Part;
import org.sharpeyes.media.mp4.Mp4Settings;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.volume.SegmentWriter;
import org.sharpeyes.recording.volume.Volume;
import org.sharpeyes.recording.volume.Volumes;

/** A volume filled through the recorder's own writer: 25 pictures a second, a key frame every two seconds. */
final class RecordedHour implements AutoCloseable {
    private static final ParameterSets SETS = ParameterSets.ofFormatParameters(
            VideoCodec.H264, Map.of("sprop-parameter-sets", "Z00AH+kAoAt2AtQEBAUAAAMAAQAAAwAUjxgx,aO48gA=="));
    private static final int RATE = 25;
    private static final int KEY_EVERY = 2 * RATE;
    private static final int FILE_SECONDS = 60;
    private static final long MOST_WAITING = 64L << 20;

    private final Volumes volumes;
    private final RecordingLibrary library;

    RecordedHour(Path folder) throws IOException, InterruptedException {
        RecordingSettings settings = RecordingSettings.defaults(
                List.of(new RecordingSettings.VolumeSettings(folder.resolve("volume"), 1L << 40, 0)));
        volumes = Volumes.start(settings, folder.resolve("known-volumes"), InstantSource.system());
        until(() -> volumes.all().get(0).online());
        library = new RecordingLibrary(volumes, (stream, now) -> null, InstantSource.system());
    }

    RecordingLibrary library() {
        return library;
    }

    void record(StreamKey stream, Instant from, int seconds, int bitsPerSecond) throws InterruptedException {
        int size = bitsPerSecond / 8 / RATE;
        byte[] noise = new byte[size];
        new Random(7).nextBytes(noise);
        Volume volume = volumes.all().get(0);
        Files files = new Files(volume, stream);
        FragmentedMp4Writer writer =
                new FragmentedMp4Writer(Mp4Settings.recording(), new UnpooledByteBufAllocator(false));
        for (int i = 0; i < seconds * RATE; i++) {
            boolean key = i % KEY_EVERY == 0;
            ByteBuf data = UnpooledByteBufAllocator.DEFAULT.buffer(size + 5);
            data.writeInt(size + 1).writeByte(key ? 0x65 : 0x41).writeBytes(noise);
            long ticks = (long) i * VideoCodec.CLOCK_RATE / RATE;
            writer.push(
                    new AccessUnit(VideoCodec.H264, data, key, ticks, SETS, false, false),
                    from.toEpochMilli() + i * 1_000L / RATE,
                    files::take);
            if (key) {
                until(() -> volume.queuedBytes() < MOST_WAITING);
            }
        }
        writer.flush(files::take);
        writer.close();
        files.close();
        until(() -> volume.queuedBytes() == 0 && volume.openSegments(stream).isEmpty());
    }

    private static void until(BooleanSupplier reached) throws InterruptedException {
        while (!reached.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static final class Files {
        private final Volume volume;
        private final StreamKey stream;
        private @Nullable SegmentWriter writer;
        private Mp4Part.@Nullable Init init;

        Files(Volume volume, StreamKey stream) {
            this.volume = volume;
            this.stream = stream;
        }

        void take(Mp4Part part) {
            if (part instanceof Mp4Part.Init fresh) {
                init = fresh;
            } else if (part instanceof Mp4Part.Fragment fragment) {
                Instant start = Instant.ofEpochMilli(fragment.wallMillis());
                SegmentWriter current = writer;
                boolean full = current != null
                        && Duration.between(current.start(), start).toSeconds() >= FILE_SECONDS;
                if (current == null || (full && fragment.startsWithKeyFrame())) {
                    close();
                    Mp4Part.Init head = Objects.requireNonNull(init);
                    current = Objects.requireNonNull(volume.begin(
                            stream,
                            start,
                            new Mp4Part.Init(head.data().copy(), head.codecs(), head.format()),
                            Duration.ZERO,
                            null));
                    writer = current;
                }
                if (!current.append(fragment)) {
                    throw new IllegalStateException(String.valueOf(current.failure()));
                }
            }
        }

        void close() {
            if (writer != null) {
                writer.close();
                writer = null;
            }
        }
    }

    @Override
    public void close() {
        volumes.close();
    }
}

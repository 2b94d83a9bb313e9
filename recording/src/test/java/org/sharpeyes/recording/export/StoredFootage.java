package org.sharpeyes.recording.export;

import static org.awaitility.Awaitility.await;

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

/** A volume on disk, filled as the recorder fills it: 25 pictures a second, a key frame each second, files of a minute. */
public final class StoredFootage implements AutoCloseable {
    private static final ParameterSets SETS = ParameterSets.ofFormatParameters(
            VideoCodec.H264, Map.of("sprop-parameter-sets", "Z00AH+kAoAt2AtQEBAUAAAMAAQAAAwAUjxgx,aO48gA=="));
    private static final int RATE = 25;
    private static final int TICKS = VideoCodec.CLOCK_RATE / RATE;
    private static final int FILE_SECONDS = 60;

    public final Volumes volumes;
    public final RecordingLibrary library;
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    public StoredFootage(Path folder) throws IOException {
        RecordingSettings settings = RecordingSettings.defaults(
                List.of(new RecordingSettings.VolumeSettings(folder.resolve("volume"), 1L << 40, 0)));
        volumes = Volumes.start(settings, folder.resolve("known"), InstantSource.system());
        await().atMost(Duration.ofSeconds(60)).until(() -> volumes.all().get(0).online());
        library = new RecordingLibrary(volumes, (stream, now) -> null, InstantSource.system());
    }

    /** One unbroken run of the recorder. */
    public void record(StreamKey stream, Instant from, int seconds, int pictureBytes) {
        Volume volume = volumes.all().get(0);
        byte[] noise = new byte[pictureBytes];
        new Random(stream.hashCode()).nextBytes(noise);
        Files files = new Files(volume, stream);
        FragmentedMp4Writer writer = new FragmentedMp4Writer(Mp4Settings.recording(), allocator);
        for (int i = 0; i < seconds * RATE; i++) {
            boolean key = i % RATE == 0;
            ByteBuf data = allocator.buffer(pictureBytes + 5);
            data.writeInt(pictureBytes + 1).writeByte(key ? 0x65 : 0x41).writeBytes(noise);
            writer.push(
                    new AccessUnit(VideoCodec.H264, data, key, (long) i * TICKS, SETS, false, false),
                    from.toEpochMilli() + i * 1_000L / RATE,
                    files::take);
        }
        writer.flush(files::take);
        writer.close();
        files.close();
        await().atMost(Duration.ofMinutes(5)).until(() -> volume.queuedBytes() == 0);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> volume.openSegments(stream).isEmpty());
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
                return;
            }
            Mp4Part.Fragment fragment = (Mp4Part.Fragment) part;
            Instant start = Instant.ofEpochMilli(fragment.wallMillis());
            SegmentWriter current = writer;
            if (current == null
                    || fragment.startsWithKeyFrame()
                            && Duration.between(current.start(), start).toSeconds() >= FILE_SECONDS) {
                close();
                Mp4Part.Init head = Objects.requireNonNull(init);
                await().atMost(Duration.ofMinutes(1)).until(() -> volume.queuedBytes() < 32 << 20);
                current = Objects.requireNonNull(volume.begin(
                        stream,
                        start,
                        new Mp4Part.Init(head.data().copy(), head.codecs(), head.format()),
                        Duration.ofMillis(-420),
                        null));
                writer = current;
            }
            if (!current.append(fragment)) {
                throw new IllegalStateException(String.valueOf(current.failure()));
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

package org.sharpeyes.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sharpeyes.media.video.AnnexB;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.Packetizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;

/** The way stream → RTP → access units → fMP4 loses no picture and changes no order: ffmpeg decodes both ends. */
@Tag("slow")
class FrameHashTest {
    private static final String FOLDER = "/org/sharpeyes/media/streams/";
    private static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false, true);

    @TempDir
    Path folder;

    @BeforeAll
    static void ffmpegIsHere() {
        boolean here = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(one -> Files.isExecutable(Path.of(one, "ffmpeg")));
        assumeTrue(here, "ffmpeg is not installed");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = FrameHashTest.class.getResourceAsStream(FOLDER + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /** Hashes of the decoded pictures, in the order in which they are shown. Any warning of ffmpeg fails the test. */
    private static List<String> hashes(Path file) throws IOException, InterruptedException {
        String output = run("ffmpeg", "-v", "error", "-i", file.toString(), "-vsync", "0", "-f", "framemd5", "-");
        List<String> hashes = new ArrayList<>();
        for (String line : output.split("\n", -1)) {
            if (!line.startsWith("#") && !line.isBlank()) {
                assertThat(line).as("complaint").contains(",");
                hashes.add(line.substring(line.lastIndexOf(',') + 1).strip());
            }
        }
        return hashes;
    }

    /** What the writer makes of a stream; each initialisation segment begins a file. */
    private List<Path> write(String name, Mp4Settings settings) throws IOException {
        VideoCodec codec = name.endsWith("h265") ? VideoCodec.H265 : VideoCodec.H264;
        List<List<ByteBuf>> pictures = AnnexB.pictures(codec, Unpooled.wrappedBuffer(resource(name)));
        List<Long> times = times(name, pictures.size());
        Packetizer packetizer = new Packetizer(codec, 96, 1, 65_000, 1400, true, ALLOCATOR);
        Depacketizer depacketizer = new Depacketizer(codec, ParameterSets.none(codec), ALLOCATOR);
        FragmentedMp4Writer writer = new FragmentedMp4Writer(settings, ALLOCATOR);
        List<ByteBuf> files = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            // Begins shortly before the wrap of RTP time stamps.
            int timestamp = (int) (times.get(i) - 50_000);
            packetizer.packetize(pictures.get(i), timestamp, packet -> {
                depacketizer.push(packet, unit -> writer.push(unit, 1_700_000_000_123L, part -> append(part, files)));
                packet.release();
            });
        }
        depacketizer.flush(unit -> writer.push(unit, 1_700_000_000_123L, part -> append(part, files)));
        writer.flush(part -> append(part, files));
        writer.close();
        depacketizer.close();
        assertThat(writer.skipped()).isZero();
        List<Path> paths = new ArrayList<>();
        for (ByteBuf file : files) {
            Path path = folder.resolve(name + "-" + settings.atOnce() + "-" + paths.size() + ".mp4");
            byte[] bytes = new byte[file.readableBytes()];
            file.readBytes(bytes);
            paths.add(Files.write(path, bytes));
            file.release();
        }
        assertThat(ALLOCATOR.metric().usedHeapMemory()).as("all released").isZero();
        return paths;
    }

    private static List<Long> times(String name, int count) throws IOException {
        List<Long> times = new ArrayList<>();
        if (name.startsWith("bframes")) {
            new String(resource(name + ".pts"), StandardCharsets.US_ASCII)
                    .lines()
                    .forEach(line -> times.add(Long.valueOf(line)));
        } else {
            for (int i = 0; i < count; i++) {
                times.add(6000L * i);
            }
        }
        return times;
    }

    private static void append(Mp4Part part, List<ByteBuf> files) {
        if (part instanceof Mp4Part.Init) {
            files.add(ALLOCATOR.buffer());
        }
        files.get(files.size() - 1).writeBytes(part.data());
        part.data().release();
    }

    @ParameterizedTest
    @CsvSource({
        "plain.h264, 30",
        "slices.h264, 30",
        "bframes.h264, 30",
        "cropped.h264, 20",
        "plain.h265, 30",
        "bframes.h265, 30"
    })
    void everyPictureIsDecodedAsFromTheSource(String name, int count) throws IOException, InterruptedException {
        Path source = Files.write(folder.resolve(name), resource(name));
        List<String> expected = hashes(source);
        assertThat(expected).hasSize(count);
        for (Mp4Settings settings : List.of(Mp4Settings.live(), Mp4Settings.recording())) {
            List<Path> written = write(name, settings);
            assertThat(written).hasSize(1);
            assertThat(hashes(written.get(0))).as(name + " " + settings).isEqualTo(expected);
        }
    }

    @Test
    void aChangeOfSizeBeginsANewDescription() throws IOException, InterruptedException {
        List<Path> written = write("resize.h264", Mp4Settings.recording());
        assertThat(written).hasSize(2);
        assertThat(hashes(written.get(0)))
                .isEqualTo(hashes(Files.write(folder.resolve("a.h264"), resource("plain.h264"))));
        assertThat(hashes(written.get(1)))
                .isEqualTo(hashes(Files.write(folder.resolve("b.h264"), resource("cropped.h264"))));
    }

    @ParameterizedTest
    @CsvSource({"plain.h264", "bframes.h264", "plain.h265", "bframes.h265"})
    void timesRiseAndDurationsAreExact(String name) throws IOException, InterruptedException {
        for (Mp4Settings settings : List.of(Mp4Settings.live(), Mp4Settings.recording())) {
            Path file = write(name, settings).get(0);
            String output = run(
                    "ffprobe",
                    "-v",
                    "error",
                    "-show_entries",
                    "packet=dts,pts,duration",
                    "-of",
                    "csv=p=0",
                    file.toString());
            long last = Long.MIN_VALUE;
            List<Long> shown = new ArrayList<>();
            int line = 0;
            for (String packet : output.strip().split("\n", -1)) {
                String[] fields = packet.split(",", -1);
                long pts = Long.parseLong(fields[0]);
                long dts = Long.parseLong(fields[1]);
                assertThat(dts).as(packet).isGreaterThan(last);
                if (line > 0) {
                    assertThat(dts - last).as(name + " line " + line).isEqualTo(6000);
                }
                last = dts;
                shown.add(pts);
                line++;
            }
            List<Long> sorted = shown.stream().sorted().toList();
            for (int i = 1; i < sorted.size(); i++) {
                assertThat(sorted.get(i) - sorted.get(i - 1)).isEqualTo(6000);
            }
        }
    }
}

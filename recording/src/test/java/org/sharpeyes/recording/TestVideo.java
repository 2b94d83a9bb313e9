package org.sharpeyes.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.media.video.AnnexB;
import org.sharpeyes.media.video.Packetizer;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.recording.recorder.FeedTrack;

/** A short film that ffmpeg makes, as pictures and as framed RTP packets. Loops without a seam: it begins with a key picture. */
public final class TestVideo {
    public static final int FRAMES_PER_SECOND = 25;
    public static final int TICKS = 90_000 / FRAMES_PER_SECOND;
    private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

    public final VideoCodec codec;
    public final Path file;
    private final List<List<ByteBuf>> pictures;

    private TestVideo(VideoCodec codec, Path file, List<List<ByteBuf>> pictures) {
        this.codec = codec;
        this.file = file;
        this.pictures = pictures;
    }

    /**
     * @param seconds of the film
     * @param gop pictures from one key picture to the next
     * @param kilobits a second; 0: what a small quality takes
     */
    public static TestVideo make(Path folder, VideoCodec codec, int seconds, int gop, int kilobits)
            throws IOException, InterruptedException {
        Path file = folder.resolve("film-" + seconds + "-" + gop + "-" + kilobits + "." + codec.name());
        if (Files.notExists(file)) {
            List<String> command = new ArrayList<>(List.of(
                    "ffmpeg",
                    "-v",
                    "error",
                    "-f",
                    "lavfi",
                    "-i",
                    "testsrc2=size=320x240:rate=" + FRAMES_PER_SECOND,
                    "-t",
                    Integer.toString(seconds),
                    "-pix_fmt",
                    "yuv420p",
                    "-bf",
                    "0",
                    "-g",
                    Integer.toString(gop)));
            if (codec == VideoCodec.H264) {
                command.addAll(List.of(
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-x264-params",
                        "keyint=" + gop + ":min-keyint=" + gop + ":scenecut=0:nal-hrd="
                                + (kilobits > 0 ? "cbr:filler=1" : "none"),
                        "-f",
                        "h264"));
            } else {
                command.addAll(List.of(
                        "-c:v",
                        "libx265",
                        "-preset",
                        "ultrafast",
                        "-x265-params",
                        "log-level=none:bframes=0:scenecut=0:keyint=" + gop + ":min-keyint=" + gop,
                        "-f",
                        "hevc"));
            }
            if (kilobits > 0) {
                command.addAll(List.of("-b:v", kilobits + "k", "-maxrate", kilobits + "k", "-bufsize", kilobits + "k"));
            }
            command.add(file.toString());
            run(command.toArray(String[]::new));
        }
        return read(codec, file);
    }

    public static TestVideo read(VideoCodec codec, Path file) throws IOException {
        return new TestVideo(codec, file, AnnexB.pictures(codec, Unpooled.wrappedBuffer(Files.readAllBytes(file))));
    }

    public int pictures() {
        return pictures.size();
    }

    public List<FeedTrack> tracks() {
        return List.of(new FeedTrack(FeedTrack.Kind.VIDEO, codec.name(), VideoCodec.CLOCK_RATE, 1, Map.of()));
    }

    /** Hands out pictures one after the other, for ever, as framed RTP packets. */
    public final class Sender {
        private final Packetizer packetizer = new Packetizer(codec, 96, 1, 1, 1400, true, ALLOCATOR);
        private long next;

        /** The next picture; the caller releases it. */
        public ByteBuf next() {
            ByteBuf framed = ALLOCATOR.buffer();
            List<ByteBuf> units = pictures.get((int) (next % pictures.size()));
            packetizer.packetize(units, (int) (next * TICKS), packet -> {
                framed.writeByte('$')
                        .writeByte(0)
                        .writeShort(packet.readableBytes())
                        .writeBytes(packet);
                packet.release();
            });
            next++;
            return framed;
        }

        /** Leaves pictures out, as a source that was away for a while. */
        public void skip(long count) {
            next += count;
        }

        public long sent() {
            return next;
        }
    }

    public Sender sender() {
        return new Sender();
    }

    /** Hashes of the decoded pictures in the order in which they are shown; a complaint of ffmpeg fails. */
    public static List<String> hashes(Path file) throws IOException, InterruptedException {
        String output = run(
                "ffmpeg", "-v", "error", "-i", file.toString(), "-map", "0:v", "-vsync", "0", "-f", "framemd5", "-");
        List<String> hashes = new ArrayList<>();
        for (String line : output.split("\n", -1)) {
            if (!line.startsWith("#") && !line.isBlank()) {
                assertThat(line).as("complaint of ffmpeg").contains(",");
                hashes.add(line.substring(line.lastIndexOf(',') + 1).strip());
            }
        }
        return hashes;
    }

    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}

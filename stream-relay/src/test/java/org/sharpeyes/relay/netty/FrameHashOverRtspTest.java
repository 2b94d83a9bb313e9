package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.OpenDoor;
import org.sharpeyes.relay.RecordedVideo;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.StreamSnapshot;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.UpstreamListener;

/** What ffmpeg decodes of our RTSP is picture for picture what it decodes of the source: exact frames, in order. */
@Tag("slow")
class FrameHashOverRtspTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void bFramesComeThrough(String transport) throws Exception {
        assertSame(encoded("b", "160x120", 25, 60, "-g", "30", "-bf", "3", "-b_strategy", "0"), 25, transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void manySlicesComeThrough(String transport) throws Exception {
        assertSame(encoded("s", "320x240", 25, 60, "-g", "30", "-bf", "0", "-x264-params", "slices=6"), 25, transport);
    }

    @Test
    void aGroupOfTwoMinutesAtOnePictureASecondComesThrough() throws Exception {
        assertSame(encoded("l", "160x120", 1, 130, "-g", "120", "-bf", "0", "-sc_threshold", "0"), 1, "tcp");
    }

    @Test
    void aChangeOfSizeInTheMiddleComesThrough() throws Exception {
        Path small = encoded("c1", "160x120", 25, 30, "-g", "15", "-bf", "0");
        Path large = encoded("c2", "320x240", 25, 30, "-g", "15", "-bf", "0");
        Path both = folder.resolve("both.h264");
        Files.write(both, Files.readAllBytes(small));
        Files.write(both, Files.readAllBytes(large), StandardOpenOption.APPEND);
        assertSame(both, 25, "tcp");
    }

    private void assertSame(Path source, int rate, String transport) throws Exception {
        RecordedVideo video = RecordedVideo.of(source);
        List<String> expected = md5s(List.of("-r", Integer.toString(rate), "-i", source.toString()));
        assertThat(expected).as("pictures of the source").hasSize(video.pictures());
        OpenDoor door = new OpenDoor();
        try (FileCamera camera = new FileCamera(video, presentation(source, rate), 90_000 / rate);
                RelayServer server = RelayServer.start(
                        RtspServerSettings.defaults().withListener("127.0.0.1", 0),
                        RelaySettings.defaults(),
                        camera,
                        door,
                        door,
                        InstantSource.system())) {
            camera.startWhenWatched(server);
            String address = "rtsp://127.0.0.1:" + server.address().getPort() + "/live/"
                    + new CameraId(UUID.randomUUID()) + "/main?ticket=good";
            List<String> seen = md5s(List.of(
                    "-rtsp_transport", transport, "-i", address, "-frames:v", Integer.toString(expected.size())));
            assertThat(seen).isEqualTo(expected);
        }
    }

    private Path encoded(String name, String size, int rate, int pictures, String... options) throws Exception {
        Path file = folder.resolve(name + ".h264");
        List<String> command = new ArrayList<>(List.of(
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=" + size + ":rate=" + rate,
                "-frames:v",
                Integer.toString(pictures),
                "-c:v",
                "libx264",
                "-pix_fmt",
                "yuv420p"));
        command.addAll(List.of(options));
        command.add(file.toString());
        assertThat(run(command)).isEmpty();
        return file;
    }

    /** For each picture in decoding order its place in presentation order: RTP says it, a file with start codes does not. */
    private List<Integer> presentation(Path source, int rate) throws Exception {
        Path timed = folder.resolve("timed.mp4");
        run(List.of(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-r",
                Integer.toString(rate),
                "-i",
                source.toString(),
                "-c",
                "copy",
                timed.toString()));
        List<Integer> order = new ArrayList<>();
        for (String line : run(List.of(
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "packet=pts_time",
                        "-of",
                        "csv=p=0",
                        timed.toString()))
                .split("\n")) {
            if (!line.isBlank()) {
                order.add((int)
                        Math.round(Double.parseDouble(line.replace(",", "").strip()) * rate));
            }
        }
        return order;
    }

    private static List<String> md5s(List<String> input) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error"));
        command.addAll(input);
        command.addAll(List.of("-vsync", "passthrough", "-sws_flags", "bitexact", "-f", "framemd5", "-"));
        List<String> md5s = new ArrayList<>();
        for (String line : run(command).split("\n")) {
            if (!line.startsWith("#") && !line.isBlank()) {
                assertThat(line).as("a line of framemd5").contains(",");
                md5s.add(line.substring(line.lastIndexOf(',') + 1).strip());
            }
        }
        return md5s;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread limit = new Thread(() -> {
            try {
                if (!process.waitFor(90, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException done) {
                Thread.currentThread().interrupt();
            }
        });
        limit.setDaemon(true);
        limit.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    /** Sends the pictures of a file over and over, the first of them when somebody watches. */
    private static final class FileCamera implements CameraStreams, AutoCloseable {
        private static final int PACE_MILLIS = 10;

        private final RecordedVideo video;
        private final List<Integer> presentation;
        private final int ticks;
        private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
        private int picture;
        private int sequence = 65_000;
        private volatile boolean watched;

        FileCamera(RecordedVideo video, List<Integer> presentation, int ticks) {
            this.video = video;
            this.presentation = presentation;
            this.ticks = ticks;
        }

        void startWhenWatched(RelayServer server) {
            pacer.scheduleAtFixedRate(
                    () -> server.snapshot().thenAccept(streams -> watched |= viewers(streams) > 0),
                    50,
                    50,
                    TimeUnit.MILLISECONDS);
        }

        private static int viewers(List<StreamSnapshot> streams) {
            return streams.stream().mapToInt(one -> one.viewers().size()).sum();
        }

        @Override
        public Upstream open(StreamKey stream, Executor owner, UpstreamListener listener) {
            owner.execute(() -> listener.opened(new StreamDescription(List.of(video.track()))));
            var pacing = pacer.scheduleAtFixedRate(
                    () -> send(owner, listener), PACE_MILLIS, PACE_MILLIS, TimeUnit.MILLISECONDS);
            return new Upstream() {
                @Override
                public void requestKeyFrame() {
                    // The file has its key frames where it has them.
                }

                @Override
                public void close() {
                    pacing.cancel(false);
                    owner.execute(() -> listener.closed(new UpstreamFailure(UpstreamFailure.Kind.CLOSED, "closed")));
                }
            };
        }

        private void send(Executor owner, UpstreamListener listener) {
            if (!watched) {
                return;
            }
            int round = picture / video.pictures();
            int place = presentation.get(picture % video.pictures()) + round * video.pictures();
            List<ByteBuf> packets = video.packets(picture, sequence, place * ticks, 0x7777);
            picture++;
            sequence += packets.size();
            owner.execute(() -> packets.forEach(packet -> {
                listener.packet(0, packet);
                packet.release();
            }));
        }

        @Override
        public void close() {
            pacer.shutdownNow();
        }
    }
}

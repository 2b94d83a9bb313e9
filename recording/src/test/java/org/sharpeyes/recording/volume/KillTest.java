package org.sharpeyes.recording.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.RecorderProcess;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.TestLibrary;
import org.sharpeyes.recording.TestVideo;

/** A recorder that is killed loses at most the fragment under way, and leaves files and an index that agree. */
class KillTest {
    private static final int CAMERAS = 6;
    /** The fragment that was being gathered, and one on its way to the disk. */
    private static final int MOST_LOST = 2 * TestVideo.FRAMES_PER_SECOND;

    @TempDir
    Path folder;

    private int mostLost;
    private int leastWritten = Integer.MAX_VALUE;

    @Test
    @Tag("slow")
    void twentyKillsLoseAtMostTheFragmentUnderWay() throws Exception {
        kill(20);
    }

    @Test
    @Tag("soak")
    @Tag("soak-recording-kills")
    void aHundredKillsLoseAtMostTheFragmentUnderWay() throws Exception {
        kill(100);
    }

    private void kill(int times) throws Exception {
        TestVideo film = TestVideo.make(folder, VideoCodec.H264, 4, 50, 1000);
        Random random = new Random(7);
        for (int i = 0; i < times; i++) {
            Path counts = folder.resolve("counts");
            Files.deleteIfExists(counts);
            Instant start = Instant.now();
            Process process = start(film, counts);
            try {
                await().atMost(Duration.ofSeconds(60)).until(() -> sent(counts, 0) > 30);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
            } finally {
                process.destroyForcibly().waitFor();
            }
            check(counts, start);
        }
        everyFilePlays();
        System.out.println("kills=" + times + " cameras=" + CAMERAS + " most-pictures-lost=" + mostLost
                + " least-pictures-written=" + leastWritten);
    }

    private Process start(TestVideo film, Path counts) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecorderProcess.class.getName(),
                        folder.toString(),
                        Integer.toString(CAMERAS),
                        film.file.toString(),
                        counts.toString(),
                        Long.toString(1L << 30))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("recorder.log").toFile())
                .start();
    }

    private static long sent(Path counts, int camera) throws IOException {
        byte[] bytes = Files.exists(counts) ? Files.readAllBytes(counts) : new byte[0];
        return bytes.length < (camera + 1) * 8 ? 0 : ByteBuffer.wrap(bytes).getLong(camera * 8);
    }

    private void check(Path counts, Instant start) throws Exception {
        InstantSource clock = InstantSource.system();
        RecordingSettings settings = RecordingSettings.defaults(
                List.of(new RecordingSettings.VolumeSettings(folder.resolve("v1"), 1L << 30, 0)));
        try (Volumes volumes = Volumes.start(settings, folder.resolve("known-volumes"), clock)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> volumes.all().stream().allMatch(Volume::online));
            RecordingLibrary library = new RecordingLibrary(volumes, (stream, now) -> null, clock);
            for (int camera = 0; camera < CAMERAS; camera++) {
                Footage footage = library.find(
                        TestLibrary.stream(camera),
                        new TimeWindow(start, Instant.now().plusSeconds(5)));
                int written = 0;
                for (Segment segment : footage.segments()) {
                    for (Fragment fragment : library.fragments(segment.id())) {
                        written += fragment.pictures();
                    }
                }
                int lost = (int) sent(counts, camera) - written;
                mostLost = Math.max(mostLost, lost);
                leastWritten = Math.min(leastWritten, written);
                assertThat(lost).as("pictures lost of camera " + camera).isLessThanOrEqualTo(MOST_LOST);
            }
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = RecordingsCommand.run(List.of("check", folder.resolve("v1").toString()), new PrintStream(said));
        assertThat(code).as(said.toString()).isZero();
    }

    private void everyFilePlays() throws Exception {
        List<String> files = new ArrayList<>(Recovery.files(folder.resolve("v1"), java.util.Set.of()));
        assertThat(files).isNotEmpty();
        for (String file : files) {
            String probed = TestVideo.run(
                    "ffprobe",
                    "-v",
                    "error",
                    "-show_entries",
                    "stream=codec_name",
                    "-of",
                    "csv=p=0",
                    folder.resolve("v1").resolve(file).toString());
            assertThat(probed.strip()).as(file).isEqualTo("h264");
        }
    }
}

package org.sharpeyes.recording.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.TestLibrary;
import org.sharpeyes.recording.TestVideo;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.recording.sqlite.SegmentIndex;
import org.sharpeyes.testkit.ManualClock;

/** Files that a power cut shortened and rows that it took are made to agree again. */
@Tag("slow")
class RecoveryTest {
    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
    private static final StreamKey STREAM = TestLibrary.stream(1);

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(START);

    private TestLibrary open() throws Exception {
        TestVideo film = TestVideo.make(folder, VideoCodec.H264, 4, 50, 0);
        RecordingSettings usual = RecordingSettings.defaults(
                List.of(new RecordingSettings.VolumeSettings(folder.resolve("v1"), 1L << 30, 0)));
        return new TestLibrary(
                folder,
                film,
                clock,
                new RecordingSettings(
                        usual.volumes(),
                        Duration.ofSeconds(10),
                        usual.longestSegment(),
                        usual.sweep(),
                        usual.retry(),
                        usual.hang(),
                        usual.queueBytes(),
                        1,
                        usual.whenFull()));
    }

    private Path v1() {
        return folder.resolve("v1");
    }

    private String check(String command) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = RecordingsCommand.run(List.of(command, v1().toString()), new PrintStream(said));
        return code + " " + said;
    }

    @Test
    void filesCutAnywhereAndRowsLostAreFoundAndMended() throws Exception {
        try (TestLibrary site = open()) {
            site.plan(STREAM, RecordingPlan.continuous());
            site.feed.play(STREAM, Duration.ofSeconds(60));
        }
        assertThat(check("check")).startsWith("0 OK");
        Random random = new Random(11);
        for (int round = 0; round < 12; round++) {
            List<String> files = Recovery.files(v1(), Set.of());
            Path cut = v1().resolve(files.get(random.nextInt(files.size())));
            try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
                channel.truncate((long) (channel.size() * random.nextDouble()));
            }
            // The rows of this file and of another are lost, as with the end of a write-ahead log.
            String lost = files.get(random.nextInt(files.size()));
            try (SegmentIndex index = SegmentIndex.open(v1().resolve(Volume.INDEX))) {
                for (String path : List.of(v1().relativize(cut).toString(), lost)) {
                    index.discard(List.of(path));
                    index.unlinked(List.of(path));
                }
            }
            assertThat(check("check")).startsWith("1");
            open().close();
            assertThat(check("check")).as("round " + round).startsWith("0 OK");
        }
        List<String> files = Recovery.files(v1(), Set.of());
        for (String file : files) {
            assertThat(TestVideo.hashes(v1().resolve(file))).isNotEmpty();
        }
    }

    @Test
    void aLostOrBrokenIndexIsMadeAgainFromTheFiles() throws Exception {
        TimeWindow window = new TimeWindow(START, START.plusSeconds(30));
        List<?> before;
        try (TestLibrary site = open()) {
            site.plan(STREAM, RecordingPlan.continuous());
            site.feed.play(STREAM, Duration.ofSeconds(30));
            site.recorders.close();
            site.settle();
            before = site.library.find(STREAM, window).segments();
        }
        Files.write(v1().resolve(Volume.INDEX), new byte[8192]);
        Files.deleteIfExists(v1().resolve(Volume.INDEX + "-wal"));
        try (TestLibrary site = open()) {
            assertThat((List<?>) site.library.find(STREAM, window).segments()).hasSize(before.size());
        }
        assertThat(check("rebuild")).startsWith("0 REBUILT");
        assertThat(check("check")).startsWith("0 OK");
    }

    @Test
    void aChangedByteIsNamed() throws Exception {
        try (TestLibrary site = open()) {
            site.plan(STREAM, RecordingPlan.continuous());
            site.feed.play(STREAM, Duration.ofSeconds(15));
        }
        Path file = v1().resolve(Recovery.files(v1(), Set.of()).get(0));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 100] ^= 1;
        Files.write(file, bytes);
        assertThat(check("check")).startsWith("1").contains("was changed");
    }

    @Test
    void anEmptyFolderWhereAVolumeWasIsADiskThatIsNotMounted() throws Exception {
        open().close();
        Files.move(v1(), folder.resolve("elsewhere"));
        Files.createDirectory(v1());
        RecordingSettings settings =
                RecordingSettings.defaults(List.of(new RecordingSettings.VolumeSettings(v1(), 1L << 30, 0)));
        try (Volumes volumes = Volumes.start(settings, folder.resolve("known-volumes"), clock)) {
            org.awaitility.Awaitility.await().until(() -> volumes.all().get(0).state() instanceof VolumeState.Failed);
            assertThat(volumes.all().get(0).cause()).contains("is the disk mounted?");
            assertThat(v1()).isEmptyDirectory();
        }
    }
}

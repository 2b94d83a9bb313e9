package org.sharpeyes.recording.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.GapCause;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.TestLibrary;
import org.sharpeyes.recording.TestVideo;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.testkit.ManualClock;

/** Disks that are full, read-only or frozen: the gap is declared, others go on, and it recovers by itself. Needs root. */
@Tag("slow")
class VolumeFaultTest {
    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
    private static final StreamKey STREAM = TestLibrary.stream(1);

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(START);
    private Path disk;
    private boolean mounted;
    private boolean frozen;

    @BeforeEach
    void root() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
        disk = Files.createDirectory(folder.resolve("disk"));
    }

    @AfterEach
    void release() throws Exception {
        if (frozen) {
            TestVideo.run("fsfreeze", "-u", disk.toString());
        }
        if (mounted) {
            TestVideo.run("umount", "-l", disk.toString());
        }
    }

    private void mount(String... command) throws Exception {
        try {
            TestVideo.run(command);
            mounted = true;
        } catch (AssertionError notAllowed) {
            assumeTrue(false, "mounting is not allowed here: " + notAllowed.getMessage());
        }
    }

    private TestLibrary open(Path... volumes) throws Exception {
        TestVideo film = TestVideo.make(folder, VideoCodec.H264, 4, 50, 1000);
        return new TestLibrary(folder, film, clock, settings(volumes), false);
    }

    private static RecordingSettings settings(Path... volumes) {
        return new RecordingSettings(
                java.util.Arrays.stream(volumes)
                        .map(path -> new RecordingSettings.VolumeSettings(path, 1L << 30, 0))
                        .toList(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                4L << 20,
                1,
                RecordingSettings.WhenFull.DELETE_BELOW_MINIMUM);
    }

    private static void awaitOnline(TestLibrary site, int volume, boolean online) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> site.volumes.all().get(volume).online() == online);
    }

    private Footage all(TestLibrary site) {
        return site.library.find(STREAM, new TimeWindow(START, clock.instant()));
    }

    @Test
    void aFullDiskIsADeclaredGapAndRecordingGoesOnWhenThereIsRoom() throws Exception {
        mount("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString());
        try (TestLibrary site = open(disk)) {
            awaitOnline(site, 0, true);
            site.plan(STREAM, RecordingPlan.continuous());
            site.feed.play(STREAM, Duration.ofSeconds(20));
            Files.write(disk.resolve("filler"), new byte[1 << 20]);
            for (int i = 0; i < 60 && site.volumes.all().get(0).online(); i++) {
                site.feed.play(STREAM, Duration.ofSeconds(1));
            }
            awaitOnline(site, 0, false);
            site.feed.play(STREAM, Duration.ofSeconds(10));
            assertThat(site.recorders.gap(STREAM, clock.instant())).satisfies(gap -> {
                assertThat(gap.cause()).isEqualTo(GapCause.DISK);
            });
            Files.delete(disk.resolve("filler"));
            awaitOnline(site, 0, true);
            site.feed.play(STREAM, Duration.ofSeconds(5));
            site.recorders.close();
            site.settle();
            Footage footage = all(site);
            assertThat(footage.recorded()).hasSize(2);
            assertThat(footage.gaps())
                    .filteredOn(gap -> gap.cause() == GapCause.DISK)
                    .isNotEmpty();
            assertThat(footage.gaps()).allSatisfy(gap -> assertThat(gap.cause()).isNotEqualTo(GapCause.UNKNOWN));
        }
    }

    @Test
    void aFrozenDiskHoldsNobodyUp() throws Exception {
        Path image = folder.resolve("image");
        TestVideo.run("truncate", "-s", "64M", image.toString());
        TestVideo.run("mkfs.ext4", "-q", image.toString());
        mount("mount", "-o", "loop", image.toString(), disk.toString());
        Path healthy = folder.resolve("v2");
        try (TestLibrary site = open(disk.resolve("v1"), healthy)) {
            awaitOnline(site, 0, true);
            awaitOnline(site, 1, true);
            List<StreamKey> streams = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(TestLibrary::stream)
                    .toList();
            streams.forEach(stream -> site.plan(stream, RecordingPlan.continuous()));
            playAll(site, streams, 6);
            TestVideo.run("fsfreeze", "-f", disk.toString());
            frozen = true;
            playAll(site, streams, 2);
            awaitOnline(site, 0, false);
            assertThat(site.volumes.all().get(0).cause()).contains("has not answered");
            playAll(site, streams, 20);
            assertThat(site.volumes.all().get(1).online()).isTrue();
            TestVideo.run("fsfreeze", "-u", disk.toString());
            frozen = false;
            awaitOnline(site, 0, true);
            playAll(site, streams, 20);
            site.recorders.close();
            site.settle();
            int moved = 0;
            for (StreamKey stream : streams) {
                Footage footage = site.library.find(stream, new TimeWindow(START, clock.instant()));
                assertThat(footage.gaps()).allSatisfy(gap -> assertThat(gap.cause())
                        .isIn(GapCause.DISK, GapCause.CAMERA, GapCause.NOT_PLANNED));
                moved += footage.segments().stream()
                                        .map(segment -> segment.id().volume())
                                        .distinct()
                                        .count()
                                > 1
                        ? 1
                        : 0;
            }
            assertThat(moved).as("streams that went to the other volume").isPositive();
        }
    }

    private void playAll(TestLibrary site, List<StreamKey> streams, int seconds) {
        for (int i = 0; i < seconds; i++) {
            Instant before = clock.instant();
            for (StreamKey stream : streams) {
                clock.step(Duration.between(clock.instant(), before));
                site.feed.play(stream, Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void aReadOnlyDiskIsTakenWhenItCanBeWritten() throws Exception {
        Path image = folder.resolve("image");
        TestVideo.run("truncate", "-s", "64M", image.toString());
        TestVideo.run("mkfs.ext4", "-q", image.toString());
        // The loop device stays writable; only what is mounted on it is not.
        mount("mount", "-o", "loop", image.toString(), disk.toString());
        TestVideo.run("mount", "-o", "remount,ro", disk.toString());
        try (TestLibrary site = open(disk)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> site.volumes.all().get(0).state() instanceof VolumeState.Failed);
            assertThat(site.volumes.all().get(0).cause()).containsIgnoringCase("read-only");
            site.plan(STREAM, RecordingPlan.continuous());
            site.feed.play(STREAM, Duration.ofSeconds(5));
            assertThat(site.recorders.gap(STREAM, clock.instant().plusSeconds(1)))
                    .satisfies(gap -> assertThat(gap.cause()).isEqualTo(GapCause.DISK));
            TestVideo.run("mount", "-o", "remount,rw", disk.toString());
            awaitOnline(site, 0, true);
            site.feed.play(STREAM, Duration.ofSeconds(5));
            site.settle();
            assertThat(all(site).segments()).isNotEmpty();
        }
    }
}

package org.sharpeyes.recording.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.GapCause;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.SegmentReader;
import org.sharpeyes.recording.Sha256;
import org.sharpeyes.recording.TestLibrary;
import org.sharpeyes.recording.TestVideo;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.recording.plan.WeeklyHours;
import org.sharpeyes.testkit.ManualClock;

class RecorderTest {
    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
    private static final StreamKey STREAM = TestLibrary.stream(1);

    @TempDir
    static Path films;

    private static TestVideo film;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(START);

    @BeforeAll
    static void makeFilm() throws Exception {
        film = TestVideo.make(films, VideoCodec.H264, 4, 50, 0);
    }

    private Footage all(TestLibrary site) {
        return site.library.find(STREAM, new TimeWindow(START, clock.instant().plusSeconds(1)));
    }

    @Test
    void segmentsFollowOneAnotherAndHoldEveryPicture() throws Exception {
        List<Path> files = new ArrayList<>();
        try (TestLibrary site = new TestLibrary(folder, film, clock)) {
            site.plan(STREAM, RecordingPlan.continuous());
            site.feed.play(STREAM, Duration.ofSeconds(152));
            site.recorders.close();
            site.settle();
            Footage footage = all(site);
            assertThat(footage.segments()).hasSizeBetween(3, 5).allSatisfy(segment -> {
                assertThat(segment.state()).isEqualTo(Segment.State.CLOSED);
                assertThat(segment.codecs()).startsWith("avc1.");
                assertThat(segment.window().length()).isLessThan(Duration.ofSeconds(95));
            });
            assertThat(footage.recorded()).hasSize(1);
            assertThat(footage.recordedTime()).isBetween(Duration.ofSeconds(151), Duration.ofSeconds(153));
            for (Segment segment : footage.segments()) {
                files.add(folder.resolve("v1").resolve(segment.id().path()));
                hashesAreThoseOfTheBytes(site, segment);
            }
        }
        List<String> source = TestVideo.hashes(film.file);
        List<String> played = new ArrayList<>();
        for (Path file : files) {
            played.addAll(TestVideo.hashes(file));
        }
        assertThat(played).hasSize(152 * 25);
        for (int i = 0; i < played.size(); i++) {
            assertThat(played.get(i)).as("picture " + i).isEqualTo(source.get(i % source.size()));
        }
    }

    private static void hashesAreThoseOfTheBytes(TestLibrary site, Segment segment) throws IOException {
        try (SegmentReader reader = site.library.open(segment.id())) {
            assertThat(reader.fragments().get(0).key()).isTrue();
            Instant end = segment.window().from();
            for (Fragment fragment : reader.fragments()) {
                ByteBuffer bytes = reader.read(fragment);
                assertThat(Sha256.digest(bytes)).isEqualTo(fragment.hash());
                assertThat(Duration.between(end, fragment.start()).abs()).isLessThan(Duration.ofMillis(50));
                end = fragment.end();
            }
        }
    }

    @Test
    void aSegmentIsReadWhileItIsWritten() throws Exception {
        try (TestLibrary site = new TestLibrary(folder, film, clock)) {
            site.plan(STREAM, RecordingPlan.continuous());
            site.feed.play(STREAM, Duration.ofSeconds(8));
            site.settle();
            Footage footage = all(site);
            assertThat(footage.segments()).singleElement().satisfies(segment -> {
                assertThat(segment.state()).isEqualTo(Segment.State.OPEN);
                assertThat(segment.window().length()).isGreaterThan(Duration.ofSeconds(5));
                hashesAreThoseOfTheBytes(site, segment);
            });
        }
    }

    @Test
    void aLostCameraIsAGapWithItsCauseThatOutlivesTheIndex() throws Exception {
        try (TestLibrary site = new TestLibrary(folder, film, clock)) {
            site.plan(STREAM, RecordingPlan.continuous());
            site.feed.play(STREAM, Duration.ofSeconds(10));
            site.feed.lose(STREAM, Duration.ofSeconds(42), GapCause.NETWORK, "no answer");
            assertThat(all(site).gaps())
                    .anySatisfy(gap -> assertThat(gap.cause()).isEqualTo(GapCause.NETWORK));
            site.feed.play(STREAM, Duration.ofSeconds(10));
        }
        gapIsThere();
        org.sharpeyes.recording.volume.RecordingsCommand.run(
                List.of("rebuild", folder.resolve("v1").toString()), System.out);
        gapIsThere();
    }

    private void gapIsThere() throws IOException {
        try (TestLibrary site = new TestLibrary(folder, film, clock)) {
            Footage footage = site.library.find(STREAM, new TimeWindow(START, START.plusSeconds(62)));
            assertThat(footage.recorded()).hasSize(2);
            assertThat(footage.gaps())
                    .filteredOn(gap -> gap.cause() == GapCause.NETWORK)
                    .singleElement()
                    .satisfies(gap -> {
                        assertThat(gap.detail()).isEqualTo("no answer");
                        assertThat(gap.window().length()).isBetween(Duration.ofSeconds(41), Duration.ofSeconds(45));
                    });
        }
    }

    @Test
    void whatHappenedWhileTheServerWasDownIsTheServersGap() throws Exception {
        try (TestLibrary site = new TestLibrary(folder, film, clock)) {
            site.plan(STREAM, RecordingPlan.continuous());
            site.feed.play(STREAM, Duration.ofSeconds(10));
        }
        clock.advance(Duration.ofMinutes(3));
        try (TestLibrary site = new TestLibrary(folder, film, clock)) {
            site.plan(STREAM, RecordingPlan.continuous());
            site.feed.play(STREAM, Duration.ofSeconds(10));
            site.settle();
            assertThat(all(site).gaps())
                    .filteredOn(gap -> gap.cause() == GapCause.SERVER)
                    .singleElement()
                    .satisfies(gap -> assertThat(gap.window().length())
                            .isBetween(Duration.ofSeconds(178), Duration.ofSeconds(182)));
        }
    }

    @Test
    void hoursDecideAndWhatTheyLeaveOutIsNotPlanned() throws Exception {
        RecordingPlan mornings = new RecordingPlan(
                RecordingPlan.Mode.SCHEDULE,
                StreamProfile.MAIN,
                List.of(new WeeklyHours(
                        Set.of(java.time.DayOfWeek.THURSDAY),
                        java.time.LocalTime.of(9, 0),
                        java.time.LocalTime.of(10, 1))),
                Duration.ZERO,
                Duration.ZERO);
        try (TestLibrary site = new TestLibrary(folder, film, clock)) {
            site.plan(STREAM, mornings);
            site.feed.play(STREAM, Duration.ofSeconds(61));
            site.recorders.plan(STREAM.camera(), mornings);
            org.awaitility.Awaitility.await().until(() -> !site.feed.taken(STREAM));
            clock.advance(Duration.ofSeconds(30));
            site.settle();
            Footage footage = all(site);
            assertThat(footage.recordedTime()).isBetween(Duration.ofSeconds(58), Duration.ofSeconds(62));
            assertThat(footage.gaps()).last().satisfies(gap -> assertThat(gap.cause())
                    .isEqualTo(GapCause.NOT_PLANNED));
            assertThat(site.recorders.status(STREAM.camera()))
                    .hasValueSatisfying(status -> assertThat(status.state()).isEqualTo(RecordingStatus.State.WAITING));
        }
    }

    @Test
    void anEventKeepsWhatWasBeforeAndAfterIt() throws Exception {
        RecordingPlan atEvents = new RecordingPlan(
                RecordingPlan.Mode.EVENT, StreamProfile.MAIN, List.of(), Duration.ofSeconds(6), Duration.ofSeconds(10));
        try (TestLibrary site = new TestLibrary(folder, film, clock)) {
            site.plan(STREAM, atEvents);
            site.feed.play(STREAM, Duration.ofSeconds(30));
            Instant event = clock.instant();
            site.recorders.event(STREAM.camera(), event);
            site.feed.play(STREAM, Duration.ofSeconds(30));
            site.recorders.close();
            site.settle();
            Footage footage = all(site);
            assertThat(footage.recorded()).singleElement().satisfies(kept -> {
                assertThat(kept.from()).isBetween(event.minusSeconds(9), event.minusSeconds(5));
                assertThat(kept.to()).isBetween(event.plusSeconds(8), event.plusSeconds(13));
            });
        }
    }

    @Test
    void aGroupThatIsTooLongIsCutWithoutAKeyPicture() throws Exception {
        TestVideo longGroups = TestVideo.make(films, VideoCodec.H264, 30, 750, 0);
        RecordingSettings usual = RecordingSettings.defaults(
                List.of(new RecordingSettings.VolumeSettings(folder.resolve("v1"), 1L << 30, 0)));
        RecordingSettings brief = new RecordingSettings(
                usual.volumes(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                usual.sweep(),
                usual.retry(),
                usual.hang(),
                usual.queueBytes(),
                1,
                usual.whenFull());
        try (TestLibrary site = new TestLibrary(folder, longGroups, clock, brief)) {
            site.plan(STREAM, RecordingPlan.continuous());
            site.feed.play(STREAM, Duration.ofSeconds(29));
            site.recorders.close();
            site.settle();
            Footage footage = all(site);
            assertThat(footage.recorded()).hasSize(1);
            assertThat(footage.segments()).hasSizeGreaterThan(1);
            assertThat(site.library
                            .fragments(footage.segments().get(1).id())
                            .get(0)
                            .key())
                    .isFalse();
        }
    }
}

package org.sharpeyes.recording.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.GapCause;
import org.sharpeyes.recording.Hold;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.TestLibrary;
import org.sharpeyes.recording.TestVideo;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.recording.sqlite.SegmentIndex;
import org.sharpeyes.recording.volume.Volume;
import org.sharpeyes.testkit.ManualClock;

class RetentionTest {
    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
    private static final StreamKey STREAM = TestLibrary.stream(1);

    @TempDir
    static Path films;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(START);
    private Holds holds;
    private DeletionLog log;

    @BeforeEach
    void files() throws Exception {
        holds = new Holds(folder.resolve("holds"));
        log = new DeletionLog(folder.resolve("deletions"));
    }

    private TestLibrary recorded(RecordingSettings settings) throws Exception {
        TestVideo film = TestVideo.make(films, VideoCodec.H264, 4, 50, 1000);
        TestLibrary site = new TestLibrary(folder, film, clock, settings);
        site.plan(STREAM, RecordingPlan.continuous());
        site.feed.play(STREAM, Duration.ofSeconds(60));
        site.recorders.close();
        site.settle();
        return site;
    }

    private RecordingSettings settings(long quota, RecordingSettings.WhenFull whenFull) {
        RecordingSettings usual = RecordingSettings.defaults(
                List.of(new RecordingSettings.VolumeSettings(folder.resolve("v1"), quota, 0)));
        return new RecordingSettings(
                usual.volumes(),
                Duration.ofSeconds(10),
                usual.longestSegment(),
                usual.sweep(),
                usual.retry(),
                usual.hang(),
                usual.queueBytes(),
                1,
                whenFull);
    }

    private Retention retention(TestLibrary site, int minimumDays, RecordingSettings settings) {
        RetentionRule rule = new RetentionRule(UUID.randomUUID(), "test", null, null, minimumDays, 90);
        return new Retention(site.volumes, holds, log, camera -> rule.keepTime(), settings, clock);
    }

    private Footage all(TestLibrary site) {
        return site.library.find(STREAM, new TimeWindow(START, START.plusSeconds(60)));
    }

    @Test
    void theOldestGoesWhereTheQuotaIsReachedAndACertificateSaysSo() throws Exception {
        RecordingSettings settings = settings(4_000_000, RecordingSettings.WhenFull.DELETE_BELOW_MINIMUM);
        try (TestLibrary site = recorded(settings);
                Retention retention = retention(site, 0, settings)) {
            int before = all(site).segments().size();
            int gone = retention.look(site.volumes.all().get(0));
            assertThat(gone).isBetween(1, before - 1);
            Footage left = all(site);
            assertThat(left.segments()).hasSize(before - gone);
            assertThat(left.gaps()).first().satisfies(gap -> {
                assertThat(gap.cause()).isEqualTo(GapCause.DELETED);
                assertThat(gap.detail()).isEqualTo("quota, certificate 1");
                assertThat(gap.window().from()).isEqualTo(START);
            });
            List<ChainEntry> certificates = log.before(Long.MAX_VALUE, 10);
            assertThat(certificates).singleElement().satisfies(entry -> assertThat(entry.payload())
                    .contains(
                            "\"reason\":\"quota\"",
                            "\"segments\":" + gone,
                            STREAM.camera().toString()));
            assertThat(new DeletionLog(folder.resolve("deletions")).head()).isEqualTo(log.head());
        }
    }

    @Test
    void whatIsHeldStaysWhateverTheQuota() throws Exception {
        RecordingSettings settings = settings(1 << 20, RecordingSettings.WhenFull.DELETE_BELOW_MINIMUM);
        try (TestLibrary site = recorded(settings);
                Retention retention = retention(site, 0, settings)) {
            TimeWindow window = new TimeWindow(START.plusSeconds(12), START.plusSeconds(14));
            UUID id = UUID.randomUUID();
            holds.place(new Hold(id, STREAM, window));
            assertThat(new Holds(folder.resolve("holds")).all()).containsExactly(new Hold(id, STREAM, window));
            retention.look(site.volumes.all().get(0));
            assertThat(site.library.find(STREAM, window).gaps()).isEmpty();
            assertThat(all(site).recordedTime()).isLessThan(Duration.ofSeconds(25));
            holds.release(id);
            retention.look(site.volumes.all().get(0));
            assertThat(site.library.find(STREAM, window).segments()).isEmpty();
        }
    }

    @Test
    void belowTheMinimumItIsSaidOrNothingMoreIsRecorded() throws Exception {
        RecordingSettings say = settings(4_000_000, RecordingSettings.WhenFull.DELETE_BELOW_MINIMUM);
        RecordingSettings stop = settings(4_000_000, RecordingSettings.WhenFull.STOP_RECORDING);
        try (TestLibrary site = recorded(say);
                Retention stopping = retention(site, 30, stop);
                Retention saying = retention(site, 30, say)) {
            Volume volume = site.volumes.all().get(0);
            assertThat(stopping.look(volume)).isZero();
            assertThat(volume.cause()).contains("must be kept");
            assertThat(saying.look(volume)).isPositive();
            assertThat(saying.belowMinimum(STREAM.camera())).isEqualTo(clock.instant());
            assertThat(log.before(Long.MAX_VALUE, 1).get(0).payload())
                    .contains("\"reason\":\"below-minimum\"", "\"minimumDays\":30");
        }
    }

    @Test
    void afterTheMaximumItGoes() throws Exception {
        RecordingSettings settings = settings(1L << 30, RecordingSettings.WhenFull.DELETE_BELOW_MINIMUM);
        try (TestLibrary site = recorded(settings);
                Retention retention = retention(site, 30, settings)) {
            clock.advance(Duration.ofDays(89));
            assertThat(retention.look(site.volumes.all().get(0))).isZero();
            clock.advance(Duration.ofDays(2));
            assertThat(retention.look(site.volumes.all().get(0))).isPositive();
            assertThat(all(site).segments()).isEmpty();
        }
    }

    @Test
    void theForecastNamesTheDayOnWhichAMinimumBreaks() {
        Instant now = START;
        SegmentIndex.Totals tenDays =
                new SegmentIndex.Totals(1, 10L << 30, Optional.of(now.minus(Duration.ofDays(10))), Optional.of(now));
        double gibADay = (1L << 30) / 86_400.0;
        Retention.Forecast tight = Retention.forecast(tenDays, 20L << 30, gibADay, Duration.ofDays(30), now);
        assertThat(tight.keepsDays()).isEqualTo(20.0);
        assertThat(tight.breachAt()).isEqualTo(now.plus(Duration.ofDays(10)));
        Retention.Forecast roomy = Retention.forecast(tenDays, 90L << 30, gibADay, Duration.ofDays(30), now);
        assertThat(roomy.breachAt()).isNull();
        assertThat(roomy.fullAt()).isEqualTo(now.plus(Duration.ofDays(80)));
    }

    @Test
    void aCutCertificateIsDroppedAndAChangedOneStopsDeleting() throws Exception {
        Path file = folder.resolve("deletions");
        log.add(List.of("{\"a\":1}", "{\"a\":2}"));
        Files.writeString(file, "record 3 00", StandardOpenOption.APPEND);
        assertThat(new DeletionLog(file).head().sequence()).isEqualTo(2);
        Files.writeString(file, Files.readString(file).replace("{\"a\":1}", "{\"a\":7}"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new DeletionLog(file))
                .hasMessageContaining("broken at certificate 1");
    }
}

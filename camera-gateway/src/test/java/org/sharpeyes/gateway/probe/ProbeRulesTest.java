package org.sharpeyes.gateway.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sharpeyes.gateway.probe.ProbePlan.Question;
import org.sharpeyes.gateway.soap.LinkFailure;
import org.sharpeyes.gateway.soap.ServiceAddress;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;

class ProbeRulesTest {
    private static final Instant NOON = Instant.parse("2026-05-03T12:00:00Z");
    private static final CameraId CAMERA = new CameraId(UUID.randomUUID());

    private static ProbeTarget target(boolean onvif, boolean recorder) {
        InetSocketAddress socket = new InetSocketAddress("192.0.2.1", 554);
        return new ProbeTarget(
                CAMERA,
                DeviceId.random(),
                onvif ? Optional.of(new ServiceAddress(socket, "/")) : Optional.empty(),
                socket,
                "/",
                recorder);
    }

    private static Evidence evidence(HealthLayer layer, Evidence.Outcome outcome, int second) {
        return new Evidence(CAMERA, layer, outcome, "test", "x", NOON.plusSeconds(second));
    }

    @Test
    void layersTakeTurnsAndTheCheapestComesFirst() {
        assertThat(ProbePlan.next(target(true, false), 0)).isEqualTo(Question.RTSP);
        assertThat(ProbePlan.next(target(true, false), 1)).isEqualTo(Question.ONVIF);
        assertThat(ProbePlan.next(target(false, false), 1)).isEqualTo(Question.RTSP);
        assertThat(ProbePlan.next(target(true, true), 0)).isEqualTo(Question.CHANNEL);
    }

    @Test
    void aReprobeAsksWhatSpeaksOfTheLayer() {
        assertThat(ProbePlan.over(target(true, false), Set.of(HealthLayer.ONVIF)))
                .containsExactly(Question.ONVIF);
        assertThat(ProbePlan.over(target(true, true), Set.of(HealthLayer.REACHABLE)))
                .containsExactly(Question.CHANNEL);
        assertThat(ProbePlan.over(target(false, false), Set.of(HealthLayer.ONVIF)))
                .containsExactly(Question.RTSP);
    }

    @Test
    void theIntervalGrowsFromFiveToTwentySeconds() {
        ProbeSettings settings = ProbeSettings.DEFAULT;
        assertThat(settings.intervalFor(8)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.intervalFor(1_000)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.intervalFor(5_500)).isEqualTo(Duration.ofMillis(12_500));
        assertThat(settings.intervalFor(50_000)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aLinkCountsItsMissesAndForgetsThemWhenItAnswers() {
        // Half of the jitter: 90 % of the interval.
        Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(20), () -> 0.5);
        CameraLink.Online online = new CameraLink.Dialing(0).opened(100);
        CameraLink.BackingOff off = online.lost(LinkFailure.SILENT, 0, backoff);
        for (int misses = 1; misses < 4; misses++) {
            assertThat(off.misses()).isEqualTo(misses);
            assertThat(off.retryAt()).isEqualTo(4_500_000_000L);
            off = off.retry().failed(LinkFailure.UNREACHABLE, 0, backoff);
        }
        off = off.retry().failed(LinkFailure.UNREACHABLE, 0, backoff);
        assertThat(off.retryAt()).isEqualTo(18_000_000_000L);
        assertThat(off.retry().opened(7)).isEqualTo(new CameraLink.Online(7));
    }

    @Test
    void theBookKeepsTheNewestOfEachLayer() {
        HealthBook book = new HealthBook();
        book.observed(evidence(HealthLayer.RTSP, Evidence.Outcome.GOOD, 2));
        book.observed(evidence(HealthLayer.RTSP, Evidence.Outcome.BAD, 1));
        assertThat(book.of(CAMERA, HealthLayer.RTSP).orElseThrow().good()).isTrue();
        book.keepOnly(Set.of());
        assertThat(book.of(CAMERA)).isEmpty();
    }

    @Test
    void aRefusedPasswordStaysRefusedWhileNobodyMayTryIt() {
        HealthBook book = new HealthBook();
        book.observed(evidence(HealthLayer.AUTHENTICATED, Evidence.Outcome.BAD, 1));
        book.observed(evidence(HealthLayer.AUTHENTICATED, Evidence.Outcome.INCONCLUSIVE, 2));
        assertThat(book.of(CAMERA, HealthLayer.AUTHENTICATED).orElseThrow().outcome())
                .isEqualTo(Evidence.Outcome.BAD);
        book.observed(evidence(HealthLayer.AUTHENTICATED, Evidence.Outcome.GOOD, 3));
        assertThat(book.of(CAMERA, HealthLayer.AUTHENTICATED).orElseThrow().good())
                .isTrue();
    }
}

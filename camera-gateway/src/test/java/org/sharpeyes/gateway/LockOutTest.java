package org.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.probe.LoginCheck;
import org.sharpeyes.gateway.probe.ProbeSettings;
import org.sharpeyes.gateway.probe.ProbeTarget;
import org.sharpeyes.gateway.registration.StreamAddress;
import org.sharpeyes.gateway.soap.ServiceAddress;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.testkit.ManualClock;
import org.sharpeyes.testkit.fleet.DevicePlan;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.FleetSize;
import org.sharpeyes.testkit.fleet.LoopbackNetwork;
import org.sharpeyes.testkit.netty.SimulatedCamera;
import org.sharpeyes.testkit.netty.SimulatedFleet;
import org.sharpeyes.testkit.netty.SimulatorSettings;

/** A camera that locks after five failures, and a stored password that is wrong. */
@Tag("slow")
class LockOutTest {
    private static final String NETWORK = "127.53.0.0/16";
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration BETWEEN_VIEWERS = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void anHourOfAskingNeverLocksACameraWhosePasswordIsWrong(@TempDir Path folder) throws Exception {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-26T08:00:00Z"));
        FleetPlan plan = FleetPlan.of(new FleetSize(1, 0, 0, 0, LoopbackNetwork.parse(NETWORK), 7, 0, 0));
        try (SimulatedFleet fleet = SimulatedFleet.start(
                        plan,
                        SimulatorSettings.forTests(folder.resolve("loops")).with(clock));
                GatewayUnderTest gateway = new GatewayUnderTest(
                        folder.resolve("keys"),
                        NETWORK,
                        new ProbeSettings(
                                Duration.ofSeconds(3), ROUND, Duration.ofSeconds(1), Duration.ofSeconds(2), ROUND),
                        clock)) {
            SimulatedCamera camera = fleet.camera("cam-0001");
            DevicePlan device = camera.device();
            DeviceId id = DeviceId.random();
            Credentials stored = new Credentials(
                    device.credentials().username(), device.credentials().password());
            gateway.vault.keep(id, CameraService.ONVIF, stored);
            ProbeTarget target = target(id, camera);
            assertThat(answer(gateway.logins.login(target))).isEqualTo(new LoginCheck.Verdict.Accepted());

            camera.fault(new Fault.WrongPassword()).join();
            Instant start = clock.instant();
            int asked = 0;
            while (clock.instant().isBefore(start.plus(Duration.ofHours(1)))) {
                assertThat(answer(gateway.logins.login(target))).isNotEqualTo(new LoginCheck.Verdict.Accepted());
                asked++;
                if (Duration.between(start, clock.instant()).toSeconds() % BETWEEN_VIEWERS.toSeconds() == 0) {
                    assertThat(gateway.firstFrame.await(id, stream(camera), Optional.of(stored), PATIENCE))
                            .failsWithin(PATIENCE);
                    answer(gateway.logins.stream(target));
                }
                clock.advance(ROUND);
            }

            assertThat(asked).isEqualTo(720);
            assertThat(camera.counters().lockOuts()).hasValue(0);
            assertThat(camera.counters().authenticationFailures()).hasValueLessThanOrEqualTo(2);
            assertThat(camera.lockedUntil().join()).isEmpty();
            camera.heal().join();
            gateway.guard.allowAgain(id, stored);
            assertThat(answer(gateway.logins.login(target))).isEqualTo(new LoginCheck.Verdict.Accepted());
        }
    }

    private static ProbeTarget target(DeviceId device, SimulatedCamera camera) {
        AccessPath path =
                AccessPath.direct(IpLiteral.parse(camera.device().address()).orElseThrow());
        return new ProbeTarget(
                new CameraId(UUID.randomUUID()),
                device,
                Optional.of(new ServiceAddress(
                        path.socket(CameraService.ONVIF, camera.onvifPort()), ServiceAddress.DEVICE_SERVICE)),
                new InetSocketAddress(path.host(), camera.rtspPort()),
                "/ch1/main",
                false);
    }

    private static StreamAddress stream(SimulatedCamera camera) throws Exception {
        return StreamAddress.announced(
                camera.rtspUrl(true),
                AccessPath.direct(IpLiteral.parse(camera.device().address()).orElseThrow()));
    }

    private static <T> T answer(CompletableFuture<T> asked) throws Exception {
        return asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}

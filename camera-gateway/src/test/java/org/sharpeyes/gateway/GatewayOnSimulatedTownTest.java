package org.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.discovery.FoundDevice;
import org.sharpeyes.gateway.discovery.ScanProgress;
import org.sharpeyes.gateway.discovery.ScanRequest;
import org.sharpeyes.gateway.probe.ProbeSettings;
import org.sharpeyes.gateway.probe.ProbeTarget;
import org.sharpeyes.gateway.registration.CameraRegister;
import org.sharpeyes.gateway.registration.Registration;
import org.sharpeyes.gateway.registration.Registration.Outcome;
import org.sharpeyes.gateway.registration.Registration.StepName;
import org.sharpeyes.gateway.registration.RegistrationRequest;
import org.sharpeyes.gateway.registration.StreamRequest;
import org.sharpeyes.gateway.soap.ServiceAddress;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.testkit.fleet.DevicePlan;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.FleetSize;
import org.sharpeyes.testkit.fleet.LoopbackNetwork;
import org.sharpeyes.testkit.netty.SimulatedCamera;
import org.sharpeyes.testkit.netty.SimulatedFleet;
import org.sharpeyes.testkit.netty.SimulatorSettings;

/** Discovery, registration and probes against simulated cameras on real sockets. */
@Tag("slow")
class GatewayOnSimulatedTownTest {
    private static final String NETWORK = "127.52.0.0/16";
    private static final CameraRegister.Wish ANYWHERE =
            new CameraRegister.Wish(Optional.empty(), Map.of(), "", Optional.empty(), null);
    private static final ProbeSettings QUICK = new ProbeSettings(
            Duration.ofMillis(900),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private SimulatedFleet fleet;

    @SuppressWarnings("NullAway.Init")
    private GatewayUnderTest gateway;

    @BeforeEach
    void start() throws Exception {
        FleetSize size = new FleetSize(5, 1, 0, 0, LoopbackNetwork.parse(NETWORK), 7, 0, 0);
        fleet = SimulatedFleet.start(
                FleetPlan.of(size),
                SimulatorSettings.forTests(folder.resolve("loops")).withDiscovery());
        gateway = new GatewayUnderTest(
                folder.resolve("keys-" + System.nanoTime()), NETWORK, QUICK, InstantSource.system());
    }

    @AfterEach
    void stop() {
        gateway.close();
        fleet.close();
    }

    /** Searches until all are found: other tests share the multicast port, and a busy machine answers late. */
    private void discover() {
        for (int attempt = 0; attempt < 5; attempt++) {
            ScanProgress scan = gateway.scanner
                    .start(new ScanRequest(true, List.of(), List.of()))
                    .orElseThrow();
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            gateway.scanner.progress(scan.id()).orElseThrow().state() == ScanProgress.State.DONE);
            if (gateway.inbox.list(Optional.empty(), 1000).size()
                    >= fleet.plan().devices().size()) {
                return;
            }
        }
    }

    private FoundDevice found(DevicePlan plan) {
        return gateway.inbox.list(Optional.empty(), 1000).stream()
                .filter(each -> each.finding()
                        .endpoint()
                        .orElse("")
                        .endsWith(plan.endpoint().toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not found: " + plan.name()));
    }

    private DevicePlan plan(String name) {
        return fleet.plan().devices().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Registration register(FoundDevice found, String username, String password) throws Exception {
        Registration started = gateway.registrar.register(
                found,
                new RegistrationRequest(
                        new Credentials(username, password), Optional.empty(), Optional.empty(), ANYWHERE, false));
        return finished(started);
    }

    private Registration finished(Registration started) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> gateway.registrar.find(started.id()).orElseThrow().state() != Registration.State.RUNNING);
        return gateway.registrar.find(started.id()).orElseThrow();
    }

    private Registration register(String name) throws Exception {
        DevicePlan plan = plan(name);
        return register(
                found(plan), plan.credentials().username(), plan.credentials().password());
    }

    private static Registration.Step step(Registration registration, StepName name) {
        return registration.steps().stream()
                .filter(each -> each.step() == name)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step " + name + " in " + registration));
    }

    @Test
    void camerasAndRecorderAreFoundByMulticastOnLoopbackAndTwiceIsOnce() {
        discover();
        discover();
        List<FoundDevice> found = gateway.inbox.list(Optional.empty(), 1000);
        assertThat(found).hasSize(6);
        for (DevicePlan plan : fleet.plan().devices()) {
            FoundDevice device = found(plan);
            assertThat(IpLiteral.inUri(device.finding().path().host())).isEqualTo(plan.address());
            assertThat(device.finding().reasons()).anyMatch(reason -> reason.contains("by multicast on lo"));
        }
    }

    @Test
    void aUnicastScanFindsWhatAnswersAndReportsItsProgress() {
        ScanProgress scan = gateway.scanner
                .start(new ScanRequest(
                        false,
                        List.of(
                                org.sharpeyes.gateway.access.Network.parse("127.52.0.0/27"),
                                org.sharpeyes.gateway.access.Network.parse("127.0.0.0/30")),
                        List.of()))
                .orElseThrow();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.scanner.progress(scan.id()).orElseThrow().state() == ScanProgress.State.DONE);
        ScanProgress done = gateway.scanner.progress(scan.id()).orElseThrow();
        assertThat(done.asked()).isEqualTo(36);
        assertThat(done.ignored()).isGreaterThanOrEqualTo(4);
        assertThat(gateway.inbox.list(Optional.empty(), 100)).hasSize(5);
    }

    @Test
    void everyModelRegistersWithItsOwnKindOfAuthentication() throws Exception {
        discover();
        for (int n = 1; n <= 5; n++) {
            Registration done = register("cam-000" + n);
            assertThat(done.state()).as("%s", done).isEqualTo(Registration.State.DONE);
            assertThat(done.steps())
                    .extracting(Registration.Step::step)
                    .containsExactly(
                            StepName.CLOCK,
                            StepName.PASSWORD,
                            StepName.CHANNELS,
                            StepName.PROFILES,
                            StepName.FIRST_FRAME);
            assertThat(step(done, StepName.PASSWORD).outcome()).isEqualTo(Outcome.OK);
            CameraId camera = done.cameras().get(0);
            assertThat(gateway.health
                            .of(camera, HealthLayer.FRAMES_ADVANCING)
                            .orElseThrow()
                            .good())
                    .isTrue();
        }
        assertThat(gateway.register.devices.values())
                .extracting(CameraRegister.Device::serial)
                .containsExactlyInAnyOrder("SEC00001", "SEC00002", "SEC00003", "SEC00004", "SEC00005");
        assertThat(gateway.register.channels.values())
                .allSatisfy(channels -> assertThat(channels.get(0).streams()).hasSize(2));
    }

    @Test
    void aRecorderRegistersAsSixteenChannelsByInputNumber() throws Exception {
        discover();
        Registration done = register("nvr-01");
        assertThat(done.state()).as("%s", done).isEqualTo(Registration.State.DONE);
        assertThat(done.cameras()).hasSize(16);
        List<CameraRegister.Channel> channels =
                gateway.register.channels.get(done.device().orElseThrow());
        assertThat(channels)
                .isNotNull()
                .extracting(CameraRegister.Channel::number)
                .hasSize(16)
                .isSorted();
    }

    @Test
    void aWrongPasswordIsToldAndRefusedTwiceAtMostHoweverOftenItIsTried() throws Exception {
        discover();
        DevicePlan plan = plan("cam-0001");
        for (int i = 0; i < 4; i++) {
            Registration failed = register(found(plan), plan.credentials().username(), "canary-wrong");
            assertThat(failed.state()).isEqualTo(Registration.State.FAILED);
            assertThat(step(failed, StepName.PASSWORD).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(failed.toString()).doesNotContain("canary");
        }
        assertThat(gateway.guard.refusals(
                        found(plan).guardedAs(),
                        new Credentials(plan.credentials().username(), "canary-wrong")))
                .isEqualTo(2);
        // The camera locks at five: had it been asked four times over, the right password would fail now.
        assertThat(register("cam-0001").state()).isEqualTo(Registration.State.DONE);
    }

    @Test
    void aDriftedClockIsAWarningAndDoesNotStandInTheWay() throws Exception {
        SimulatedCamera camera = fleet.camera("cam-0002");
        camera.fault(new Fault.Drift(Duration.ofMinutes(-10))).join();
        discover();
        assertThat(found(plan("cam-0002")).finding().reasons())
                .anyMatch(
                        reason -> reason.startsWith("its clock is 10 min") || reason.startsWith("its clock is 9 min"));
        Registration done = register("cam-0002");
        assertThat(done.state()).as("%s", done).isEqualTo(Registration.State.DONE);
        assertThat(step(done, StepName.CLOCK).outcome()).isEqualTo(Outcome.WARNING);
        assertThat(step(done, StepName.CLOCK).detail()).contains("behind");
    }

    @Test
    void aLyingCameraIsReachedWhereItAnswersAndNowhereElse() throws Exception {
        fleet.camera("cam-0001")
                .fault(new Fault.LyingAddress("169.254.169.254"))
                .join();
        discover();
        FoundDevice found = found(plan("cam-0001"));
        assertThat(IpLiteral.inUri(found.finding().path().host()))
                .isEqualTo(plan("cam-0001").address());
        assertThat(found.finding().reasons()).contains("announces an address that is not allowed");
        assertThat(register("cam-0001").state()).isEqualTo(Registration.State.DONE);
    }

    @Test
    void aBareStreamAddressIsRegisteredOnceAPictureCame() throws Exception {
        discover();
        Registration onvif = register("cam-0003");
        CameraRegister.Stream stream = gateway.register
                .channels
                .getOrDefault(onvif.device().orElseThrow(), List.of())
                .get(0)
                .streams()
                .get(0);
        SimulatedCamera camera = fleet.camera("cam-0003");
        DevicePlan plan = plan("cam-0003");
        String main = "rtsp://" + plan.address() + ":" + camera.rtspPort() + stream.path();
        Credentials login = new Credentials(
                plan.credentials().username(), plan.credentials().password());
        Registration done = finished(gateway.registrar.register(
                StreamRequest.of(main, Optional.empty(), Optional.of(login), ANYWHERE, gateway.allowed)));
        assertThat(done.state()).as("%s", done).isEqualTo(Registration.State.DONE);
        Registration missing = finished(gateway.registrar.register(StreamRequest.of(
                main + "/nothing-here", Optional.empty(), Optional.of(login), ANYWHERE, gateway.allowed)));
        assertThat(missing.state()).isEqualTo(Registration.State.FAILED);
    }

    private CameraId watch(String name, Registration registration) {
        DevicePlan plan = plan(name);
        SimulatedCamera camera = fleet.camera(name);
        DeviceId device = registration.device().orElseThrow();
        CameraId id = registration.cameras().get(0);
        AccessPath path = AccessPath.direct(IpLiteral.parse(plan.address()).orElseThrow());
        gateway.probes.watch(List.of(new ProbeTarget(
                id,
                device,
                Optional.of(new ServiceAddress(
                        path.socket(CameraService.ONVIF, camera.onvifPort()), ServiceAddress.DEVICE_SERVICE)),
                new InetSocketAddress(path.host(), camera.rtspPort()),
                "/",
                false)));
        gateway.probes.start();
        return id;
    }

    private void awaitOutcome(CameraId camera, HealthLayer layer, Evidence.Outcome outcome) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gateway.health.of(camera, layer).map(Evidence::outcome))
                        .as("%s", gateway.health.of(camera))
                        .contains(outcome));
    }

    @Test
    void wrongPasswordDriftAndSilenceAreToldApart() throws Exception {
        discover();
        CameraId camera = watch("cam-0001", register("cam-0001"));
        for (HealthLayer layer : List.of(
                HealthLayer.REACHABLE,
                HealthLayer.RTSP,
                HealthLayer.ONVIF,
                HealthLayer.CLOCK_RIGHT,
                HealthLayer.AUTHENTICATED)) {
            awaitOutcome(camera, layer, Evidence.Outcome.GOOD);
        }
        SimulatedCamera simulated = fleet.camera("cam-0001");

        simulated.fault(new Fault.Drift(Duration.ofMinutes(10))).join();
        awaitOutcome(camera, HealthLayer.CLOCK_RIGHT, Evidence.Outcome.BAD);
        assertThat(gateway.health
                        .of(camera, HealthLayer.CLOCK_RIGHT)
                        .orElseThrow()
                        .detail())
                .contains("ahead");
        assertThat(gateway.health
                        .of(camera, HealthLayer.AUTHENTICATED)
                        .orElseThrow()
                        .good())
                .isTrue();
        simulated.heal().join();
        awaitOutcome(camera, HealthLayer.CLOCK_RIGHT, Evidence.Outcome.GOOD);

        simulated.fault(new Fault.WrongPassword()).join();
        awaitOutcome(camera, HealthLayer.AUTHENTICATED, Evidence.Outcome.BAD);
        assertThat(gateway.health
                        .of(camera, HealthLayer.REACHABLE)
                        .orElseThrow()
                        .good())
                .isTrue();
        simulated.heal().join();

        simulated.fault(new Fault.Refused()).join();
        awaitOutcome(camera, HealthLayer.RTSP, Evidence.Outcome.BAD);
        assertThat(gateway.health.of(camera, HealthLayer.RTSP).orElseThrow().detail())
                .contains("closed");
        simulated.heal().join();
        awaitOutcome(camera, HealthLayer.RTSP, Evidence.Outcome.GOOD);

        simulated.fault(new Fault.Silent()).join();
        awaitOutcome(camera, HealthLayer.RTSP, Evidence.Outcome.BAD);
        awaitOutcome(camera, HealthLayer.ONVIF, Evidence.Outcome.BAD);
        simulated.heal().join();
        awaitOutcome(camera, HealthLayer.ONVIF, Evidence.Outcome.GOOD);
    }
}

package org.sharpeyes.registry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.registry.RegistryProblem;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.device.AccessPath;
import org.sharpeyes.registry.device.ChannelDescription;
import org.sharpeyes.registry.device.DeviceDescription;
import org.sharpeyes.registry.device.DeviceKind;
import org.sharpeyes.registry.device.DeviceRegistration;
import org.sharpeyes.registry.device.Placement;
import org.sharpeyes.registry.device.RegisteredDevice;
import org.sharpeyes.registry.device.Service;
import org.sharpeyes.registry.device.ServiceAddress;
import org.sharpeyes.registry.device.StreamDescription;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

class RegistryTest {
    private static final Change CHANGE = Change.now("li", "test");
    private static final Shape SQUARE = Shape.parse(
            "{\"type\":\"Polygon\",\"coordinates\":[[[110,30],[110.01,30],[110.01,30.01],[110,30.01],[110,30]]]}");

    private final SettableClock clock = new SettableClock();
    private final AreaId county = AreaId.random();
    private final AreaId town = AreaId.random();
    private Jdbi jdbi;
    private Registry registry;

    @BeforeEach
    void aCountyWithOneTown() {
        jdbi = TestDatabase.fresh();
        registry = new Registry(jdbi, clock);
        registry.putAreas(
                List.of(
                        new Area(county, null, AreaLevel.COUNTY, "619921", "青岚县", SQUARE, List.of()),
                        new Area(
                                town,
                                county,
                                AreaLevel.TOWN,
                                "619921001",
                                "云溪镇",
                                null,
                                List.of(new Person("综治主任", "周远", "000-1")))),
                List.of(new AreaLayer(java.util.UUID.randomUUID(), town, AreaLayer.Kind.KEY, "学校", 3, SQUARE)),
                CHANGE);
    }

    @Test
    void migratedDatabaseStartsEmpty() {
        assertThat(new Registry(TestDatabase.fresh(), clock).directory().cameras())
                .isEmpty();
    }

    @Test
    void areasComeBackWithPersonsAndBorders() {
        CameraDirectory read = new Registry(jdbi, clock).directory();

        assertThat(read.area(town))
                .get()
                .extracting(Area::persons)
                .isEqualTo(List.of(new Person("综治主任", "周远", "000-1")));
        assertThat(read.area(county)).get().extracting(Area::shape).isEqualTo(SQUARE);
        assertThat(read.path(town)).containsExactly(town, county);
        assertThat(registry.layers())
                .singleElement()
                .extracting(AreaLayer::weight)
                .isEqualTo(3.0);
    }

    @Test
    void aRegisteredCameraIsInTheDirectoryAtOnce() {
        PointId gate = point(1, "村口");
        DeviceRegistration camera = camera("SEC00001", "127.50.0.1");

        RegisteredDevice registered = registry.registerDevice(camera, new Placement(Map.of(1, code(1)), null), CHANGE);

        assertThat(registered.cameras()).containsExactly(CameraId.of(gate));
        CameraEntry entry = registry.directory().camera(CameraId.of(gate)).orElseThrow();
        assertThat(entry.source()).get().satisfies(source -> {
            assertThat(source.accessPath()).isEqualTo(camera.accessPath());
            assertThat(source.stream(StreamProfile.SUB))
                    .get()
                    .extracting(StreamDescription::path)
                    .isEqualTo("/sub");
            assertThat(source.serial()).isEqualTo("SEC00001");
        });
        assertThat(new Registry(jdbi, clock).directory().camera(CameraId.of(gate)))
                .contains(entry);
    }

    @Test
    void registeringTwiceKeepsDeviceChannelAndPoint() {
        RegisteredDevice first =
                registry.registerDevice(camera("SEC00001", "127.50.0.1"), Placement.byInventory(town), CHANGE);
        RegisteredDevice again =
                registry.registerDevice(camera("SEC00001", "127.50.0.99"), Placement.byInventory(town), CHANGE);

        assertThat(again.known()).isTrue();
        assertThat(again.device()).isEqualTo(first.device());
        assertThat(again.channels().get(0).channel())
                .isEqualTo(first.channels().get(0).channel());
        assertThat(again.cameras()).isEqualTo(first.cameras());
        assertThat(registry.directory().cameras())
                .singleElement()
                .extracting(entry -> entry.source()
                        .orElseThrow()
                        .accessPath()
                        .of(Service.RTSP)
                        .orElseThrow()
                        .host())
                .isEqualTo("127.50.0.99");
    }

    @Test
    void aSwapKeepsTheAddressOfTheCameraAndItsHistory() {
        PointId gate = point(1, "村口");
        ChannelId before = channel("SEC00001", 1);
        Instant swappedAt = clock.instant().plus(Duration.ofDays(3));
        clock.set(swappedAt);
        ChannelId after = uninstalled("SEC00002");

        registry.swap(gate, after, Change.now("li", "broken lens"));

        assertThat(channelNow(gate)).isEqualTo(after);
        assertThat(registry.at(gate, swappedAt.minusSeconds(1), clock.instant()).channel())
                .isEqualTo(before);
        assertThat(registry.history(gate))
                .filteredOn(entry -> entry.what().equals("installation") && entry.recordedTo() == null)
                .hasSize(2)
                .anySatisfy(entry -> assertThat(entry.reason()).isEqualTo("broken lens"));
    }

    @Test
    void oneChannelCannotHangAtTwoPoints() {
        point(1, "村口");
        ChannelId channel = channel("SEC00001", 1);
        PointId other = point(2, "桥头");

        assertThatThrownBy(() -> registry.install(other, channel, CHANGE))
                .isInstanceOf(RegistryProblem.class)
                .hasMessageContaining("it hangs at another point");
        registry.move(channel, other, CHANGE);
        assertThat(channelNow(other)).isEqualTo(channel);
    }

    @Test
    void installingWhereSomethingHangsIsRefused() {
        PointId gate = point(1, "村口");
        channel("SEC00001", 1);

        assertThatThrownBy(() -> registry.install(gate, uninstalled("SEC00002"), CHANGE))
                .isInstanceOfSatisfying(RegistryProblem.class, problem -> assertThat(problem.kind())
                        .isEqualTo(RegistryProblem.Kind.CONFLICT));
    }

    @Test
    void renamingLeavesTheOldNameToTheOldTime() {
        PointId gate = point(1, "村口");
        Instant created = clock.instant();
        clock.advance(Duration.ofDays(1));

        registry.renamePoint(gate, "东村口", CHANGE);

        assertThat(registry.directory()
                        .camera(CameraId.of(gate))
                        .orElseThrow()
                        .details()
                        .name())
                .isEqualTo("东村口");
        assertThat(registry.at(gate, created, clock.instant()).details())
                .isNotNull()
                .satisfies(details -> assertThat(details.name()).isEqualTo("村口"));
    }

    @Test
    void aCorrectionOfThePastChangesWhatWeKnowNowAndNotWhatWeKnewThen() {
        PointId gate = point(1, "村口");
        Instant start = clock.instant();
        clock.advance(Duration.ofDays(10));
        registry.reaim(gate, azimuth(90), null, CHANGE);
        Instant before = clock.instant();
        clock.advance(Duration.ofDays(10));

        registry.reaim(
                gate,
                azimuth(45),
                null,
                Change.between(start.plus(Duration.ofDays(2)), start.plus(Duration.ofDays(4)), "li", "found a photo"));

        Instant third = start.plus(Duration.ofDays(3));
        assertThat(registry.at(gate, third, clock.instant()).pose())
                .extracting(Pose::azimuth)
                .isEqualTo(azimuth(45));
        assertThat(registry.at(gate, third, before).pose())
                .extracting(Pose::azimuth)
                .isNull();
        assertThat(registry.at(gate, clock.instant(), clock.instant()).pose())
                .extracting(Pose::azimuth)
                .isEqualTo(azimuth(90));
    }

    @Test
    void commandsInTheSameInstantAndAfterAClockStepBackKeepTheirOrder() {
        PointId gate = point(1, "村口");
        registry.renamePoint(gate, "一", CHANGE);
        registry.renamePoint(gate, "二", CHANGE);
        clock.advance(Duration.ofHours(-5));
        registry.renamePoint(gate, "三", CHANGE);

        assertThat(registry.directory()
                        .camera(CameraId.of(gate))
                        .orElseThrow()
                        .details()
                        .name())
                .isEqualTo("三");
        assertThat(registry.history(gate))
                .filteredOn(e -> e.what().equals("point"))
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void aRetiredPointLeavesTheDirectoryAndItsCodeIsFree() {
        PointId gate = point(1, "村口");
        channel("SEC00001", 1);
        clock.advance(Duration.ofSeconds(1));
        Instant before = clock.instant();
        clock.advance(Duration.ofDays(1));

        registry.retirePoint(gate, CHANGE);

        assertThat(registry.directory().camera(CameraId.of(gate))).isEmpty();
        assertThat(registry.at(gate, before, clock.instant()).channel()).isNotNull();
        PointId heir = point(1, "新村口");
        assertThat(registry.pointByCode(code(1))).contains(heir);
    }

    @Test
    void twoPointsCannotShareACode() {
        point(1, "村口");

        assertThatThrownBy(() -> point(1, "桥头")).hasMessageContaining("point code");
    }

    @Test
    void theFutureIsNotEntered() {
        PointId gate = point(1, "村口");

        assertThatThrownBy(() -> registry.renamePoint(
                        gate, "x", Change.since(clock.instant().plusSeconds(60), "li", "")))
                .hasMessageContaining("not after now");
    }

    @Test
    void sixteenChannelsOfANvrBecomeSixteenCameras() {
        List<ChannelDescription> inputs = new ArrayList<>();
        for (int number = 1; number <= 16; number++) {
            inputs.add(new ChannelDescription(number, "通道" + number, "vs" + number, streams()));
        }
        DeviceRegistration nvr = new DeviceRegistration(
                new DeviceDescription(DeviceKind.NVR, "urn:uuid:n1", "SEN00001", null, "Qingshan", "NVR", "1"),
                path("127.50.240.1"),
                inputs);

        RegisteredDevice registered = registry.registerDevice(nvr, Placement.byInventory(town), CHANGE);

        assertThat(registered.cameras()).hasSize(16).doesNotHaveDuplicates();
        assertThat(registry.directory().cameras())
                .extracting(entry -> entry.details().code())
                .doesNotHaveDuplicates();
    }

    @Test
    void aCameraBehindItsNvrHasTwoRankedSources() {
        PointId gate = point(1, "村口");
        ChannelId own = channel("SEC00001", 1);
        ChannelId input = uninstalled("SEN00001");

        registry.rankSource(own, input, -1, CHANGE);

        assertThat(registry.directory().camera(CameraId.of(gate)).orElseThrow().sources())
                .extracting(source -> source.serial())
                .containsExactly("SEN00001", "SEC00001");
    }

    @Test
    void dependenciesReachTheDirectoryOnceAccepted() {
        PointId gate = point(1, "村口");
        Dependency feed =
                new Dependency(DependencyId.random(), DependencyKind.POWER, "东台区", null, Dependency.State.ACCEPTED, "");
        Dependency proposed = new Dependency(
                DependencyId.random(), DependencyKind.SWITCH, "交换机1", feed.id(), Dependency.State.PROPOSED, "subnet");
        registry.putDependency(feed, CHANGE);
        registry.putDependency(proposed, CHANGE);
        registry.setDependents(proposed.id(), List.of(gate), CHANGE);
        assertThat(registry.directory().camera(CameraId.of(gate)).orElseThrow().dependencies())
                .isEmpty();

        registry.putDependency(
                new Dependency(
                        proposed.id(), proposed.kind(), proposed.name(), feed.id(), Dependency.State.ACCEPTED, ""),
                CHANGE);

        CameraDirectory directory = registry.directory();
        assertThat(directory.chain(directory.camera(CameraId.of(gate)).orElseThrow()))
                .extracting(Dependency::name)
                .containsExactly("交换机1", "东台区");
    }

    @Test
    void subscribersGetTheDirectoryAtOnceAndAfterEachCommit() {
        List<Integer> sizes = new ArrayList<>();
        registry.subscribe(directory -> sizes.add(directory.cameras().size()));

        point(1, "村口");
        point(2, "桥头");

        assertThat(sizes).containsExactly(0, 1, 2);
    }

    @Test
    void aPoseComesBackWithEverySourceErrorAndDay() {
        Pose pose = new Pose(
                new Position(
                        new GeoPoint(110.001, 30.002), ReadingSource.SURVEYED, 2, java.time.LocalDate.of(2026, 1, 5)),
                new Reading(4.5, ReadingSource.STATED, 0.5, null),
                azimuth(359.5),
                new Reading(12, ReadingSource.ASSUMED, 10, null),
                new Reading(87, ReadingSource.ASSUMED, 5, null),
                null,
                new Reading(60, ReadingSource.ASSUMED, 20, null));
        PointId gate = registry.createPoint(PointDetails.of(code(1), "村口", town), pose, CHANGE);

        assertThat(new Registry(jdbi, clock)
                        .directory()
                        .camera(CameraId.of(gate))
                        .orElseThrow()
                        .pose())
                .isEqualTo(pose);
    }

    private PointId point(int serial, String name) {
        return registry.createPoint(PointDetails.of(code(serial), name, town), Pose.unknown(), CHANGE);
    }

    private ChannelId channel(String deviceSerial, int pointSerial) {
        return registry.registerDevice(
                        camera(deviceSerial, "127.50.0.1"), new Placement(Map.of(1, code(pointSerial)), null), CHANGE)
                .channels()
                .get(0)
                .channel();
    }

    private ChannelId uninstalled(String deviceSerial) {
        return registry.registerDevice(camera(deviceSerial, "127.50.0.2"), Placement.byInventory(null), CHANGE)
                .channels()
                .get(0)
                .channel();
    }

    private ChannelId channelNow(PointId point) {
        return registry.directory()
                .camera(CameraId.of(point))
                .orElseThrow()
                .source()
                .orElseThrow()
                .channel();
    }

    private static Reading azimuth(double degrees) {
        return new Reading(degrees, ReadingSource.SURVEYED, 3, null);
    }

    private static PointCode code(int serial) {
        return PointCode.of("61992101", 0, PointCode.NETWORK_CAMERA, 6, serial);
    }

    private static DeviceRegistration camera(String serial, String host) {
        return new DeviceRegistration(
                new DeviceDescription(
                        DeviceKind.CAMERA, "urn:uuid:" + serial, serial, null, "Lumenfield", "LF-B2120", "V5"),
                path(host),
                List.of(new ChannelDescription(1, "", "vs1", streams())));
    }

    private static AccessPath path(String host) {
        return AccessPath.of(Service.RTSP, new ServiceAddress(host, 554, ""))
                .with(Service.ONVIF, new ServiceAddress(host, 80, "/onvif/device_service"));
    }

    private static List<StreamDescription> streams() {
        return List.of(
                new StreamDescription(StreamProfile.MAIN, "H264", 1280, 720, "/main", "p0"),
                new StreamDescription(StreamProfile.SUB, "H264", 640, 360, "/sub", "p1"));
    }
}

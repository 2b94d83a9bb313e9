package org.sharpeyes.registry.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.coverage.CoverageAnswer;
import org.sharpeyes.registry.coverage.CoverageAnswer.Hit;
import org.sharpeyes.registry.coverage.CoverageAnswer.Miss;
import org.sharpeyes.registry.coverage.CoverageAnswer.Why;
import org.sharpeyes.registry.coverage.CoverageMap;
import org.sharpeyes.registry.coverage.CoverageReport;
import org.sharpeyes.registry.coverage.Grade;
import org.sharpeyes.registry.device.AccessPath;
import org.sharpeyes.registry.device.ChannelDescription;
import org.sharpeyes.registry.device.DeviceDescription;
import org.sharpeyes.registry.device.DeviceKind;
import org.sharpeyes.registry.device.DeviceRegistration;
import org.sharpeyes.registry.device.Placement;
import org.sharpeyes.registry.device.Service;
import org.sharpeyes.registry.device.ServiceAddress;
import org.sharpeyes.registry.device.StreamDescription;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/** Question 1 on a real index, with cameras whose truth the test knows. */
class CoverageSearchTest {
    private static final Change CHANGE = Change.now("li", "test");
    private static final GeoPoint CENTRE = new GeoPoint(109.65, 33.3);
    private static final LocalMap MAP = new LocalMap(CENTRE);
    private static final Shape VILLAGE = Shape.parse(
            "{\"type\":\"Polygon\",\"coordinates\":[[[109.645,33.296],[109.655,33.296],[109.655,33.304],[109.645,33.304],[109.645,33.296]]]}");

    private final SettableClock clock = new SettableClock();
    private final AreaId area = AreaId.random();
    private Registry registry;
    private CoverageSearch search;
    private int serial;

    @BeforeEach
    void aVillage() {
        // The index is asked with the database's own clock for "as known now".
        clock.set(Instant.now().minus(Duration.ofDays(100)));
        registry = new Registry(TestDatabase.fresh(), clock);
        registry.putAreas(
                List.of(new Area(area, null, AreaLevel.COUNTY, "990101", "村", VILLAGE, List.of())), List.of(), CHANGE);
        search = new CoverageSearch(registry);
    }

    @Test
    void whatIsKnownWellIsProvenAndTheRestGradedDown() {
        PointId sure = camera(pose(0, 0, 0.0, 80.0, 60.0, ReadingSource.SURVEYED), true);
        PointId assumed = camera(pose(0, 0, 0.0, 80.0, 60.0, ReadingSource.ASSUMED), true);
        PointId aimless = camera(pose(0, 0, null, 80.0, 60.0, ReadingSource.SURVEYED), true);
        PointId nowhere = camera(Pose.unknown(), true);

        CoverageAnswer answer = ask(at(0, 40), now());

        assertThat(answer.hits())
                .extracting(Hit::camera, Hit::grade)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(CameraId.of(sure), Grade.PROVEN),
                        org.assertj.core.groups.Tuple.tuple(CameraId.of(assumed), Grade.PROBABLE),
                        org.assertj.core.groups.Tuple.tuple(CameraId.of(aimless), Grade.POSSIBLE),
                        org.assertj.core.groups.Tuple.tuple(CameraId.of(nowhere), Grade.POSSIBLE));
        assertThat(answer.hits().get(3).unknown()).contains("position", "azimuth");
    }

    @Test
    void nearOnesThatDidNotAreNamedWithTheReason() {
        PointId behind = camera(pose(0, 0, 180.0, 60.0, 60.0, ReadingSource.SURVEYED), true);
        PointId empty = camera(pose(0, 0, 0.0, 80.0, 60.0, ReadingSource.SURVEYED), false);
        PointId far = camera(pose(58, 98, 0.0, 80.0, 75.0, ReadingSource.SURVEYED), true);

        assertThat(ask(at(0, 40), now()).misses())
                .extracting(Miss::camera, Miss::why)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(CameraId.of(behind), Why.OFF_AXIS),
                        org.assertj.core.groups.Tuple.tuple(CameraId.of(empty), Why.NOT_INSTALLED),
                        org.assertj.core.groups.Tuple.tuple(CameraId.of(far), Why.AWAY));
    }

    @Test
    void theWindowDecidesWhichPoseCounts() {
        PointId point = camera(pose(0, 0, 0.0, 60.0, 60.0, ReadingSource.SURVEYED), true);
        clock.advance(Duration.ofDays(30));
        Instant turned = clock.instant();
        registry.reaim(point, reading(180, 3, ReadingSource.SURVEYED), null, CHANGE);

        TimeWindow before = new TimeWindow(turned.minus(Duration.ofDays(2)), turned.minus(Duration.ofDays(1)));
        TimeWindow across = new TimeWindow(turned.minus(Duration.ofDays(2)), turned.plus(Duration.ofDays(1)));
        TimeWindow after = new TimeWindow(turned.plus(Duration.ofDays(1)), turned.plus(Duration.ofDays(2)));

        assertThat(ask(at(0, 40), before).hits()).hasSize(1);
        assertThat(ask(at(0, 40), after).hits()).isEmpty();
        assertThat(ask(at(0, 40), across).hits())
                .singleElement()
                .satisfies(hit -> assertThat(hit.times()).singleElement().satisfies(time -> assertThat(time.to())
                        .isEqualTo(ChangeLog.micros(time.to()))
                        .isBeforeOrEqualTo(turned.plusMillis(1))));
        assertThat(search.search(at(0, 40), after, turned.minus(Duration.ofDays(1)))
                        .hits())
                .as("as known before it was turned")
                .hasSize(1);
    }

    @Test
    void everyCameraThatTrulyCoversIsInTheAnswerAndNoneIsWronglyProven() {
        Random random = new Random(42);
        double[][] truth = new double[60][];
        PointId[] points = new PointId[truth.length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = new double[] {
                random.nextDouble() * 600 - 300,
                random.nextDouble() * 600 - 300,
                random.nextDouble() * 360,
                50 + random.nextDouble() * 60,
                30 + random.nextDouble() * 90
            };
            boolean aimed = random.nextInt(5) >= 2;
            boolean placed = random.nextInt(5) != 0;
            double positionError = random.nextDouble() * 10;
            double azimuthError = random.nextDouble() * 20;
            double off = random.nextDouble() * positionError;
            double way = random.nextDouble() * 2 * Math.PI;
            double writtenAzimuth = truth[i][2] + (random.nextDouble() * 2 - 1) * azimuthError;
            points[i] = camera(
                    new Pose(
                            placed
                                    ? new Position(
                                            MAP.toDegrees(
                                                    truth[i][0] + off * Math.sin(way),
                                                    truth[i][1] + off * Math.cos(way)),
                                            ReadingSource.STATED,
                                            positionError,
                                            null)
                                    : null,
                            reading(4, 0, ReadingSource.SURVEYED),
                            aimed ? reading((writtenAzimuth + 360) % 360, azimuthError, ReadingSource.STATED) : null,
                            null,
                            reading(truth[i][3] + random.nextDouble() * 4 - 2, 2, ReadingSource.STATED),
                            null,
                            reading(
                                    truth[i][4] * (0.9 + random.nextDouble() * 0.2),
                                    truth[i][4] * 0.15,
                                    ReadingSource.STATED)),
                    true);
        }
        int covered = 0;
        int proven = 0;
        for (int k = 0; k < 60; k++) {
            double x = random.nextDouble() * 600 - 300;
            double y = random.nextDouble() * 600 - 300;
            List<Hit> hits = ask(at(x, y), now()).hits();
            for (int i = 0; i < truth.length; i++) {
                CameraId camera = CameraId.of(points[i]);
                boolean sees = sees(truth[i], x, y);
                if (sees) {
                    covered++;
                    assertThat(hits).extracting(Hit::camera).contains(camera);
                }
                if (hits.stream().anyMatch(hit -> hit.camera().equals(camera) && hit.grade() == Grade.PROVEN)) {
                    proven++;
                    assertThat(sees).as("camera %d proven at %s %s", i, x, y).isTrue();
                }
            }
        }
        assertThat(covered).isGreaterThan(20);
        assertThat(proven).isPositive();
    }

    @Test
    void aDeadCameraCoversNothingAndAChangeIsSeen() {
        PointId point = camera(pose(0, 0, 0.0, 80.0, 60.0, ReadingSource.SURVEYED), true);
        CoverageMap map = new CoverageMap(area);

        CoverageReport living = map.report(
                new CoverageMap.Asked(registry.directory(), registry.obstacles(), List.of(), area, camera -> true));
        CoverageReport dead = map.report(
                new CoverageMap.Asked(registry.directory(), registry.obstacles(), List.of(), area, camera -> false));
        registry.setPose(point, Pose.unknown(), CHANGE);
        CoverageReport unknown = map.report(
                new CoverageMap.Asked(registry.directory(), registry.obstacles(), List.of(), area, camera -> true));

        assertThat(living.ground().provenNow())
                .isPositive()
                .isEqualTo(living.ground().proven());
        assertThat(dead.ground().provenNow()).isZero();
        assertThat(dead.asBuilt()).isEqualTo(living.asBuilt());
        assertThat(unknown.ground().proven()).isZero();
        assertThat(unknown.ground().possible()).isEqualTo(unknown.ground().all());
    }

    private static boolean sees(double[] camera, double x, double y) {
        double distance = Math.hypot(x - camera[0], y - camera[1]);
        double bearing = Math.toDegrees(Math.atan2(x - camera[0], y - camera[1]));
        return distance <= camera[4]
                && distance >= 0.5
                && Math.abs(Math.IEEEremainder(bearing - camera[2], 360)) <= camera[3] / 2;
    }

    private CoverageAnswer ask(Shape place, TimeWindow window) {
        return search.search(place, window, null);
    }

    private TimeWindow now() {
        return new TimeWindow(clock.instant(), clock.instant().plusSeconds(60));
    }

    private static Shape at(double x, double y) {
        GeoPoint point = MAP.toDegrees(x, y);
        return Shape.parse("{\"type\":\"Point\",\"coordinates\":[" + point.longitude() + "," + point.latitude() + "]}");
    }

    private PointId camera(Pose pose, boolean installed) {
        serial++;
        PointCode code = PointCode.of("99010101", 1, PointCode.NETWORK_CAMERA, 6, serial);
        PointId point = registry.createPoint(PointDetails.of(code, "点" + serial, area), pose, CHANGE);
        if (installed) {
            registry.registerDevice(
                    new DeviceRegistration(
                            new DeviceDescription(DeviceKind.CAMERA, "urn:" + serial, "S" + serial, null, "", "", ""),
                            AccessPath.of(Service.RTSP, new ServiceAddress("127.0.0.1", 554, "")),
                            List.of(new ChannelDescription(
                                    1,
                                    "",
                                    null,
                                    List.of(new StreamDescription(StreamProfile.MAIN, "H264", 0, 0, "/", null))))),
                    new Placement(Map.of(1, code), null),
                    CHANGE);
        }
        clock.advance(Duration.ofMillis(1));
        return point;
    }

    private static Pose pose(
            double x, double y, @Nullable Double azimuth, double angle, double reach, ReadingSource source) {
        return new Pose(
                new Position(MAP.toDegrees(x, y), source, 1, null),
                reading(4, 0, source),
                azimuth == null ? null : reading(azimuth, 3, source),
                null,
                reading(angle, 2, source),
                null,
                reading(reach, 2, source));
    }

    private static Reading reading(double value, double error, ReadingSource source) {
        return new Reading(value, source, error, null);
    }
}

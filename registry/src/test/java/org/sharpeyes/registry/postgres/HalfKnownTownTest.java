package org.sharpeyes.registry.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.coverage.CoverageAnswer.Hit;
import org.sharpeyes.registry.coverage.CoverageMap;
import org.sharpeyes.registry.coverage.CoverageReport;
import org.sharpeyes.registry.coverage.Grade;
import org.sharpeyes.registry.coverage.WorkItem;
import org.sharpeyes.registry.device.AccessPath;
import org.sharpeyes.registry.device.ChannelDescription;
import org.sharpeyes.registry.device.DeviceDescription;
import org.sharpeyes.registry.device.DeviceKind;
import org.sharpeyes.registry.device.DeviceRegistration;
import org.sharpeyes.registry.device.Placement;
import org.sharpeyes.registry.device.Service;
import org.sharpeyes.registry.device.ServiceAddress;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/** A town with buildings whose truth the test knows; of its cameras 40 % have no azimuth and 20 % no coordinates. */
@Tag("slow")
class HalfKnownTownTest {
    private static final Change CHANGE = Change.now("li", "test");
    private static final LocalMap MAP = new LocalMap(new GeoPoint(109.65, 33.3));
    private static final GeometryFactory FACTORY = new GeometryFactory();
    private static final int CAMERAS = 100;
    private static final int PLACES = 400;
    private static final int WORK = 20;

    /** Half the side of a village, metres; four of them make the town. */
    private static final double HALF = 200;

    private static final double POSITION_ERROR = 5;
    private static final double AZIMUTH_ERROR = 8;
    private static final double ANGLE_ERROR = 2;

    private final Random random = new Random(41);
    private final SettableClock clock = new SettableClock();
    private final AreaId county = AreaId.random();
    private final List<AreaId> villages = new ArrayList<>();
    private final List<Geometry> buildings = new ArrayList<>();
    private final Map<CameraId, Truth> truths = new HashMap<>();
    private Registry registry;

    /** Where a camera really stands and looks; metres and degrees. */
    private record Truth(double x, double y, double azimuth, double angle, double reach) {}

    /** What question 1 said of many places. */
    private record Asked(int covering, int missed, int proven, int wronglyProven) {}

    @BeforeEach
    void aTownWhoseRegistryKnowsHalf() {
        clock.set(Instant.now().minus(Duration.ofDays(100)));
        registry = new Registry(TestDatabase.fresh(), clock);
        areas();
        buildings();
        for (int i = 0; i < CAMERAS; i++) {
            camera(i);
        }
    }

    @Test
    void whoCoversIsAlwaysInTheAnswerAndWhoDoesNotIsNeverProven() {
        assertThat(registry.directory().cameras())
                .filteredOn(camera -> camera.pose().azimuth() == null)
                .hasSize(CAMERAS * 4 / 10);
        assertThat(registry.directory().cameras())
                .filteredOn(camera -> camera.pose().position() == null)
                .hasSize(CAMERAS / 5);
        CoverageMap map = new CoverageMap(county);

        Asked before = ask();
        CoverageReport reportBefore = map.report(asked());
        List<WorkItem> work = map.worklist(asked(), WORK);
        assertThat(work).hasSize(WORK);
        work.forEach(item -> calibrate(item.camera()));
        Asked after = ask();
        CoverageReport reportAfter = map.report(asked());

        System.out.printf(
                Locale.ROOT,
                "half-known town: %d cameras, %d buildings, %d places; truly covering %d, not in the answer %d;"
                        + " proven before %d (wrongly %d), after calibrating %d: %d (wrongly %d);"
                        + " share of the town proven before %.4f, after %.4f%n",
                CAMERAS,
                buildings.size(),
                PLACES,
                before.covering(),
                before.missed() + after.missed(),
                before.proven(),
                before.wronglyProven(),
                WORK,
                after.proven(),
                after.wronglyProven(),
                reportBefore.ratio(),
                reportAfter.ratio());
        assertThat(before.covering()).isGreaterThan(100);
        assertThat(before.missed() + after.missed()).isZero();
        assertThat(before.proven()).isPositive();
        assertThat(before.wronglyProven() + after.wronglyProven()).isZero();
        assertThat(after.proven()).isGreaterThan(before.proven());
        assertThat(reportAfter.ratio()).isGreaterThan(reportBefore.ratio());
    }

    private CoverageMap.Asked asked() {
        return new CoverageMap.Asked(
                registry.directory(), registry.obstacles(), registry.layers(), county, camera -> true);
    }

    private Asked ask() {
        CoverageSearch search = new CoverageSearch(registry);
        TimeWindow window = new TimeWindow(clock.instant(), clock.instant().plusSeconds(60));
        Random places = new Random(5);
        int covering = 0;
        int missed = 0;
        int proven = 0;
        int wrong = 0;
        for (int k = 0; k < PLACES; k++) {
            double x = (places.nextDouble() * 2 - 1) * 2 * HALF;
            double y = (places.nextDouble() * 2 - 1) * 2 * HALF;
            Map<CameraId, Grade> hits = new HashMap<>();
            for (Hit hit : search.search(at(x, y), window, null).hits()) {
                hits.put(hit.camera(), hit.grade());
            }
            for (Map.Entry<CameraId, Truth> each : truths.entrySet()) {
                boolean sees = sees(each.getValue(), x, y);
                covering += sees ? 1 : 0;
                missed += sees && !hits.containsKey(each.getKey()) ? 1 : 0;
                if (hits.get(each.getKey()) == Grade.PROVEN) {
                    proven++;
                    wrong += sees ? 0 : 1;
                }
            }
        }
        return new Asked(covering, missed, proven, wrong);
    }

    /** By distance, bearing and a line of sight: no geometry of ours. */
    private boolean sees(Truth camera, double x, double y) {
        double distance = Math.hypot(x - camera.x(), y - camera.y());
        double bearing = Math.toDegrees(Math.atan2(x - camera.x(), y - camera.y()));
        if (distance > camera.reach()
                || distance < 0.5
                || Math.abs(Math.IEEEremainder(bearing - camera.azimuth(), 360)) > camera.angle() / 2) {
            return false;
        }
        Geometry sight = FACTORY.createLineString(
                new Coordinate[] {new Coordinate(camera.x(), camera.y()), new Coordinate(x, y)});
        return buildings.stream().noneMatch(sight::intersects);
    }

    private void calibrate(CameraId camera) {
        Truth truth = requireNonNull(truths.get(camera), "truth");
        registry.setPose(
                camera.point(),
                new Pose(
                        new Position(MAP.toDegrees(truth.x(), truth.y()), ReadingSource.CALIBRATED, 1, null),
                        new Reading(4, ReadingSource.CALIBRATED, 0.2, null),
                        new Reading(truth.azimuth(), ReadingSource.CALIBRATED, 1, null),
                        null,
                        new Reading(truth.angle(), ReadingSource.CALIBRATED, 1, null),
                        null,
                        new Reading(truth.reach(), ReadingSource.STATED, truth.reach() * 0.1, null)),
                CHANGE);
    }

    private void areas() {
        List<Area> areas = new ArrayList<>();
        areas.add(new Area(county, null, AreaLevel.COUNTY, "990101", "县", box(-2, -2, 2, 2), List.of()));
        AreaId town = AreaId.random();
        areas.add(new Area(town, county, AreaLevel.TOWN, "990101101", "镇", box(-2, -2, 2, 2), List.of()));
        for (int i = 0; i < 4; i++) {
            AreaId village = AreaId.random();
            villages.add(village);
            double west = i % 2 == 0 ? -2 : 0;
            double south = i < 2 ? -2 : 0;
            areas.add(new Area(
                    village,
                    town,
                    AreaLevel.VILLAGE,
                    "99010110120" + (i + 1),
                    "村" + i,
                    box(west, south, west + 2, south + 2),
                    List.of()));
        }
        registry.putAreas(areas, List.of(), CHANGE);
    }

    /** In halves of a village's side. */
    private static Shape box(double west, double south, double east, double north) {
        return Shape.of(
                MAP.toDegrees(FACTORY.toGeometry(new Envelope(west * HALF, east * HALF, south * HALF, north * HALF))));
    }

    private void buildings() {
        StringBuilder features = new StringBuilder();
        while (buildings.size() < 60) {
            double x = (random.nextDouble() * 2 - 1) * 2 * HALF;
            double y = (random.nextDouble() * 2 - 1) * 2 * HALF;
            Geometry building = FACTORY.toGeometry(
                    new Envelope(x, x + 6 + random.nextDouble() * 20, y, y + 6 + random.nextDouble() * 20));
            buildings.add(building);
            features.append(features.isEmpty() ? "" : ",")
                    .append("{\"type\":\"Feature\",\"properties\":{\"kind\":\"BUILDING\",\"height\":12},\"geometry\":")
                    .append(Shape.of(MAP.toDegrees(building)).geoJson())
                    .append('}');
        }
        new ObstacleImport(registry)
                .read("{\"type\":\"FeatureCollection\",\"features\":[" + features + "]}", false, false, CHANGE);
        assertThat(registry.obstacles().all()).hasSize(buildings.size());
    }

    /** Four of ten lack the azimuth, one of five the place; what is written lies within its error. */
    private void camera(int number) {
        Truth truth;
        do {
            truth = new Truth(
                    (random.nextDouble() * 2 - 1) * 2 * HALF,
                    (random.nextDouble() * 2 - 1) * 2 * HALF,
                    random.nextDouble() * 360,
                    50 + random.nextDouble() * 60,
                    30 + random.nextDouble() * 90);
        } while (inside(truth));
        double off = random.nextDouble() * POSITION_ERROR * 0.99;
        double way = random.nextDouble() * 2 * Math.PI;
        double written = (truth.azimuth() + within(AZIMUTH_ERROR) + 360) % 360;
        Pose pose = new Pose(
                number % 5 == 0
                        ? null
                        : new Position(
                                MAP.toDegrees(truth.x() + off * Math.sin(way), truth.y() + off * Math.cos(way)),
                                ReadingSource.STATED,
                                POSITION_ERROR,
                                null),
                new Reading(4, ReadingSource.SURVEYED, 0.2, null),
                number % 10 < 4 ? null : new Reading(written, ReadingSource.STATED, AZIMUTH_ERROR, null),
                null,
                new Reading(truth.angle() + within(ANGLE_ERROR), ReadingSource.STATED, ANGLE_ERROR, null),
                null,
                new Reading(truth.reach() * (1 + within(0.1)), ReadingSource.STATED, truth.reach() * 0.15, null));
        PointCode code = PointCode.of("99010101", 1, PointCode.NETWORK_CAMERA, 6, number + 1);
        AreaId village = villages.get((truth.x() < 0 ? 0 : 1) + (truth.y() < 0 ? 0 : 2));
        PointId point = registry.createPoint(PointDetails.of(code, "点" + number, village), pose, CHANGE);
        registry.registerDevice(
                new DeviceRegistration(
                        new DeviceDescription(DeviceKind.CAMERA, "urn:" + number, "S" + number, null, "", "", ""),
                        AccessPath.of(Service.RTSP, new ServiceAddress("127.0.0.1", 554, "")),
                        List.of(new ChannelDescription(1, "", null, List.of()))),
                new Placement(Map.of(1, code), null),
                CHANGE);
        clock.advance(Duration.ofMillis(1));
        truths.put(CameraId.of(point), truth);
    }

    private boolean inside(Truth camera) {
        Geometry apex = FACTORY.createPoint(new Coordinate(camera.x(), camera.y()));
        return buildings.stream().anyMatch(building -> building.distance(apex) < 0.5);
    }

    private double within(double error) {
        return (random.nextDouble() * 2 - 1) * error;
    }

    private static Shape at(double x, double y) {
        GeoPoint point = MAP.toDegrees(x, y);
        return Shape.parse("{\"type\":\"Point\",\"coordinates\":[" + point.longitude() + "," + point.latitude() + "]}");
    }
}

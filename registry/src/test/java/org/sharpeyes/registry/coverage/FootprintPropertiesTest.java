package org.sharpeyes.registry.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/** Whatever the truth within the errors: what is proven is truly seen, and what is truly seen is at least possible. */
class FootprintPropertiesTest {
    private static final GeoPoint ORIGIN = new GeoPoint(109.65, 33.3);
    private static final LocalMap MAP = new LocalMap(ORIGIN);
    private static final int SAMPLES = 1500;
    /** The chords of arcs leave them by 5 cm, and buffers by as much. */
    private static final double OUTLINE = 0.12;

    @Property(tries = 300)
    void theGradesHoldWhateverTheTruthIs(@ForAll long seed) {
        Scene scene = new Scene(seed, 100);
        double positionError = scene.random.nextBoolean() ? 0 : scene.between(0.5, 12);
        double azimuth = scene.between(0, 359.9);
        double azimuthError = scene.between(0, 25);
        double angle = scene.between(30, 120);
        double reach = scene.between(30, 120);
        double reachError = reach * scene.between(0, 0.25);
        Pose written = new Pose(
                new Position(ORIGIN, ReadingSource.SURVEYED, positionError, null),
                new Reading(4, ReadingSource.SURVEYED, 0, null),
                unless(scene, new Reading(azimuth, ReadingSource.SURVEYED, azimuthError, null)),
                null,
                unless(scene, new Reading(angle, ReadingSource.STATED, 5, null)),
                null,
                unless(scene, new Reading(reach, ReadingSource.STATED, reachError, null)));
        Footprint footprint = Footprint.of(written, null, MAP, scene.buildings);

        // The truth: anything within the errors; unknown values are anything usual.
        double direction = scene.between(0, 360);
        double off = Math.sqrt(scene.random.nextDouble()) * positionError;
        double ax = off * Math.sin(direction);
        double ay = off * Math.cos(direction);
        double trueAzimuth = written.azimuth() == null
                ? scene.between(0, 360)
                : azimuth + scene.between(-azimuthError, azimuthError);
        double trueAngle = written.horizontalAngle() == null ? scene.between(20, 180) : angle + scene.between(-5, 5);
        double trueReach =
                written.reach() == null ? scene.between(20, 200) : reach + scene.between(-reachError, reachError);
        double trueNear = scene.between(0, 8);

        Geometry proven = footprint.proven().buffer(-OUTLINE);
        Geometry possible = footprint.possible().buffer(OUTLINE);
        IndexedPointInAreaLocator sure = new IndexedPointInAreaLocator(proven);
        IndexedPointInAreaLocator maybe = new IndexedPointInAreaLocator(possible);
        for (int i = 0; i < SAMPLES; i++) {
            Coordinate p = scene.somewhere(trueReach);
            boolean truth = scene.sees(ax, ay, trueAzimuth, trueAngle, trueNear, trueReach, p);
            if (!proven.isEmpty() && sure.locate(p) == Location.INTERIOR) {
                assertThat(truth).as("proven at %s", p).isTrue();
            }
            if (truth) {
                assertThat(maybe.locate(p)).as("possible at %s", p).isNotEqualTo(Location.EXTERIOR);
            }
        }
    }

    @Test
    void assumedValuesProveNothing() {
        Pose pose = new Pose(
                new Position(ORIGIN, ReadingSource.ASSUMED, 5, null),
                null,
                new Reading(10, ReadingSource.SURVEYED, 1, null),
                null,
                new Reading(80, ReadingSource.STATED, 1, null),
                null,
                new Reading(60, ReadingSource.STATED, 1, null));

        Footprint footprint = Footprint.of(pose, null, MAP, List.of());

        assertThat(footprint.proven().isEmpty()).isTrue();
        assertThat(footprint.probable().getArea()).isPositive();
    }

    @Test
    void anUnknownPositionStandsForItsWholeArea() {
        Shape area = Shape.parse(
                "{\"type\":\"Polygon\",\"coordinates\":[[[109.65,33.3],[109.66,33.3],[109.66,33.31],[109.65,33.31],[109.65,33.3]]]}");

        Footprint footprint = Footprint.of(Pose.unknown(), area, MAP, List.of());

        assertThat(footprint.probable().isEmpty()).isTrue();
        assertThat(footprint.possible().covers(MAP.toMetres(area.geometry()))).isTrue();
    }

    @Test
    void tiltAndHeightLeaveABlindFoot() {
        Pose pose = new Pose(
                new Position(ORIGIN, ReadingSource.SURVEYED, 0, null),
                new Reading(6, ReadingSource.SURVEYED, 0, null),
                new Reading(0, ReadingSource.SURVEYED, 0, null),
                new Reading(15, ReadingSource.SURVEYED, 0, null),
                new Reading(80, ReadingSource.SURVEYED, 0, null),
                new Reading(30, ReadingSource.SURVEYED, 0, null),
                new Reading(60, ReadingSource.SURVEYED, 0, null));

        Geometry seen = Footprint.of(pose, null, MAP, List.of()).proven();

        // The lowest ray falls 30° below the horizon: 6 m / tan 30° = 10.4 m.
        assertThat(seen.distance(Sector.FACTORY.createPoint(new Coordinate(0, 0))))
                .isBetween(7.8, 10.5);
        assertThat(seen.covers(Sector.FACTORY.createPoint(new Coordinate(0, 10.5))))
                .isTrue();
        assertThat(seen.covers(Sector.FACTORY.createPoint(new Coordinate(0, 10.2))))
                .isFalse();
    }

    @Test
    void metresAndDegreesAgreeBothWaysAlsoAtTheDateLine() {
        LocalMap map = new LocalMap(new GeoPoint(180, 52));
        for (double longitude : List.of(179.9, -179.9, 180.0)) {
            Coordinate at = map.toMetres(longitude, 52.05);
            GeoPoint back = map.toDegrees(at.x, at.y);

            assertThat(Math.abs(at.x)).isLessThan(7_000);
            assertThat(Math.abs(Math.IEEEremainder(back.longitude() - longitude, 360)))
                    .isLessThan(1e-8);
            assertThat(back.latitude()).isCloseTo(52.05, org.assertj.core.data.Offset.offset(1e-8));
        }
    }

    @Test
    void distancesAreTrueToAMillimetreIn200Metres() {
        // Vincenty's formula gives 0.001 degree of longitude at 33.3° north as 93.127 m, of latitude as 110.919 m.
        Coordinate east = MAP.toMetres(109.651, 33.3);
        Coordinate north = MAP.toMetres(109.65, 33.301);

        assertThat(Math.hypot(east.x, east.y)).isCloseTo(vincentyEast(), org.assertj.core.data.Offset.offset(0.001));
        assertThat(north.y).isCloseTo(meridian(), org.assertj.core.data.Offset.offset(0.001));
    }

    /** Length of the parallel's chord by the radius of curvature, independent of the map's series. */
    private static double vincentyEast() {
        double phi = Math.toRadians(33.3);
        double e2 = 0.00669437999014;
        double n = 6_378_137 / Math.sqrt(1 - e2 * Math.sin(phi) * Math.sin(phi));
        return n * Math.cos(phi) * Math.toRadians(0.001);
    }

    private static double meridian() {
        double e2 = 0.00669437999014;
        double phi = Math.toRadians(33.3005);
        double m = 6_378_137 * (1 - e2) / Math.pow(1 - e2 * Math.sin(phi) * Math.sin(phi), 1.5);
        return m * Math.toRadians(0.001);
    }

    private static @Nullable Reading unless(Scene scene, Reading reading) {
        return scene.random.nextInt(4) == 0 ? null : reading;
    }
}

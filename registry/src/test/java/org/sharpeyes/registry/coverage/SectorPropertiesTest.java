package org.sharpeyes.registry.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;

/** The sector's outline against the question asked at many random places. */
class SectorPropertiesTest {
    private static final int SAMPLES = 1000;
    private static final int SOAK_SCENES = 100_000;

    /** Samples of one scene: those in the open sector, those truly seen, those where the outline says otherwise. */
    private record Compared(double open, int inside, int wrong) {
        Compared plus(Compared other) {
            return new Compared(open + other.open, inside + other.inside, wrong + other.wrong);
        }

        /** Half a percent of the open sector, and three samples for chance. */
        void check(long seed) {
            assertThat((double) wrong).as("seed %d, of %d inside", seed, inside).isLessThanOrEqualTo(0.005 * open + 3);
        }
    }

    @Property(tries = 1000)
    void theOutlineAgreesWithBruteForce(@ForAll long seed) {
        compare(seed).check(seed);
    }

    @Test
    @Tag("soak")
    @Tag("soak-coverage")
    void theOutlineAgreesWithBruteForceInAHundredThousandScenes() {
        Compared all = LongStream.range(0, SOAK_SCENES)
                .parallel()
                .mapToObj(seed -> {
                    Compared one = compare(seed);
                    one.check(seed);
                    return one;
                })
                .reduce(new Compared(0, 0, 0), Compared::plus);
        System.out.printf(
                Locale.ROOT,
                "geometry: %d scenes, %d samples each, %d truly seen, %d where the outline says otherwise: %.4f %%%n",
                SOAK_SCENES,
                SAMPLES,
                all.inside(),
                all.wrong(),
                100.0 * all.wrong() / all.inside());
        assertThat((double) all.wrong()).isLessThanOrEqualTo(0.005 * all.inside());
    }

    private static Compared compare(long seed) {
        Scene scene = new Scene(seed, 120);
        double far = scene.between(25, 200);
        double near = scene.random.nextBoolean() ? 0 : scene.between(0, far / 2);
        double angle = scene.random.nextInt(5) == 0 ? 360 : scene.between(5, 330);
        double azimuth = scene.random.nextInt(4) == 0 ? 0 : scene.between(0, 360);
        Geometry seen = new Sector(0, 0, azimuth, angle, near, far).seen(scene.buildings);

        int wrong = 0;
        int inside = 0;
        IndexedPointInAreaLocator locator = new IndexedPointInAreaLocator(seen);
        for (int i = 0; i < SAMPLES; i++) {
            Coordinate p = scene.somewhere(far);
            boolean truth = scene.sees(0, 0, azimuth, angle, near, far, p);
            boolean ours = locator.locate(p) != Location.EXTERIOR;
            inside += truth ? 1 : 0;
            wrong += truth != ours ? 1 : 0;
        }
        double open =
                SAMPLES * new Sector(0, 0, azimuth, angle, near, far).ground().getArea() / (4 * far * far);
        return new Compared(open, inside, wrong);
    }

    @Test
    void anAllRoundCameraIsADisc() {
        assertThat(new Sector(3, 4, 77, 360, 0, 100).ground().getArea())
                .isCloseTo(Math.PI * 10_000, org.assertj.core.data.Percentage.withPercentage(0.2));
    }

    @Test
    void azimuthZeroAndThreeSixtyAreTheSame() {
        Geometry zero = new Sector(0, 0, 0, 90, 5, 50).ground();
        Geometry full = new Sector(0, 0, 360, 90, 5, 50).ground();

        assertThat(zero.symDifference(full).getArea()).isLessThan(1e-6);
    }

    @Test
    void aWallJustInFrontHidesHalfTheWorld() {
        Geometry wall = Sector.FACTORY.toGeometry(new org.locationtech.jts.geom.Envelope(-1000, 1000, 0.5, 1));

        Geometry seen = new Sector(0, 0, 0, 360, 0, 100).seen(java.util.List.of(wall));

        assertThat(seen.getEnvelopeInternal().getMaxY()).isLessThanOrEqualTo(0.5 + 1e-9);
        assertThat(seen.getArea()).isBetween(Math.PI * 5000, Math.PI * 5000 + 110);
    }
}

package org.sharpeyes.registry.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.union.UnaryUnionOp;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.PointId;

/** Bits against vectors. */
class CoverageLayerTest {
    private static final Geometry FIELD = Sector.FACTORY.toGeometry(new Envelope(-700, 900, -800, 650));

    @Test
    void theShareAgreesWithTheUnionOfVectors() {
        Random random = new Random(7);
        CoverageLayer layer = new CoverageLayer();
        List<Geometry> sectors = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Geometry sector = sector(random);
            sectors.add(sector);
            layer.put(camera(), sector);
        }

        CoverageLayer.Cells cells = layer.count(FIELD);

        double vectors = UnaryUnionOp.union(sectors).intersection(FIELD).getArea();
        assertThat((double) cells.all())
                .isCloseTo(FIELD.getArea(), org.assertj.core.data.Percentage.withPercentage(0.1));
        assertThat((double) cells.covered()).isCloseTo(vectors, org.assertj.core.data.Percentage.withPercentage(0.5));
    }

    @Test
    void aCameraThatGoesLeavesWhatOthersCover() {
        Random random = new Random(8);
        CoverageLayer layer = new CoverageLayer();
        CameraId staying = camera();
        CameraId leaving = camera();
        Geometry stays = sector(random);
        layer.put(staying, stays);
        long alone = layer.count(FIELD).covered();
        layer.put(leaving, sector(random).union(stays));
        assertThat(layer.count(FIELD).covered()).isGreaterThan(alone);

        layer.put(leaving, null);

        assertThat(layer.count(FIELD).covered()).isEqualTo(alone);
    }

    @Test
    void holesAreNotCovered() {
        CoverageLayer layer = new CoverageLayer();
        layer.put(camera(), new Sector(0, 0, 0, 360, 30, 60).ground());

        assertThat((double) layer.count(FIELD).covered())
                .isCloseTo(Math.PI * 2700, org.assertj.core.data.Percentage.withPercentage(1));
    }

    private static Geometry sector(Random random) {
        return new Sector(
                        random.nextDouble() * 1200 - 600,
                        random.nextDouble() * 1200 - 600,
                        random.nextDouble() * 360,
                        20 + random.nextDouble() * 100,
                        0,
                        30 + random.nextDouble() * 150)
                .ground();
    }

    private static CameraId camera() {
        return CameraId.of(PointId.random());
    }
}

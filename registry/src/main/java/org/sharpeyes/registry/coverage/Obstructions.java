package org.sharpeyes.registry.coverage;

import java.util.List;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.buffer.BufferOp;
import org.locationtech.jts.operation.buffer.BufferParameters;

/** What hides ground at one time, in metres of one map. */
public interface Obstructions {
    Obstructions NONE = of(List.of());

    /**
     * Polygons that touch {@code box} and may hide ground.
     *
     * @param grownBy metres by which each is made larger, at least
     */
    List<Geometry> near(Envelope box, double grownBy);

    /**
     * Polygons that touch {@code box} and hide whatever lies behind them from a camera at most that high.
     *
     * @param shrunkBy metres by which each is made smaller
     */
    List<Geometry> surely(Envelope box, double shrunkBy, double cameraHeight);

    /** These and no others, each higher than any camera. */
    static Obstructions of(List<? extends Geometry> polygons) {
        return new Obstructions() {
            @Override
            public List<Geometry> near(Envelope box, double grownBy) {
                return polygons.stream()
                        .map(polygon -> grown(polygon, grownBy))
                        .filter(polygon -> polygon.getEnvelopeInternal().intersects(box))
                        .toList();
            }

            @Override
            public List<Geometry> surely(Envelope box, double shrunkBy, double cameraHeight) {
                return polygons.stream()
                        .map(polygon -> (Geometry) (shrunkBy == 0 ? polygon : polygon.buffer(-shrunkBy)))
                        .filter(polygon -> polygon.getEnvelopeInternal().intersects(box))
                        .toList();
            }
        };
    }

    /** The polygon made larger with few corners: never less than the true parallel outline. */
    static Geometry grown(Geometry polygon, double metres) {
        return metres == 0
                ? polygon
                : BufferOp.bufferOp(
                        polygon,
                        metres,
                        new BufferParameters(1, BufferParameters.CAP_FLAT, BufferParameters.JOIN_MITRE, 5));
    }
}

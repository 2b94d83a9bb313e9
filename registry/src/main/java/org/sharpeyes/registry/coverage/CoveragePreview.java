package org.sharpeyes.registry.coverage;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.geo.Shape;

/**
 * What a change of one pose would do, before it is made. Own ground is by the values as written; the area's is proven and
 * net of all other living cameras.
 */
public record CoveragePreview(
        Part before,
        Part after,
        Part gained,
        Part lost,
        double ratioBefore,
        double ratioAfter,
        long areaGained,
        long areaLost) {
    /** @param shape {@code null} if there is no ground */
    public record Part(@Nullable Shape shape, double squareMetres) {}
}

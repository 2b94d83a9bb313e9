package org.sharpeyes.registry.coverage;

import java.util.List;
import org.sharpeyes.registry.area.AreaLayer;

/**
 * Covered share of an area: square metres by grade, as built and now.
 *
 * @param ratio the headline: proven and alive, weighted by place; of the whole ground where no place is named
 * @param asBuilt the same as if every camera were alive
 * @param denominator square metres times weight that the headline is a share of
 * @param places the key, complex and weak places of the area, the worst blind spot (weight times what is not proven to be
 *     covered now) first
 */
public record CoverageReport(
        double ratio,
        double asBuilt,
        double denominator,
        boolean byPlaces,
        Ground ground,
        Redundancy redundancy,
        List<Place> places,
        int cameras,
        int alive) {
    public CoverageReport {
        places = List.copyOf(places);
    }

    /** Square metres: all of it, proven now, and proven, probable or better, possible or better as built. */
    public record Ground(long all, long provenNow, long proven, long probable, long possible) {}

    /** Square metres of the whole ground that at least one, two, three living cameras are proven to cover. */
    public record Redundancy(long one, long two, long three) {}

    /** One weighted place. */
    public record Place(String name, AreaLayer.Kind kind, double weight, Ground ground) {
        /** What is not proven to be covered now, by weight. */
        public double blind() {
            return weight * (ground.all() - ground.provenNow());
        }
    }
}

package org.sharpeyes.registry.coverage;

import org.sharpeyes.registry.geo.Shape;

/**
 * Ground that no living camera is proven to cover.
 *
 * @param kind of the place (KEY, COMPLEX, WEAK), or of the area where no place is named
 * @param squareMetres blind ground; a place's border may hold more than that where only an area's is drawn
 */
public record BlindSpot(String name, String kind, double weight, double squareMetres, Shape shape) {
    /** What ranks it. */
    public double score() {
        return weight * squareMetres;
    }
}

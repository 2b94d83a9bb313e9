package org.sharpeyes.server.registry;

import java.util.List;
import org.sharpeyes.model.GeoPoint;

/** A GeoJSON Point, as the contract shows places. */
record GeoJsonPoint(String type, List<Double> coordinates) {
    static GeoJsonPoint of(GeoPoint point) {
        return new GeoJsonPoint("Point", List.of(point.longitude(), point.latitude()));
    }
}

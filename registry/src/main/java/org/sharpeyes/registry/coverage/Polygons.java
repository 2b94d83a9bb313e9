package org.sharpeyes.registry.coverage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;

/** Ground as a shape that may be shown: polygons only, valid after their corners were rounded. Stateless. */
final class Polygons {
    /** Less than a sheet of paper is left out. */
    private static final double LEAST_AREA = 0.05;

    private Polygons() {}

    static MultiPolygon of(Geometry metres) {
        List<Polygon> polygons = new ArrayList<>();
        collect(metres, polygons);
        return Sector.FACTORY.createMultiPolygon(polygons.toArray(Polygon[]::new));
    }

    private static void collect(Geometry geometry, List<Polygon> polygons) {
        for (int i = 0; i < geometry.getNumGeometries(); i++) {
            Geometry part = geometry.getGeometryN(i);
            if (part instanceof Polygon polygon) {
                if (polygon.getArea() > LEAST_AREA) {
                    polygons.add(polygon);
                }
            } else if (part instanceof GeometryCollection) {
                collect(part, polygons);
            }
        }
    }

    /** In degrees; {@code null} if nothing is left. */
    static @Nullable Shape shape(LocalMap map, Geometry metres) {
        MultiPolygon polygons = of(metres);
        if (polygons.isEmpty()) {
            return null;
        }
        Geometry degrees = Shape.rounded(map.toDegrees(polygons));
        return Shape.of(new IsValidOp(degrees).isValid() ? degrees : of(degrees.buffer(0), 0));
    }

    private static MultiPolygon of(Geometry geometry, double leastArea) {
        List<Polygon> polygons = new ArrayList<>();
        for (int i = 0; i < geometry.getNumGeometries(); i++) {
            if (geometry.getGeometryN(i) instanceof Polygon polygon && polygon.getArea() > leastArea) {
                polygons.add(polygon);
            }
        }
        return Sector.FACTORY.createMultiPolygon(polygons.toArray(Polygon[]::new));
    }
}

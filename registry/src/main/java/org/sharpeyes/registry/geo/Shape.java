package org.sharpeyes.registry.geo;

import static java.util.Objects.requireNonNull;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateFilter;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.GeoPoint;

/**
 * A point, polygon or multi-polygon on WGS-84 that was checked: closed, without self-intersection, axes in order.
 * Immutable; the geometry must not be changed by who reads it.
 */
public final class Shape {
    private final String geoJson;
    private final Geometry geometry;

    private Shape(String geoJson, Geometry geometry) {
        this.geoJson = geoJson;
        this.geometry = geometry;
    }

    /**
     * Reads RFC 7946 GeoJSON: {@code Point}, {@code Polygon}, {@code MultiPolygon}, or a {@code Feature} around one.
     *
     * @throws IllegalArgumentException saying what is wrong and where
     */
    public static Shape parse(String geoJson) {
        Geometry geometry = GeoJson.read(requireNonNull(geoJson, "geometry"));
        return new Shape(GeoJson.write(geometry), geometry);
    }

    /** A shape of points, polygons or multi-polygons in degrees. */
    public static Shape of(Geometry degrees) {
        return parse(GeoJson.write(degrees));
    }

    /** A copy in degrees with corners as {@link #geoJson()} writes them; it may have become invalid by that. */
    public static Geometry rounded(Geometry degrees) {
        Geometry copy = degrees.copy();
        copy.apply((CoordinateFilter)
                at -> at.setCoordinate(new Coordinate(GeoJson.rounded(at.x), GeoJson.rounded(at.y))));
        copy.geometryChanged();
        return copy;
    }

    /** In the form we write: no spaces, seven decimals. */
    public String geoJson() {
        return geoJson;
    }

    /** In degrees, x east, y north. */
    public Geometry geometry() {
        return geometry;
    }

    /** Whether a place lies in it or on its border. */
    public boolean covers(GeoPoint place) {
        return geometry.covers(geometry.getFactory().createPoint(new Coordinate(place.longitude(), place.latitude())));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape && ((Shape) other).geoJson.equals(geoJson);
    }

    @Override
    public int hashCode() {
        return geoJson.hashCode();
    }

    @Override
    public String toString() {
        return geoJson;
    }
}

package org.sharpeyes.registry.pose;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.sharpeyes.registry.geo.Shape;

/**
 * A box around all that a pose may cover, grown by what is unknown, so that a search never misses a camera.
 *
 * <p>Units are 111 320 times degrees: metres north, metres at the equator east. They serve to compare boxes only.
 */
public final class PoseExtent {
    /** Metres in a degree of latitude, rounded up. */
    public static final double SCALE = 111_320;

    /** What a camera of unknown reach may see at most, metres. */
    public static final double UNKNOWN_REACH = 200;

    private static final double MARGIN = 1;

    private PoseExtent() {}

    /**
     * @param area where the point lies, used while the position is unknown; without it the box is the whole world
     */
    public static Envelope of(Pose pose, @Nullable Shape area) {
        Position position = pose.position();
        double far = mostReach(pose) + MARGIN;
        if (position != null) {
            Envelope at = new Envelope(
                    position.at().longitude(),
                    position.at().longitude(),
                    position.at().latitude(),
                    position.at().latitude());
            return grown(at, far + position.error());
        }
        if (area != null) {
            return grown(area.geometry().getEnvelopeInternal(), far);
        }
        return new Envelope(-180 * SCALE, 180 * SCALE, -90 * SCALE, 90 * SCALE);
    }

    /** How far it may be of use at most, by day or night, metres. */
    public static double mostReach(Pose pose) {
        Reading day = pose.reach();
        Reading night = pose.nightReach();
        return Math.max(day == null ? UNKNOWN_REACH : day.most(), night == null ? 0 : night.most());
    }

    /** A box in degrees as index units, grown by so many metres on the ground. */
    public static Envelope grown(Envelope degrees, double metres) {
        double widest = Math.max(Math.abs(degrees.getMinY()), Math.abs(degrees.getMaxY()));
        // Half a percent more than a sphere asks for: the ellipsoid's degrees differ by less.
        double north = metres * 1.01;
        double east = north / Math.max(0.01, Math.cos(Math.toRadians(Math.min(89.4, widest + 0.01))));
        return new Envelope(
                degrees.getMinX() * SCALE - east,
                degrees.getMaxX() * SCALE + east,
                degrees.getMinY() * SCALE - north,
                degrees.getMaxY() * SCALE + north);
    }
}

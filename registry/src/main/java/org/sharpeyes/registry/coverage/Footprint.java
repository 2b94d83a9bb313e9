package org.sharpeyes.registry.coverage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.PanRange;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/**
 * The ground that a camera covers, in metres of a {@link LocalMap}, three times: what it covers whatever the true values
 * are within their errors, what it covers by the values as written, and what it may cover at all. Each is drawn when it is
 * first asked for. Confined to one thread.
 *
 * <p>With a position error of r the first is the sector eroded by r behind obstacles grown by r, the last the sector
 * grown by r, less what lies behind obstacles shrunk by r that are surely higher than the camera: a line of sight from
 * anywhere within r of the written place runs within r of the one from there. A PTZ camera of which nobody knows where it looked proves nothing: by the values as
 * written it looks where its home is, and it may look anywhere within its envelope.
 */
public final class Footprint {
    /** Usual value where one is missing; what rests on it is never proven. */
    private static final double USUAL_ANGLE = 80;

    /** What the widest zoom of a PTZ camera of unknown angle may add on each side of its envelope, degrees. */
    private static final double UNKNOWN_ZOOM_HALF_ANGLE = 60;

    /** Without tilt and vertical angle: the ground nearer than this many heights is not proven to be seen. */
    private static final double UNPROVEN_FOOT_IN_HEIGHTS = 2;

    private static final double UNKNOWN_HEIGHT = 8;

    private final Pose pose;
    private final @Nullable Shape area;
    private final LocalMap map;
    private final Obstructions obstructions;
    private final Range range;
    private final @Nullable Coordinate at;
    private final double turn;

    /** The place that is asked about; without one all ground is drawn. */
    private final @Nullable Envelope place;

    private @Nullable Geometry proven;
    private @Nullable Geometry probable;
    private @Nullable Geometry possible;

    private Footprint(
            Pose pose,
            @Nullable Shape area,
            LocalMap map,
            Obstructions obstructions,
            Look look,
            @Nullable Envelope place) {
        this.place = place;
        this.pose = pose;
        this.area = area;
        this.map = map;
        this.obstructions = obstructions;
        this.range = Range.of(pose, look);
        Position position = pose.position();
        this.at = position == null
                ? null
                : map.toMetres(position.at().longitude(), position.at().latitude());
        this.turn = position == null
                ? 0
                : map.convergence(position.at().longitude(), position.at().latitude());
    }

    /** @param area where the point lies: stands in for an unknown position */
    public static Footprint of(Pose pose, @Nullable Shape area, LocalMap map, Obstructions obstructions, Look look) {
        return new Footprint(pose, area, map, obstructions, look, null);
    }

    /**
     * Ground that is right where {@code place} is and may lack anything elsewhere: much quicker.
     *
     * @param place a box in metres of the map
     */
    static Footprint at(
            Envelope place, Pose pose, @Nullable Shape area, LocalMap map, Obstructions obstructions, Look look) {
        return new Footprint(pose, area, map, obstructions, look, place);
    }

    /** The part of a sector that matters to the place, with room for what is grown or eroded by the error. */
    private Sector relevant(Sector sector, double error) {
        if (place == null) {
            return sector;
        }
        Envelope box = new Envelope(place);
        box.expandBy(2 * error + 1);
        return sector.towards(box);
    }

    /** By day and as far as it is of use, past these obstacles in metres. */
    public static Footprint of(Pose pose, @Nullable Shape area, LocalMap map, List<? extends Geometry> obstacles) {
        return of(pose, area, map, Obstructions.of(obstacles), Look.USUAL);
    }

    public Geometry proven() {
        Geometry drawn = proven;
        if (drawn == null) {
            drawn = drawProven(obstructions);
            proven = drawn;
        }
        return drawn;
    }

    public Geometry probable() {
        Geometry drawn = probable;
        if (drawn == null) {
            drawn = drawProbable(obstructions);
            probable = drawn;
        }
        return drawn;
    }

    public Geometry possible() {
        Geometry drawn = possible;
        if (drawn == null) {
            drawn = drawPossible();
            possible = drawn;
        }
        return drawn;
    }

    /** What is covered at least as surely as {@code grade}. */
    public Geometry of(Grade grade) {
        return switch (grade) {
            case PROVEN -> proven();
            case PROBABLE -> probable();
            case POSSIBLE -> possible();
        };
    }

    /** Where the camera stands by what is written; {@code null} if that is unknown. */
    public @Nullable Coordinate apex() {
        return at == null ? null : at.copy();
    }

    /** What it would cover by the values as written if nothing stood in the way. */
    public Geometry unobstructed() {
        return drawProbable(Obstructions.NONE);
    }

    /** Whether it may cover any of {@code target} if nothing stands in the way; quicker than {@link #possible}. */
    public boolean mayCover(Geometry target) {
        Position position = pose.position();
        if (position == null || at == null) {
            return possible().intersects(target);
        }
        double far = range.most() + position.error();
        if (target.getEnvelopeInternal().distance(new Envelope(at)) > far) {
            return false;
        }
        return mostSector(at).ground().isWithinDistance(target, position.error());
    }

    private Geometry drawProven(Obstructions hiding) {
        Position position = pose.position();
        Reading angle = pose.horizontalAngle();
        Reading azimuth = pose.azimuth();
        if (position == null
                || at == null
                || angle == null
                || pose.pan() != null
                || assumed(angle)
                || position.source() == ReadingSource.ASSUMED) {
            return Sector.FACTORY.createPolygon();
        }
        boolean allRound = angle.least() >= 360;
        if (!allRound && (azimuth == null || assumed(azimuth))) {
            return Sector.FACTORY.createPolygon();
        }
        double width =
                allRound || azimuth == null ? 360 : Math.max(0, Math.min(angle.least(), 360) - 2 * azimuth.error());
        double far = Math.min(range.sure(), leastFar(pose));
        Sector sector =
                new Sector(at.x, at.y, azimuth == null ? 0 : azimuth.value() - turn, width, mostFoot(pose), far);
        double error = position.error();
        sector = relevant(sector, error);
        if (sector.empty() || (error > 0 && sector.ground().buffer(-error, 2).isEmpty())) {
            return Sector.FACTORY.createPolygon();
        }
        List<Geometry> grown = hiding.near(box(sector), error);
        if (error == 0) {
            return sector.seen(grown);
        }
        Geometry apex = Sector.FACTORY.createPoint(at);
        if (grown.stream().anyMatch(obstacle -> obstacle.intersects(apex))) {
            // It may stand on either side of the wall.
            return Sector.FACTORY.createPolygon();
        }
        return sector.seen(grown).buffer(-error);
    }

    private Geometry drawProbable(Obstructions hiding) {
        Reading angle = pose.horizontalAngle();
        Reading azimuth = pose.azimuth();
        double width = angle == null ? USUAL_ANGLE : angle.value();
        if (at == null || (azimuth == null && width < 360)) {
            return Sector.FACTORY.createPolygon();
        }
        Foot foot = Foot.of(pose);
        double far = Math.min(range.written(), foot == null ? Double.MAX_VALUE : foot.far(0));
        double near = foot == null ? 0 : foot.near(0);
        Sector sector =
                relevant(new Sector(at.x, at.y, azimuth == null ? 0 : azimuth.value() - turn, width, near, far), 0);
        return sector.empty() ? Sector.FACTORY.createPolygon() : sector.seen(hiding.near(box(sector), 0));
    }

    private Geometry drawPossible() {
        Position position = pose.position();
        if (position == null || at == null) {
            return area == null
                    ? Sector.FACTORY.createPolygon()
                    : map.toMetres(area.geometry()).buffer(range.most());
        }
        double error = position.error();
        Sector most = mostSector(at);
        Geometry open = relevant(most, error).ground();
        Geometry ground = error == 0 ? open : open.buffer(error);
        Reading height = pose.height();
        if (height == null) {
            return ground;
        }
        Sector round = relevant(new Sector(at.x, at.y, 0, 360, 0, most.far() + 2 * error + 1), error);
        Envelope box = box(round);
        box.expandBy(error);
        List<Geometry> hiding = obstructions.surely(box, error, height.most());
        if (hiding.isEmpty()) {
            return ground;
        }
        Geometry past = round.seen(hiding);
        return OverlayNGRobust.overlay(ground, past, OverlayNG.INTERSECTION);
    }

    /** Where obstacles may stand in the way: around all of a sector, or between the apex and the place. */
    private Envelope box(Sector sector) {
        if (place == null || at == null) {
            return sector.box();
        }
        Envelope between = new Envelope(at);
        between.expandToInclude(place);
        between.expandBy(2 * position() + 2);
        return between.intersection(sector.box());
    }

    private double position() {
        Position position = pose.position();
        return position == null ? 0 : position.error();
    }

    private Sector mostSector(Coordinate apex) {
        Reading angle = pose.horizontalAngle();
        Reading azimuth = pose.azimuth();
        PanRange pan = pose.pan();
        double middle;
        double width;
        if (pan != null) {
            middle = pan.middle();
            width = pan.width() + (angle == null ? 2 * UNKNOWN_ZOOM_HALF_ANGLE : angle.most());
        } else {
            middle = azimuth == null ? 0 : azimuth.value();
            width = angle == null || azimuth == null || assumed(azimuth) ? 360 : angle.most() + 2 * azimuth.error();
        }
        return new Sector(apex.x, apex.y, middle - turn, Math.min(360, width), 0, range.most());
    }

    private static double mostFoot(Pose pose) {
        Foot foot = Foot.of(pose);
        if (foot != null) {
            return foot.near(1);
        }
        Reading height = pose.height();
        return UNPROVEN_FOOT_IN_HEIGHTS * (height == null ? UNKNOWN_HEIGHT : height.most());
    }

    private static double leastFar(Pose pose) {
        Foot foot = Foot.of(pose);
        return foot == null ? Double.MAX_VALUE : foot.far(1);
    }

    private static boolean assumed(Reading reading) {
        return reading.source() == ReadingSource.ASSUMED;
    }

    /** The strip of ground that height, tilt and vertical angle leave: below the picture, and above it. */
    private record Foot(Reading height, Reading tilt, Reading angle) {
        static @Nullable Foot of(Pose pose) {
            Reading height = pose.height();
            Reading tilt = pose.tilt();
            Reading angle = pose.verticalAngle();
            return height == null || tilt == null || angle == null ? null : new Foot(height, tilt, angle);
        }

        /** @param sure 1 for the farthest that the errors allow, 0 for the values as written */
        double near(int sure) {
            double lowest = tilt.value() + angle.value() / 2 - sure * (tilt.error() + angle.error() / 2);
            return onGround(height.value() + sure * height.error(), lowest);
        }

        /** @param sure 1 for the nearest that the errors allow, 0 for the values as written */
        double far(int sure) {
            double highest = tilt.value() - angle.value() / 2 + sure * (tilt.error() + angle.error() / 2);
            return highest <= 0
                    ? Double.MAX_VALUE
                    : onGround(Math.max(0, height.value() - sure * height.error()), highest);
        }

        private static double onGround(double height, double degreesDown) {
            if (degreesDown <= 0) {
                return Double.MAX_VALUE;
            }
            return degreesDown >= 90 ? 0 : height / Math.tan(Math.toRadians(degreesDown));
        }
    }
}

package org.sharpeyes.registry.coverage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.PoseExtent;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/**
 * The ground that a camera covers, in metres of a {@link LocalMap}, three times: what it covers whatever the true values
 * are within their errors, what it covers by the values as written, and what it may cover at all. Immutable.
 *
 * <p>With a position error of r the first is the sector eroded by r behind obstacles grown by r, the last the sector
 * grown by r without obstacles.
 */
public record Footprint(Geometry proven, Geometry probable, Geometry possible) {
    /** Usual values where one is missing; what rests on them is never proven. */
    private static final double USUAL_ANGLE = 80;

    private static final double USUAL_REACH = 40;

    /** Without tilt and vertical angle: the ground nearer than this many heights is not proven to be seen. */
    private static final double UNPROVEN_FOOT_IN_HEIGHTS = 2;

    private static final double UNKNOWN_HEIGHT = 8;

    /** @param area where the point lies: stands in for an unknown position */
    public static Footprint of(Pose pose, @Nullable Shape area, LocalMap map, List<? extends Geometry> obstacles) {
        Position position = pose.position();
        if (position == null) {
            Geometry nowhere = Sector.FACTORY.createPolygon();
            Geometry somewhere =
                    area == null ? nowhere : map.toMetres(area.geometry()).buffer(mostReach(pose));
            return new Footprint(nowhere, nowhere, somewhere);
        }
        Coordinate at = map.toMetres(position.at().longitude(), position.at().latitude());
        double turn = map.convergence(position.at().longitude(), position.at().latitude());
        return new Footprint(
                proven(pose, position, at, turn, obstacles),
                probable(pose, at, turn, obstacles),
                possible(pose, position, at, turn));
    }

    /** What is covered at least as surely as {@code grade}. */
    public Geometry of(Grade grade) {
        return switch (grade) {
            case PROVEN -> proven;
            case PROBABLE -> probable;
            case POSSIBLE -> possible;
        };
    }

    private static Geometry proven(
            Pose pose, Position position, Coordinate at, double turn, List<? extends Geometry> obstacles) {
        Reading angle = pose.horizontalAngle();
        Reading reach = pose.reach();
        Reading azimuth = pose.azimuth();
        if (angle == null
                || reach == null
                || assumed(angle)
                || assumed(reach)
                || position.source() == ReadingSource.ASSUMED) {
            return Sector.FACTORY.createPolygon();
        }
        boolean allRound = angle.least() >= 360;
        if (!allRound && (azimuth == null || assumed(azimuth))) {
            return Sector.FACTORY.createPolygon();
        }
        double width =
                allRound || azimuth == null ? 360 : Math.max(0, Math.min(angle.least(), 360) - 2 * azimuth.error());
        double far = Math.min(Math.max(0, reach.least()), leastFar(pose));
        Sector sector =
                new Sector(at.x, at.y, azimuth == null ? 0 : azimuth.value() - turn, width, mostFoot(pose), far);
        if (sector.empty()) {
            return Sector.FACTORY.createPolygon();
        }
        double error = position.error();
        if (error == 0) {
            return sector.seen(obstacles);
        }
        List<Geometry> grown = obstacles.stream()
                .map(obstacle -> (Geometry) obstacle.buffer(error))
                .toList();
        if (grown.stream().anyMatch(obstacle -> obstacle.intersects(Sector.FACTORY.createPoint(at)))) {
            // It may stand on either side of the wall.
            return Sector.FACTORY.createPolygon();
        }
        return sector.seen(grown).buffer(-error);
    }

    private static Geometry probable(Pose pose, Coordinate at, double turn, List<? extends Geometry> obstacles) {
        Reading angle = pose.horizontalAngle();
        Reading reach = pose.reach();
        Reading azimuth = pose.azimuth();
        double width = angle == null ? USUAL_ANGLE : angle.value();
        if (azimuth == null && width < 360) {
            return Sector.FACTORY.createPolygon();
        }
        Foot foot = Foot.of(pose);
        double far =
                Math.min(reach == null ? USUAL_REACH : reach.value(), foot == null ? Double.MAX_VALUE : foot.far(0));
        double near = foot == null ? 0 : foot.near(0);
        return new Sector(at.x, at.y, azimuth == null ? 0 : azimuth.value() - turn, width, near, far).seen(obstacles);
    }

    private static Geometry possible(Pose pose, Position position, Coordinate at, double turn) {
        Reading angle = pose.horizontalAngle();
        Reading azimuth = pose.azimuth();
        double width = angle == null || azimuth == null || assumed(azimuth)
                ? 360
                : Math.min(360, angle.most() + 2 * azimuth.error());
        return new Sector(at.x, at.y, azimuth == null ? 0 : azimuth.value() - turn, width, 0, mostReach(pose))
                .ground()
                .buffer(position.error());
    }

    private static double mostReach(Pose pose) {
        Reading reach = pose.reach();
        return reach == null ? PoseExtent.UNKNOWN_REACH : reach.most();
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

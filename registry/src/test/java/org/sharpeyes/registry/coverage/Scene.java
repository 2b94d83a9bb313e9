package org.sharpeyes.registry.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;

/** A random place with buildings, and the plainest possible question whether a point on the ground is seen. */
final class Scene {
    final Random random;
    final List<Geometry> buildings = new ArrayList<>();

    Scene(long seed, double size) {
        random = new Random(seed);
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Geometry building = building(size);
            if (building.distance(Sector.FACTORY.createPoint(new Coordinate(0, 0))) > 0.5) {
                buildings.add(building);
            }
        }
    }

    private Geometry building(double size) {
        double x = (random.nextDouble() - 0.5) * 2 * size;
        double y = (random.nextDouble() - 0.5) * 2 * size;
        double wide = 2 + random.nextDouble() * size / 2;
        double deep = 2 + random.nextDouble() * size / 3;
        double turn = random.nextDouble() * Math.PI;
        boolean corner = random.nextBoolean();
        double[][] outline = corner
                ? new double[][] {{0, 0}, {wide, 0}, {wide, deep / 2}, {wide / 2, deep / 2}, {wide / 2, deep}, {0, deep}
                }
                : new double[][] {{0, 0}, {wide, 0}, {wide, deep}, {0, deep}};
        Coordinate[] ring = new Coordinate[outline.length + 1];
        for (int i = 0; i < outline.length; i++) {
            ring[i] = new Coordinate(
                    x + outline[i][0] * Math.cos(turn) - outline[i][1] * Math.sin(turn),
                    y + outline[i][0] * Math.sin(turn) + outline[i][1] * Math.cos(turn));
        }
        ring[outline.length] = ring[0].copy();
        return Sector.FACTORY.createPolygon(ring);
    }

    /** By distance, bearing and a line of sight: no geometry of ours. */
    boolean sees(double ax, double ay, double azimuth, double angle, double near, double far, Coordinate p) {
        double distance = Math.hypot(p.x - ax, p.y - ay);
        if (distance < near || distance > far) {
            return false;
        }
        double bearing = Math.toDegrees(Math.atan2(p.x - ax, p.y - ay));
        if (Math.abs(Math.IEEEremainder(bearing - azimuth, 360)) > angle / 2) {
            return false;
        }
        LineString sight = Sector.FACTORY.createLineString(new Coordinate[] {new Coordinate(ax, ay), p});
        return buildings.stream().noneMatch(building -> building.intersects(sight));
    }

    Coordinate somewhere(double within) {
        return new Coordinate((random.nextDouble() * 2 - 1) * within, (random.nextDouble() * 2 - 1) * within);
    }

    double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }
}

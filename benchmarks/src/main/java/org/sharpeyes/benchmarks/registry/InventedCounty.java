package org.sharpeyes.benchmarks.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.registry.coverage.Obstacle;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/** A county of random cameras and buildings, with one dense town. The seed makes it again. */
public final class InventedCounty {
    public static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00Z");

    private static final double HALF = 25_000;

    /** Half the side of the dense town, metres. */
    private static final double TOWN = 1_500;

    private static final double STREET = 35;
    private static final int CELL = 2_000;

    private final SplittableRandom random;
    private final LocalMap map = new LocalMap(new GeoPoint(109.7, 33.3));

    public InventedCounty(long seed) {
        this.random = new SplittableRandom(seed);
    }

    SplittableRandom random() {
        return random;
    }

    GeoPoint place(boolean town) {
        double half = town ? TOWN : HALF;
        return map.toDegrees((random.nextDouble() * 2 - 1) * half, (random.nextDouble() * 2 - 1) * half);
    }

    Shape square(GeoPoint middle, double metres) {
        var at = map.toMetres(middle.longitude(), middle.latitude());
        return rectangle(at.x - metres / 2, at.y - metres / 2, at.x + metres / 2, at.y + metres / 2);
    }

    Shape border() {
        return rectangle(-HALF, -HALF, HALF, HALF);
    }

    private Shape rectangle(double west, double south, double east, double north) {
        GeoPoint a = map.toDegrees(west, south);
        GeoPoint b = map.toDegrees(east, south);
        GeoPoint c = map.toDegrees(east, north);
        GeoPoint d = map.toDegrees(west, north);
        return Shape.parse("{\"type\":\"Polygon\",\"coordinates\":[[" + at(a) + "," + at(b) + "," + at(c) + "," + at(d)
                + "," + at(a) + "]]}");
    }

    private static String at(GeoPoint point) {
        return "[" + point.longitude() + "," + point.latitude() + "]";
    }

    /** The square of 2 km that a place lies in: its column and row. */
    String cell(GeoPoint place) {
        var at = map.toMetres(place.longitude(), place.latitude());
        return Math.floorDiv((int) at.x, CELL) + " " + Math.floorDiv((int) at.y, CELL);
    }

    Shape cell(String name) {
        String[] parts = name.split(" ");
        double west = Integer.parseInt(parts[0]) * (double) CELL;
        double south = Integer.parseInt(parts[1]) * (double) CELL;
        return rectangle(west, south, west + CELL, south + CELL);
    }

    /** Of a hundred: forty without azimuth, two without position. */
    public Pose pose(GeoPoint at) {
        return new Pose(
                random.nextInt(50) == 0 ? null : new Position(at, ReadingSource.SURVEYED, 1 + random.nextInt(4), null),
                new Reading(4 + random.nextDouble() * 3, ReadingSource.SURVEYED, 0.3, null),
                random.nextInt(10) < 4
                        ? null
                        : new Reading(random.nextDouble() * 359.9, ReadingSource.SURVEYED, 5, null),
                null,
                new Reading(60 + random.nextDouble() * 40, ReadingSource.STATED, 3, null),
                null,
                new Reading(30 + random.nextDouble() * 60, ReadingSource.STATED, 5, null));
    }

    /** Buildings of 8 to 24 m on a grid of streets: a camera stands in the street or near a wall. */
    List<Obstacle> buildings(int count) {
        List<Obstacle> buildings = new ArrayList<>();
        int side = (int) Math.ceil(Math.sqrt(count));
        double step = Math.max(STREET, 2 * TOWN / side);
        for (int i = 0; i < count; i++) {
            double x = -TOWN + i % side * step + random.nextDouble() * 4;
            double y = -TOWN + i / side * step + random.nextDouble() * 4;
            double wide = 8 + random.nextDouble() * 16;
            double deep = 8 + random.nextDouble() * 16;
            buildings.add(new Obstacle(
                    new UUID(random.nextLong(), random.nextLong()),
                    Obstacle.Kind.BUILDING,
                    "",
                    10.0,
                    rectangle(x, y, x + wide, y + deep),
                    BEGIN,
                    null,
                    BEGIN,
                    null));
        }
        return buildings;
    }

    Instant moment(int days) {
        return BEGIN.plus(Duration.ofSeconds((long) (random.nextDouble() * days * 86_400)));
    }
}

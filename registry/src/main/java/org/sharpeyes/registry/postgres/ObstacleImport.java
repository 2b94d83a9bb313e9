package org.sharpeyes.registry.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.coverage.Obstacle;
import org.sharpeyes.registry.geo.Gcj02;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.inventory.Faults;
import org.sharpeyes.registry.inventory.FeatureReader;
import org.sharpeyes.registry.inventory.ImportReport;
import tools.jackson.databind.JsonNode;

/** Enters obstacles from GeoJSON, all or nothing, and takes them away. Thread-safe; blocks. */
public final class ObstacleImport {
    private static final double MOST_HEIGHT = 1_000;

    private final Registry registry;

    public ObstacleImport(Registry registry) {
        this.registry = registry;
    }

    private record Read(
            UUID id,
            Obstacle.Kind kind,
            String name,
            @Nullable Double height,
            Shape shape) {}

    /**
     * Features are polygons with {@code kind} (BUILDING where none is said), {@code name}, {@code height} in metres, and an
     * {@code id} when a known one is meant.
     *
     * @param gcj02 whether coordinates are in that datum
     */
    public ImportReport read(String geoJson, boolean gcj02, boolean dryRun, Change change) {
        Faults faults = new Faults();
        List<JsonNode> features = FeatureReader.features(geoJson, faults);
        List<Read> read = new ArrayList<>();
        Set<UUID> ids = new HashSet<>();
        int number = 0;
        for (JsonNode feature : features) {
            number++;
            @Nullable Read one = read(number, feature, gcj02, faults);
            if (one != null && !ids.add(one.id())) {
                faults.add(number, "id", one.id().toString(), "each id once");
            }
            if (one != null) {
                read.add(one);
            }
        }
        boolean doIt = faults.none() && !dryRun && !read.isEmpty();
        if (doIt) {
            registry.writer().write(change, "put-obstacles", read.size() + " obstacles", writing -> {
                read.forEach(each ->
                        ObstacleTable.put(writing, each.id(), each.kind(), each.name(), each.height(), each.shape()));
                return true;
            });
        }
        return new ImportReport(
                doIt,
                dryRun,
                "UTF-8",
                features.size(),
                0,
                0,
                0,
                0,
                faults.passedOver(),
                faults.count(),
                faults.listed());
    }

    private static @Nullable Read read(int number, JsonNode feature, boolean gcj02, Faults faults) {
        JsonNode properties = feature.path("properties");
        Obstacle.Kind kind = Obstacle.Kind.BUILDING;
        String said = properties.path("kind").asString("BUILDING").toUpperCase(Locale.ROOT);
        boolean known = false;
        for (Obstacle.Kind each : Obstacle.Kind.values()) {
            if (each.name().equals(said)) {
                kind = each;
                known = true;
            }
        }
        if (!known) {
            faults.add(number, "kind", said, "one of " + List.of(Obstacle.Kind.values()));
        }
        @Nullable Double height = null;
        if (properties.path("height").isNumber()) {
            height = properties.path("height").asDouble();
            if (!(height > 0 && height <= MOST_HEIGHT)) {
                faults.add(number, "height", height.toString(), "above 0, at most " + MOST_HEIGHT + " m");
                return null;
            }
        } else if (!properties.path("height").isMissingNode()
                && !properties.path("height").isNull()) {
            faults.add(number, "height", properties.path("height").toString(), "a number of metres");
        }
        UUID id = UUID.randomUUID();
        if (properties.path("id").isString()) {
            try {
                id = UUID.fromString(properties.path("id").asString());
            } catch (IllegalArgumentException noId) {
                faults.add(number, "id", properties.path("id").asString(), "the id of an obstacle, or none");
                return null;
            }
        }
        try {
            Shape shape = Shape.parse(feature.path("geometry").toString());
            if (shape.geometry().getDimension() < 2) {
                faults.add(number, "geometry", "Point", "Polygon or MultiPolygon");
                return null;
            }
            String name = properties.path("name").asString("");
            return new Read(
                    id,
                    kind,
                    name.length() > 200 ? name.substring(0, 200) : name,
                    height,
                    gcj02 ? Shape.of(Gcj02.toWgs84(shape.geometry())) : shape);
        } catch (IllegalArgumentException unusable) {
            faults.add(number, "geometry", "", String.valueOf(unusable.getMessage()));
            return null;
        }
    }

    /** From now on, or from the change's time on, it is gone. */
    public void remove(UUID obstacle, Change change) {
        registry.writer().write(change, "remove-obstacle", obstacle.toString(), writing -> {
            ObstacleTable.end(writing, obstacle);
            return true;
        });
    }
}

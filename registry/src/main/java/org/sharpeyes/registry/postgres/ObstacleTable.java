package org.sharpeyes.registry.postgres;

import static org.sharpeyes.registry.postgres.Rows.uuid;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.coverage.Obstacle;
import org.sharpeyes.registry.coverage.Obstacles;
import org.sharpeyes.registry.geo.Shape;

/** Obstacles in two times. */
final class ObstacleTable {
    private static final BitemporalTable VERSIONS =
            new BitemporalTable("obstacle", "id", "id, kind, name, height, geometry, change_id");

    private ObstacleTable() {}

    static void put(Writing writing, UUID id, Obstacle.Kind kind, String name, @Nullable Double height, Shape shape) {
        VERSIONS.makeRoom(writing, id);
        writing.handle()
                .createUpdate("""
                        INSERT INTO obstacle (id, kind, name, height, geometry, valid, recorded, change_id)
                        VALUES (:id, :kind, :name, :height, :geometry,
                                tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz)),
                                tstzrange(CAST(:now AS timestamptz), NULL), :change)
                        """)
                .bind("id", id)
                .bind("kind", kind.name())
                .bind("name", name)
                .bindByType("height", height, Double.class)
                .bind("geometry", shape.geoJson())
                .bind("from", writing.validFrom())
                .bindByType("to", writing.validTo(), Instant.class)
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
        writing.touchObstacles();
    }

    static void end(Writing writing, UUID id) {
        VERSIONS.makeRoom(writing, id);
        writing.touchObstacles();
    }

    static Obstacles all(Handle handle) {
        return new Obstacles(handle.createQuery("""
                        SELECT id, kind, name, height, geometry, lower(valid) AS valid_from, upper(valid) AS valid_to,
                               lower(recorded) AS recorded_from, upper(recorded) AS recorded_to
                        FROM obstacle
                        """)
                .map((row, context) -> new Obstacle(
                        uuid(row, "id"),
                        Obstacle.Kind.valueOf(row.getString("kind")),
                        row.getString("name"),
                        Rows.numberOrNull(row, "height"),
                        Shape.parse(row.getString("geometry")),
                        Rows.instant(row, "valid_from"),
                        Rows.instantOrNull(row, "valid_to"),
                        Rows.instant(row, "recorded_from"),
                        Rows.instantOrNull(row, "recorded_to")))
                .list());
    }
}

package org.sharpeyes.registry.postgres;

import static org.sharpeyes.registry.postgres.Rows.uuid;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.geo.Shape;

/** Areas and layers, by the time they were recorded. */
final class AreaTable {
    private AreaTable() {}

    static void put(Writing writing, Area area) {
        Handle handle = writing.handle();
        handle.createUpdate("INSERT INTO area (id) VALUES (:id) ON CONFLICT DO NOTHING")
                .bind("id", area.id().value())
                .execute();
        handle.createUpdate("""
                        UPDATE area_record SET recorded = tstzrange(lower(recorded), CAST(:now AS timestamptz))
                        WHERE area_id = :id AND upper_inf(recorded)
                        """)
                .bind("id", area.id().value())
                .bind("now", writing.recordedAt())
                .execute();
        @Nullable AreaId parent = area.parent();
        @Nullable Shape shape = area.shape();
        handle.createUpdate("""
                        INSERT INTO area_record (area_id, parent_id, level, civil_code, name, geometry, persons,
                                                 recorded, change_id)
                        VALUES (:id, CAST(:parent AS uuid), :level, :civilCode, :name, :geometry, CAST(:persons AS jsonb),
                                tstzrange(CAST(:now AS timestamptz), NULL), :change)
                        """)
                .bind("id", area.id().value())
                .bindByType("parent", parent == null ? null : parent.value(), UUID.class)
                .bind("level", area.level().name())
                .bind("civilCode", area.civilCode())
                .bind("name", area.name())
                .bindByType("geometry", shape == null ? null : shape.geoJson(), String.class)
                .bind("persons", Rows.json(area.persons()))
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
    }

    static void put(Writing writing, AreaLayer layer) {
        writing.handle()
                .createUpdate("""
                        UPDATE area_layer SET recorded = tstzrange(lower(recorded), CAST(:now AS timestamptz))
                        WHERE id = :id AND upper_inf(recorded)
                        """)
                .bind("id", layer.id())
                .bind("now", writing.recordedAt())
                .execute();
        writing.handle()
                .createUpdate("""
                        INSERT INTO area_layer (id, area_id, kind, name, weight, geometry, recorded, change_id)
                        VALUES (:id, :area, :kind, :name, :weight, :geometry,
                                tstzrange(CAST(:now AS timestamptz), NULL), :change)
                        """)
                .bind("id", layer.id())
                .bind("area", layer.area().value())
                .bind("kind", layer.kind().name())
                .bind("name", layer.name())
                .bind("weight", layer.weight())
                .bind("geometry", layer.shape().geoJson())
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
    }

    static boolean removeLayer(Writing writing, UUID layer) {
        return writing.handle()
                        .createUpdate("""
                        UPDATE area_layer SET recorded = tstzrange(lower(recorded), CAST(:now AS timestamptz))
                        WHERE id = :id AND upper_inf(recorded)
                        """)
                        .bind("id", layer)
                        .bind("now", writing.recordedAt())
                        .execute()
                > 0;
    }

    static Map<AreaId, Area> all(Handle handle, @Nullable Instant known) {
        Map<AreaId, Area> areas = new HashMap<>();
        handle.createQuery("SELECT * FROM area_record t WHERE " + Rows.KNOWN)
                .bindByType("known", known, Instant.class)
                .map((row, context) -> area(row))
                .forEach(area -> areas.put(area.id(), area));
        return areas;
    }

    static List<AreaLayer> layers(Handle handle, @Nullable Instant known) {
        return handle.createQuery("SELECT * FROM area_layer t WHERE " + Rows.KNOWN + " ORDER BY name")
                .bindByType("known", known, Instant.class)
                .map((row, context) -> new AreaLayer(
                        uuid(row, "id"),
                        new AreaId(uuid(row, "area_id")),
                        AreaLayer.Kind.valueOf(row.getString("kind")),
                        row.getString("name"),
                        row.getDouble("weight"),
                        Shape.parse(row.getString("geometry"))))
                .list();
    }

    /** The border of the area, or of the nearest one above whose border is known. */
    static Optional<Shape> shapeAround(Handle handle, AreaId area) {
        return handle.createQuery("""
                        WITH RECURSIVE up AS (
                            SELECT area_id, parent_id, geometry, 0 AS steps FROM area_record
                            WHERE area_id = :id AND upper_inf(recorded)
                            UNION ALL
                            SELECT a.area_id, a.parent_id, a.geometry, up.steps + 1 FROM area_record a
                            JOIN up ON a.area_id = up.parent_id
                            WHERE upper_inf(a.recorded) AND up.steps < 8
                        )
                        SELECT geometry FROM up WHERE geometry IS NOT NULL ORDER BY steps LIMIT 1
                        """)
                .bind("id", area.value())
                .mapTo(String.class)
                .findOne()
                .map(Shape::parse);
    }

    private static Area area(ResultSet row) throws SQLException {
        @Nullable UUID parent = Rows.uuidOrNull(row, "parent_id");
        @Nullable String geometry = row.getString("geometry");
        return new Area(
                new AreaId(uuid(row, "area_id")),
                parent == null ? null : new AreaId(parent),
                AreaLevel.valueOf(row.getString("level")),
                row.getString("civil_code"),
                row.getString("name"),
                geometry == null ? null : Shape.parse(geometry),
                Rows.persons(row.getString("persons")));
    }
}

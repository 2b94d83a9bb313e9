package org.sharpeyes.registry.postgres;

import static org.sharpeyes.registry.postgres.Rows.uuid;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.dependency.DependencyKind;

/** Dependencies and the cameras that hang on them, by the time they were recorded. */
final class DependencyTable {
    private DependencyTable() {}

    static void put(Writing writing, Dependency dependency) {
        Handle handle = writing.handle();
        handle.createUpdate("INSERT INTO dependency (id) VALUES (:id) ON CONFLICT DO NOTHING")
                .bind("id", dependency.id().value())
                .execute();
        DeviceTable.close(
                writing, "dependency_record", "dependency_id", dependency.id().value());
        @Nullable DependencyId parent = dependency.parent();
        handle.createUpdate("""
                        INSERT INTO dependency_record (dependency_id, kind, name, parent_id, state, grounds,
                                                       recorded, change_id)
                        VALUES (:id, :kind, :name, CAST(:parent AS uuid), :state, :grounds,
                                tstzrange(CAST(:now AS timestamptz), NULL), :change)
                        """)
                .bind("id", dependency.id().value())
                .bind("kind", dependency.kind().name())
                .bind("name", dependency.name())
                .bindByType("parent", parent == null ? null : parent.value(), UUID.class)
                .bind("state", dependency.state().name())
                .bind("grounds", dependency.grounds())
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
        writing.touchAll();
    }

    static void attach(Writing writing, DependencyId dependency, PointId point) {
        writing.handle()
                .createUpdate("""
                        INSERT INTO dependency_camera (dependency_id, point_id, recorded, change_id)
                        SELECT :dependency, :point, tstzrange(CAST(:now AS timestamptz), NULL), :change
                        WHERE NOT EXISTS (SELECT FROM dependency_camera
                                          WHERE dependency_id = :dependency AND point_id = :point
                                            AND upper_inf(recorded))
                        """)
                .bind("dependency", dependency.value())
                .bind("point", point.value())
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
        writing.touch(point);
    }

    static void detach(Writing writing, DependencyId dependency, PointId point) {
        writing.handle()
                .createUpdate("""
                        UPDATE dependency_camera
                        SET recorded = tstzrange(lower(recorded), CAST(:now AS timestamptz)), closed_by = :change
                        WHERE dependency_id = :dependency AND point_id = :point AND upper_inf(recorded)
                        """)
                .bind("dependency", dependency.value())
                .bind("point", point.value())
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
        writing.touch(point);
    }

    static Optional<Dependency> find(Handle handle, DependencyKind kind, String name) {
        return handle.createQuery(
                        "SELECT * FROM dependency_record WHERE kind = :kind AND name = :name AND upper_inf(recorded)")
                .bind("kind", kind.name())
                .bind("name", name)
                .map((row, context) -> dependency(row))
                .findOne();
    }

    static List<Dependency> all(Handle handle, @Nullable Instant known) {
        return handle.createQuery("SELECT * FROM dependency_record t WHERE " + Rows.KNOWN + " ORDER BY kind, name")
                .bindByType("known", known, Instant.class)
                .map((row, context) -> dependency(row))
                .list();
    }

    /** Accepted dependencies of cameras. */
    static Map<UUID, List<DependencyId>> ofCameras(Handle handle, @Nullable Collection<UUID> only) {
        Map<UUID, List<DependencyId>> found = new HashMap<>();
        var query = handle.createQuery("""
                SELECT c.point_id, c.dependency_id FROM dependency_camera c
                JOIN dependency_record r ON r.dependency_id = c.dependency_id AND upper_inf(r.recorded)
                WHERE upper_inf(c.recorded) AND r.state = 'ACCEPTED'
                """
                + (only == null ? "" : " AND c.point_id = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))")
                + " ORDER BY r.kind, r.name");
        if (only != null) {
            query.bind("ids", Rows.list(only));
        }
        query.map((row, context) -> Map.entry(uuid(row, "point_id"), new DependencyId(uuid(row, "dependency_id"))))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                        .add(entry.getValue()));
        return found;
    }

    static List<PointId> cameras(Handle handle, DependencyId dependency, @Nullable Instant known) {
        return handle.createQuery(
                        "SELECT point_id FROM dependency_camera t WHERE dependency_id = :id AND " + Rows.KNOWN)
                .bind("id", dependency.value())
                .bindByType("known", known, Instant.class)
                .map((row, context) -> new PointId(uuid(row, "point_id")))
                .list();
    }

    /** The one accepted switch that all these points name, if there is just one. */
    static Optional<DependencyId> commonSwitch(Handle handle, Collection<PointId> points) {
        List<DependencyId> found = handle.createQuery("""
                        SELECT c.dependency_id FROM dependency_camera c
                        JOIN dependency_record r ON r.dependency_id = c.dependency_id AND upper_inf(r.recorded)
                        WHERE upper_inf(c.recorded) AND r.kind = 'SWITCH' AND r.state = 'ACCEPTED'
                          AND c.point_id = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))
                        GROUP BY c.dependency_id HAVING count(*) = :all
                        """)
                .bind("ids", Rows.list(points.stream().map(PointId::value).toList()))
                .bind("all", points.size())
                .map((row, context) -> new DependencyId(uuid(row, "dependency_id")))
                .list();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static Dependency dependency(ResultSet row) throws SQLException {
        @Nullable UUID parent = Rows.uuidOrNull(row, "parent_id");
        return new Dependency(
                new DependencyId(uuid(row, "dependency_id")),
                DependencyKind.valueOf(row.getString("kind")),
                row.getString("name"),
                parent == null ? null : new DependencyId(parent),
                Dependency.State.valueOf(row.getString("state")),
                row.getString("grounds"));
    }
}

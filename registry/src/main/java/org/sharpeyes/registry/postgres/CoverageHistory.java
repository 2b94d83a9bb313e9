package org.sharpeyes.registry.postgres;

import static org.sharpeyes.registry.postgres.Rows.uuid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.coverage.CoveragePeriod;
import org.sharpeyes.registry.coverage.Look;
import org.sharpeyes.registry.coverage.Obstacles;
import org.sharpeyes.registry.coverage.Outages;
import org.sharpeyes.registry.coverage.Windows;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;

/** Question 2 over a period of the past, by what the registry holds now. Thread-safe; blocks. */
public final class CoverageHistory {
    private final Registry registry;
    private final Outages outages;

    public CoverageHistory(Registry registry, Outages outages) {
        this.registry = registry;
        this.outages = outages;
    }

    /** @throws IllegalArgumentException if the border of the area is not known */
    public CoveragePeriod over(AreaId area, TimeWindow window, Look look) {
        CameraDirectory directory = registry.directory();
        @Nullable Shape border = directory.area(area).map(Area::shape).orElse(null);
        if (border == null) {
            throw new IllegalArgumentException("area: " + area + " (expected: an area whose border is known)");
        }
        TimeWindow micros = new TimeWindow(ChangeLog.micros(window.from()), ChangeLog.micros(window.to()));
        List<CoveragePeriod.Version> versions =
                registry.jdbi().inTransaction(handle -> versions(handle, directory, area, micros));
        Set<CameraId> cameras = new HashSet<>();
        versions.forEach(version -> cameras.add(version.camera()));
        Envelope box = border.geometry().getEnvelopeInternal();
        Obstacles.Around around = registry.obstacles().around(new GeoPoint(box.centre().x, box.centre().y));
        List<AreaLayer> places = registry.layers().stream()
                .filter(place -> directory.within(place.area(), area))
                .toList();
        return CoveragePeriod.of(
                micros,
                versions,
                outages.of(cameras, micros),
                border,
                places,
                around.map(),
                around.field().then(micros, null),
                look);
    }

    private static List<CoveragePeriod.Version> versions(
            Handle handle, CameraDirectory directory, AreaId area, TimeWindow window) {
        List<UUID> areas = directory.areas().stream()
                .filter(each -> directory.within(each.id(), area))
                .map(each -> each.id().value())
                .toList();
        Map<UUID, AreaId> points = new HashMap<>();
        handle.createQuery("""
                        SELECT DISTINCT ON (point_id) point_id, area_id FROM point_record
                        WHERE upper_inf(recorded) AND area_id = ANY (CAST(string_to_array(:areas, ',') AS uuid[]))
                          AND valid && tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz))
                        ORDER BY point_id, lower(valid) DESC
                        """)
                .bind("areas", Rows.list(areas))
                .bind("from", window.from())
                .bind("to", window.to())
                .map((row, context) -> Map.entry(uuid(row, "point_id"), new AreaId(uuid(row, "area_id"))))
                .forEach(entry -> points.put(entry.getKey(), entry.getValue()));
        Map<UUID, List<TimeWindow>> hung = new HashMap<>();
        handle.createQuery("""
                        SELECT point_id, lower(valid) AS hung_from, upper(valid) AS hung_to FROM installation
                        WHERE upper_inf(recorded) AND point_id = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))
                          AND valid && tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz))
                        """)
                .bind("ids", Rows.list(points.keySet()))
                .bind("from", window.from())
                .bind("to", window.to())
                .map((row, context) -> Map.entry(
                        uuid(row, "point_id"),
                        Windows.cut(Rows.instant(row, "hung_from"), Rows.instantOrNull(row, "hung_to"), window)))
                .forEach(entry -> hung.computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                        .add(entry.getValue()));
        return handle.createQuery("""
                        SELECT p.*, lower(valid) AS looked_from, upper(valid) AS looked_to FROM pose p
                        WHERE upper_inf(recorded) AND point_id = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))
                          AND valid && tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz))
                        """)
                .bind("ids", Rows.list(hung.keySet()))
                .bind("from", window.from())
                .bind("to", window.to())
                .map((row, context) -> {
                    UUID point = uuid(row, "point_id");
                    Pose pose = PoseTable.pose(row);
                    TimeWindow looked =
                            Windows.cut(Rows.instant(row, "looked_from"), Rows.instantOrNull(row, "looked_to"), window);
                    AreaId in = points.getOrDefault(point, area);
                    return new CoveragePeriod.Version(
                            CameraId.of(new PointId(point)),
                            pose,
                            directory.area(in).map(Area::shape).orElse(null),
                            Windows.common(hung.getOrDefault(point, List.of()), looked));
                })
                .list();
    }
}

package org.sharpeyes.registry.postgres;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.history.HistoryEntry;

/** Every version of everything about a point, newest record first. */
final class HistoryReader {
    private HistoryReader() {}

    static List<HistoryEntry> of(Handle handle, PointId point) {
        return handle.createQuery("""
                        SELECT h.what, h.value, lower(h.valid) AS valid_from, upper(h.valid) AS valid_to,
                               lower(h.recorded) AS recorded_from, upper(h.recorded) AS recorded_to,
                               c.author, c.reason, c.command
                        FROM (
                            SELECT 'point' AS what, r.name || ' (' || r.code || '), ' || coalesce(a.name, '') AS value,
                                   r.valid, r.recorded, r.change_id
                            FROM point_record r
                            LEFT JOIN area_record a ON a.area_id = r.area_id AND upper_inf(a.recorded)
                            WHERE r.point_id = :point
                            UNION ALL
                            SELECT 'installation',
                                   concat_ws(' ', nullif(d.manufacturer, ''), nullif(d.model, ''),
                                             coalesce(d.serial, d.endpoint, CAST(d.mac AS text)), 'channel ' || ch.number),
                                   i.valid, i.recorded, i.change_id
                            FROM installation i
                            JOIN channel ch ON ch.id = i.channel_id
                            JOIN LATERAL (SELECT * FROM device_record dr WHERE dr.device_id = ch.device_id
                                          ORDER BY lower(dr.recorded) DESC LIMIT 1) d ON true
                            WHERE i.point_id = :point
                            UNION ALL
                            SELECT 'pose',
                                   concat_ws(', ',
                                       coalesce('at ' || p.longitude || ' ' || p.latitude || ' ±' || p.position_error
                                                || ' m ' || p.position_source, 'position unknown'),
                                       coalesce('azimuth ' || p.azimuth || ' ±' || p.azimuth_error || '° '
                                                || p.azimuth_source, 'azimuth unknown'),
                                       'height ' || p.height || ' m', 'tilt ' || p.tilt || '°',
                                       'angle ' || p.horizontal_angle || '°', 'reach ' || p.reach || ' m'),
                                   p.valid, p.recorded, p.change_id
                            FROM pose p WHERE p.point_id = :point
                            UNION ALL
                            SELECT 'dependency', coalesce(r.kind || ' ' || r.name, ''), dc.recorded, dc.recorded,
                                   dc.change_id
                            FROM dependency_camera dc
                            LEFT JOIN dependency_record r
                                   ON r.dependency_id = dc.dependency_id AND upper_inf(r.recorded)
                            WHERE dc.point_id = :point
                        ) h
                        JOIN registry_change c ON c.id = h.change_id
                        ORDER BY lower(h.recorded) DESC, h.what, lower(h.valid) DESC
                        """)
                .bind("point", point.value())
                .map((row, context) -> new HistoryEntry(
                        row.getString("what"),
                        row.getString("value"),
                        Rows.instant(row, "valid_from"),
                        Rows.instantOrNull(row, "valid_to"),
                        Rows.instant(row, "recorded_from"),
                        Rows.instantOrNull(row, "recorded_to"),
                        row.getString("author"),
                        row.getString("reason"),
                        row.getString("command")))
                .list();
    }
}

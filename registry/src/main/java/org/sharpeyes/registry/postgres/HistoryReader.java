package org.sharpeyes.registry.postgres;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.history.HistoryEntry;
import org.sharpeyes.registry.history.PointAt;

/** Every version of everything about a point, newest record first. */
final class HistoryReader {
    private HistoryReader() {}

    static List<PointAt> allAt(Handle handle, Instant valid, Instant known) {
        return handle.createQuery("""
                        SELECT r.*, i.channel_id, p.point_id AS posed, p.* FROM point_record r
                        LEFT JOIN installation i ON i.point_id = r.point_id AND i.valid @> CAST(:valid AS timestamptz)
                              AND i.recorded @> CAST(:known AS timestamptz)
                        LEFT JOIN pose p ON p.point_id = r.point_id AND p.valid @> CAST(:valid AS timestamptz)
                              AND p.recorded @> CAST(:known AS timestamptz)
                        WHERE r.valid @> CAST(:valid AS timestamptz) AND r.recorded @> CAST(:known AS timestamptz)
                        ORDER BY r.code
                        """)
                .bind("valid", valid)
                .bind("known", known)
                .map((row, context) -> {
                    @Nullable UUID channel = Rows.uuidOrNull(row, "channel_id");
                    return new PointAt(
                            new PointId(Rows.uuid(row, "point_id")),
                            PointTable.details(row),
                            channel == null ? null : new ChannelId(channel),
                            Rows.uuidOrNull(row, "posed") == null ? null : PoseTable.pose(row));
                })
                .list();
    }

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
                                       'angle ' || p.horizontal_angle || '°', 'reach ' || p.reach || ' m',
                                       'at night ' || p.night_reach || ' m', p.picture_width || ' pixels wide',
                                       'turns from ' || p.pan_from || '° to ' || p.pan_to || '°'),
                                   p.valid, p.recorded, p.change_id
                            FROM pose p WHERE p.point_id = :point
                            UNION ALL
                            SELECT 'file', coalesce((SELECT string_agg(f.key || ': ' || f.value, ', ' ORDER BY f.key)
                                                     FROM jsonb_each_text(pf.fields) f), ''),
                                   pf.valid, pf.recorded, pf.change_id
                            FROM point_file pf WHERE pf.point_id = :point
                            UNION ALL
                            SELECT 'photo', lower(replace(ph.kind, '_', ' ')), ph.recorded, ph.recorded, ph.change_id
                            FROM point_photo ph WHERE ph.point_id = :point
                            UNION ALL
                            SELECT 'presets', pp.presets::text, pp.recorded, pp.recorded, pp.change_id
                            FROM ptz_preset pp WHERE pp.point_id = :point
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

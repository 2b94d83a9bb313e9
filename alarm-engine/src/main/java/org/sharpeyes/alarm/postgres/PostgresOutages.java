package org.sharpeyes.alarm.postgres;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;

/** When cameras were down, as kept incidents say: from raising to closing, whatever took them along. Thread-safe; blocks. */
public final class PostgresOutages {
    private final Jdbi jdbi;

    public PostgresOutages(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Outages that touch the window, cut to it, oldest first; an open one lasts to the window's end. */
    public Map<CameraId, List<TimeWindow>> of(Collection<CameraId> cameras, TimeWindow window) {
        Map<CameraId, List<TimeWindow>> found = new HashMap<>();
        if (cameras.isEmpty()) {
            return found;
        }
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT c.camera, i.raised_at, i.closed_at FROM alarm_incident_camera c
                        JOIN alarm_incident i ON i.id = c.incident
                        WHERE c.camera = ANY (CAST(string_to_array(:cameras, ',') AS uuid[]))
                          AND i.kind = ANY (string_to_array(:kinds, ','))
                          AND i.raised_at < :to AND (i.closed_at IS NULL OR i.closed_at > :from)
                        ORDER BY i.raised_at
                        """)
                .bind(
                        "cameras",
                        cameras.stream()
                                .map(camera -> camera.value().toString())
                                .collect(Collectors.joining(",")))
                .bind(
                        "kinds",
                        List.of(IncidentKind.CAMERA_DOWN, IncidentKind.DEPENDENCY_DOWN, IncidentKind.AREA_OUTAGE)
                                .stream()
                                .map(IncidentKind::name)
                                .collect(Collectors.joining(",")))
                .bind("from", window.from())
                .bind("to", window.to())
                .map((row, context) -> {
                    Instant raised =
                            row.getObject("raised_at", OffsetDateTime.class).toInstant();
                    OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
                    Instant from = raised.isBefore(window.from()) ? window.from() : raised;
                    Instant to = closed == null || closed.toInstant().isAfter(window.to())
                            ? window.to()
                            : closed.toInstant();
                    return Map.entry(
                            CameraId.parse(row.getObject("camera", UUID.class).toString()), List.of(from, to));
                })
                .forEach(entry -> {
                    // Raised and closed in one instant is no time at all.
                    if (entry.getValue().get(0).isBefore(entry.getValue().get(1))) {
                        found.computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                                .add(new TimeWindow(
                                        entry.getValue().get(0),
                                        entry.getValue().get(1)));
                    }
                }));
        return found;
    }
}

package org.sharpeyes.alarm.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.sharpeyes.alarm.AlarmEffect.IncidentChanged;
import org.sharpeyes.alarm.incident.HistoryEntry;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.IncidentState;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.runtime.AlarmJournal.Numbered;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.IncidentId;

/** Incidents for receivers to be told of. */
final class Commits {
    private Commits() {}

    /** Incidents with as many versions each, one transaction a version; gives the ids of the events. */
    static List<String> write(PostgresAlarmStore store, int incidents, int versions, Priority priority) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < incidents; i++) {
            IncidentId id = IncidentId.random();
            CameraId camera = CameraId.parse(UUID.randomUUID().toString());
            for (int version = 1; version <= versions; version++) {
                Numbered change = change(id, camera, version, priority);
                ids.add(change.event().toString());
                store.write(List.of(change));
            }
        }
        return ids;
    }

    static Numbered change(IncidentId id, CameraId camera, int version, Priority priority) {
        Incident incident = new Incident(
                id,
                version,
                IncidentKind.CAMERA_DOWN,
                new Subject.OfCamera(camera),
                priority,
                IncidentState.RAISED,
                "\"no\\answer\"\n<svg onload=x>",
                Set.of(camera),
                null,
                false,
                0,
                0,
                null,
                null,
                Instant.now(),
                null,
                null);
        HistoryEntry entry = new HistoryEntry(
                id,
                version,
                version == 1 ? HistoryEntry.What.RAISED : HistoryEntry.What.COMMENTED,
                HistoryEntry.ENGINE,
                "",
                Instant.now());
        return new Numbered(UUID.randomUUID(), new IncidentChanged(incident, entry, Set.of(camera), true));
    }
}

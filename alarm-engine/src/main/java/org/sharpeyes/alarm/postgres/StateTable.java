package org.sharpeyes.alarm.postgres;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.runtime.AlarmJournal.Numbered;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;

/** The last state of each camera, and its hard states through time. Stateless; within the caller's transaction. */
final class StateTable {
    private StateTable() {}

    static void write(Handle handle, List<Numbered> effects) {
        Map<CameraId, AlarmEffect.CameraStateChanged> newest = new HashMap<>();
        PreparedBatch changes = handle.prepareBatch("""
                INSERT INTO alarm_state_change (camera, at, state, because)
                SELECT :camera, :at, :state, :because
                WHERE (SELECT c.state FROM alarm_state_change c WHERE c.camera = :camera ORDER BY c.at DESC, c.id DESC LIMIT 1)
                      IS DISTINCT FROM :state
                """);
        for (Numbered numbered : effects) {
            if (numbered.effect() instanceof AlarmEffect.CameraStateChanged changed) {
                newest.put(changed.camera(), changed);
                if (changed.to() != CameraState.SUSPECT) {
                    changes.bind("camera", changed.camera().value())
                            .bind("at", PostgresAlarmStore.utc(changed.at()))
                            .bind("state", changed.to().name())
                            .bind("because", changed.because())
                            .add();
                }
            }
        }
        if (newest.isEmpty()) {
            return;
        }
        if (changes.size() > 0) {
            changes.execute();
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO alarm_camera_state (camera, state, since, because, last_good)
                VALUES (:camera, :state, :since, :because, :lastGood)
                ON CONFLICT (camera) DO UPDATE SET state = excluded.state, since = excluded.since,
                    because = excluded.because, last_good = coalesce(excluded.last_good, alarm_camera_state.last_good)
                """);
        for (AlarmEffect.CameraStateChanged changed : newest.values()) {
            batch.bind("camera", changed.camera().value())
                    .bind("state", changed.to().name())
                    .bind("since", PostgresAlarmStore.utc(changed.at()))
                    .bind("because", changed.because())
                    .bind("lastGood", PostgresAlarmStore.nullableUtc(changed.lastGood()))
                    .add();
        }
        batch.execute();
    }
}

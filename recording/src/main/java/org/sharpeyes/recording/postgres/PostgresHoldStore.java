package org.sharpeyes.recording.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.HoldId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;
import org.sharpeyes.recording.hold.EvidenceHold;
import org.sharpeyes.recording.hold.HoldStore;

/** Holds in PostgreSQL. Thread-safe. */
public final class PostgresHoldStore implements HoldStore {
    private final Jdbi jdbi;

    public PostgresHoldStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void put(EvidenceHold hold) {
        EvidenceHold.Certificate certificate = hold.certificate();
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO recording_hold (id, request_id, owner, from_at, to_at, placed_at, until_at, state,
                                destroyed_at, destroyed_why, destroyed_files)
                            VALUES (:id, :request, :owner, :from, :to, :placedAt, :until, :state,
                                CAST(:destroyedAt AS timestamptz), CAST(:why AS text), CAST(:files AS text[]))
                            ON CONFLICT (id) DO UPDATE SET until_at = excluded.until_at, state = excluded.state,
                                destroyed_at = excluded.destroyed_at, destroyed_why = excluded.destroyed_why,
                                destroyed_files = excluded.destroyed_files
                            """)
                    .bind("id", hold.id().value())
                    .bind("request", hold.request())
                    .bind("owner", hold.owner().value())
                    .bind("from", Timestamp.from(hold.window().from()))
                    .bind("to", Timestamp.from(hold.window().to()))
                    .bind("placedAt", Timestamp.from(hold.placedAt()))
                    .bind("until", Timestamp.from(hold.until()))
                    .bind("state", hold.state().name())
                    .bind("destroyedAt", certificate == null ? null : Timestamp.from(certificate.at()))
                    .bind("why", certificate == null ? null : certificate.reason())
                    .bindArray("files", String.class, certificate == null ? List.of() : certificate.files())
                    .execute();
            for (int i = 0; i < hold.parts().size(); i++) {
                put(handle, hold.id(), i, hold.parts().get(i));
            }
        });
    }

    private static void put(Handle handle, HoldId hold, int position, EvidenceHold.Part part) {
        handle.createUpdate("""
                        INSERT INTO recording_hold_part (hold_id, camera_id, position, state, files, bytes, cause)
                        VALUES (:hold, :camera, :position, :state, :files, :bytes, CAST(:cause AS text))
                        ON CONFLICT (hold_id, camera_id) DO UPDATE SET state = excluded.state, files = excluded.files,
                            bytes = excluded.bytes, cause = excluded.cause
                        """)
                .bind("hold", hold.value())
                .bind("camera", part.camera().value())
                .bind("position", position)
                .bind("state", part.state().name())
                .bind("files", part.files())
                .bind("bytes", part.bytes())
                .bind("cause", part.cause())
                .execute();
    }

    @Override
    public Optional<EvidenceHold> find(HoldId id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM recording_hold WHERE id = :id")
                .bind("id", id.value())
                .map((row, context) -> hold(handle, row))
                .findOne());
    }

    @Override
    public Optional<EvidenceHold> of(UUID request) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM recording_hold WHERE request_id = :request ORDER BY placed_at DESC, id LIMIT 1
                        """)
                .bind("request", request)
                .map((row, context) -> hold(handle, row))
                .findOne());
    }

    @Override
    public List<EvidenceHold> inForce() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM recording_hold WHERE state <> 'DESTROYED' ORDER BY placed_at, id")
                .map((row, context) -> hold(handle, row))
                .list());
    }

    @Override
    public List<EvidenceHold> newest(int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM recording_hold ORDER BY placed_at DESC, id LIMIT :limit")
                        .bind("limit", limit)
                        .map((row, context) -> hold(handle, row))
                        .list());
    }

    private static EvidenceHold hold(Handle handle, ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        List<EvidenceHold.Part> parts = handle.createQuery("""
                        SELECT camera_id, state, files, bytes, cause FROM recording_hold_part
                        WHERE hold_id = :hold ORDER BY position
                        """)
                .bind("hold", id)
                .map((part, context) -> new EvidenceHold.Part(
                        new CameraId(part.getObject("camera_id", UUID.class)),
                        EvidenceHold.PartState.valueOf(part.getString("state")),
                        part.getInt("files"),
                        part.getLong("bytes"),
                        part.getString("cause")))
                .list();
        return new EvidenceHold(
                new HoldId(id),
                row.getObject("request_id", UUID.class),
                new UserId(row.getObject("owner", UUID.class)),
                new TimeWindow(
                        row.getTimestamp("from_at").toInstant(),
                        row.getTimestamp("to_at").toInstant()),
                row.getTimestamp("placed_at").toInstant(),
                row.getTimestamp("until_at").toInstant(),
                EvidenceHold.State.valueOf(row.getString("state")),
                parts,
                certificate(row));
    }

    private static EvidenceHold.@Nullable Certificate certificate(ResultSet row) throws SQLException {
        Timestamp at = row.getTimestamp("destroyed_at");
        Array files = row.getArray("destroyed_files");
        return at == null
                ? null
                : new EvidenceHold.Certificate(
                        at.toInstant(), row.getString("destroyed_why"), Arrays.asList((String[]) files.getArray()));
    }
}

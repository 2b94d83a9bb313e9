package org.sharpeyes.recording.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;
import org.sharpeyes.recording.export.ExportJob;
import org.sharpeyes.recording.export.ExportOrder;
import org.sharpeyes.recording.export.ExportStore;

/** Exports in PostgreSQL. Thread-safe. */
public final class PostgresExportStore implements ExportStore {
    private final Jdbi jdbi;

    public PostgresExportStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void insert(ExportJob job) {
        ExportOrder order = job.order();
        jdbi.useHandle(handle -> bindProgress(handle.createUpdate("""
                        INSERT INTO recording_export (id, grant_id, account_id, cameras, profile, from_at, to_at,
                            ordered_at, state, permille, bytes, finished_at, cause, manifest_sha256)
                        VALUES (:id, :grant, :account, :cameras, :profile, :from, :to, :orderedAt, :state, :permille,
                            :bytes, CAST(:finishedAt AS timestamptz), CAST(:cause AS text), CAST(:manifest AS text))
                        """), job)
                .bind("grant", order.grant().value())
                .bind("account", order.user().value())
                .bindArray(
                        "cameras",
                        UUID.class,
                        order.cameras().stream().map(CameraId::value).toList())
                .bind("profile", order.profile().text())
                .bind("from", Timestamp.from(order.window().from()))
                .bind("to", Timestamp.from(order.window().to()))
                .bind("orderedAt", Timestamp.from(order.at()))
                .execute());
    }

    @Override
    public void update(ExportJob job) {
        jdbi.useHandle(handle -> bindProgress(handle.createUpdate("""
                        UPDATE recording_export SET state = :state, permille = :permille, bytes = :bytes,
                            finished_at = CAST(:finishedAt AS timestamptz), cause = CAST(:cause AS text),
                            manifest_sha256 = CAST(:manifest AS text)
                        WHERE id = :id
                        """), job).execute());
    }

    @Override
    public Optional<ExportJob> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM recording_export WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> job(row))
                .findOne());
    }

    @Override
    public List<ExportJob> unfinishedOrKept() {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        SELECT * FROM recording_export WHERE state IN ('QUEUED', 'RUNNING', 'SEALED')
                        ORDER BY ordered_at, id
                        """).map((row, context) -> job(row)).list());
    }

    @Override
    public List<ExportJob> newest(int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM recording_export ORDER BY ordered_at DESC, id LIMIT :limit")
                        .bind("limit", limit)
                        .map((row, context) -> job(row))
                        .list());
    }

    private static <S extends SqlStatement<S>> S bindProgress(S statement, ExportJob job) {
        return statement
                .bind("id", job.order().id())
                .bind("state", job.state().name())
                .bind("permille", job.permille())
                .bind("bytes", job.bytes())
                .bind("finishedAt", job.finishedAt() == null ? null : Timestamp.from(job.finishedAt()))
                .bind("cause", job.cause())
                .bind("manifest", job.manifestSha256());
    }

    private static ExportJob job(ResultSet row) throws SQLException {
        Timestamp finished = row.getTimestamp("finished_at");
        Array cameras = row.getArray("cameras");
        ExportOrder order = new ExportOrder(
                row.getObject("id", UUID.class),
                new GrantId(row.getObject("grant_id", UUID.class)),
                new UserId(row.getObject("account_id", UUID.class)),
                Arrays.stream((UUID[]) cameras.getArray()).map(CameraId::new).toList(),
                StreamProfile.parse(row.getString("profile")),
                new TimeWindow(
                        row.getTimestamp("from_at").toInstant(),
                        row.getTimestamp("to_at").toInstant()),
                row.getTimestamp("ordered_at").toInstant());
        return new ExportJob(
                order,
                ExportJob.State.valueOf(row.getString("state")),
                row.getInt("permille"),
                row.getLong("bytes"),
                finished == null ? null : finished.toInstant(),
                row.getString("cause"),
                row.getString("manifest_sha256"));
    }
}

package org.sharpeyes.gateway.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.sharpeyes.gateway.registration.Registration;
import org.sharpeyes.gateway.registration.Registration.Outcome;
import org.sharpeyes.gateway.registration.Registration.State;
import org.sharpeyes.gateway.registration.Registration.Step;
import org.sharpeyes.gateway.registration.Registration.StepName;
import org.sharpeyes.gateway.registration.RegistrationStore;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DeviceId;

/** Registrations in PostgreSQL. Thread-safe; blocks. */
public final class PostgresRegistrationStore implements RegistrationStore {
    private static final String SELECT =
            "SELECT id, found, state, device, cameras, started_at FROM gateway_registration ";

    private final Jdbi jdbi;

    public PostgresRegistrationStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void save(Registration registration) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO gateway_registration (id, found, state, device, cameras, started_at)
                            VALUES (:id, CAST(:found AS uuid), :state, CAST(:device AS uuid), :cameras, :startedAt)
                            ON CONFLICT (id) DO UPDATE
                            SET state = excluded.state, device = excluded.device, cameras = excluded.cameras
                            """)
                    .bind("id", registration.id())
                    .bind("found", registration.found().orElse(null))
                    .bind("state", registration.state().name())
                    .bind("device", registration.device().map(DeviceId::value).orElse(null))
                    .bindArray(
                            "cameras",
                            UUID.class,
                            registration.cameras().stream().map(CameraId::value).toList())
                    .bind("startedAt", registration.startedAt().atOffset(ZoneOffset.UTC))
                    .execute();
            saveSteps(handle, registration);
        });
    }

    /** Steps are only ever added. */
    private static void saveSteps(Handle handle, Registration registration) {
        if (registration.steps().isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO gateway_registration_step (registration, ordinal, step, outcome, detail, at)
                VALUES (:registration, :ordinal, :step, :outcome, :detail, :at)
                ON CONFLICT (registration, ordinal) DO NOTHING
                """);
        for (int i = 0; i < registration.steps().size(); i++) {
            Step step = registration.steps().get(i);
            batch.bind("registration", registration.id())
                    .bind("ordinal", i)
                    .bind("step", step.step().name())
                    .bind("outcome", step.outcome().name())
                    .bind("detail", step.detail())
                    .bind("at", step.at().atOffset(ZoneOffset.UTC))
                    .add();
        }
        batch.execute();
    }

    @Override
    public Optional<Registration> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> row(handle, row, context))
                .findOne());
    }

    @Override
    public List<Registration> newest(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "ORDER BY started_at DESC, id LIMIT :limit")
                .bind("limit", limit)
                .map((row, context) -> row(handle, row, context))
                .list());
    }

    @Override
    public List<Registration> running() {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE state = 'RUNNING'")
                .map((row, context) -> row(handle, row, context))
                .list());
    }

    private static Registration row(Handle handle, ResultSet row, StatementContext context) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new Registration(
                id,
                Optional.ofNullable(row.getObject("found", UUID.class)),
                State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getObject("device", UUID.class)).map(DeviceId::new),
                Stream.of((UUID[]) row.getArray("cameras").getArray())
                        .map(CameraId::new)
                        .toList(),
                steps(handle, id),
                row.getObject("started_at", OffsetDateTime.class).toInstant());
    }

    private static List<Step> steps(Handle handle, UUID registration) {
        return handle.createQuery("""
                        SELECT step, outcome, detail, at FROM gateway_registration_step
                        WHERE registration = :registration ORDER BY ordinal
                        """)
                .bind("registration", registration)
                .map((row, context) -> new Step(
                        StepName.valueOf(row.getString("step")),
                        Outcome.valueOf(row.getString("outcome")),
                        row.getString("detail"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }
}

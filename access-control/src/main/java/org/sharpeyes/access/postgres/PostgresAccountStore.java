package org.sharpeyes.access.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.Assignment;
import org.sharpeyes.access.OpenedPoint;
import org.sharpeyes.access.Role;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.AccountStore;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/** Accounts and rights in PostgreSQL. Thread-safe. */
public final class PostgresAccountStore implements AccountStore {
    private final Jdbi jdbi;

    public PostgresAccountStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public boolean insert(Stored stored) {
        Account account = stored.account();
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO account (id, username, display_name, password_hash, digest_box, demo, created_at)
                        VALUES (:id, :username, :displayName, :passwordHash, :digestBox, :demo, :createdAt)
                        ON CONFLICT (username) DO NOTHING
                        """)
                        .bind("id", account.id().value())
                        .bind("username", account.username())
                        .bind("displayName", account.displayName())
                        .bind("passwordHash", stored.passwordHash())
                        .bind("digestBox", stored.digestBox())
                        .bind("demo", account.demo())
                        .bind("createdAt", Timestamp.from(account.createdAt()))
                        .execute())
                == 1;
    }

    @Override
    public void setPassword(UserId user, String passwordHash, byte[] digestBox) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE account SET password_hash = :passwordHash, digest_box = :digestBox WHERE id = :id
                        """)
                .bind("id", user.value())
                .bind("passwordHash", passwordHash)
                .bind("digestBox", digestBox)
                .execute());
    }

    @Override
    public void setDisabled(UserId user, @Nullable Instant since) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE account SET disabled_at = CAST(:since AS timestamptz) WHERE id = :id")
                .bind("id", user.value())
                .bind("since", since == null ? null : Timestamp.from(since))
                .execute());
    }

    @Override
    public List<Stored> accounts() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, username, display_name, password_hash, digest_box, demo, disabled_at, created_at
                        FROM account
                        """)
                .map((row, context) -> new Stored(
                        new Account(
                                new UserId(row.getObject("id", UUID.class)),
                                row.getString("username"),
                                row.getString("display_name"),
                                row.getBoolean("demo"),
                                instant(row, "disabled_at"),
                                row.getTimestamp("created_at").toInstant()),
                        row.getString("password_hash"),
                        row.getBytes("digest_box")))
                .list());
    }

    @Override
    public void insert(Assignment assignment, @Nullable UserId by, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO role_assignment (id, account_id, role, effect, area_id, point_classes, actions,
                            expires_at, granted_by, granted_at)
                        VALUES (:id, :account, :role, :effect, CAST(:area AS uuid), :pointClasses, :actions,
                            CAST(:expiresAt AS timestamptz), CAST(:by AS uuid), :at)
                        """)
                .bind("id", assignment.id())
                .bind("account", assignment.user().value())
                .bind("role", assignment.role().text())
                .bind("effect", assignment.effect().name())
                .bind(
                        "area",
                        assignment.area() == null ? null : assignment.area().value())
                .bindArray("pointClasses", String.class, assignment.pointClasses())
                .bindArray(
                        "actions",
                        String.class,
                        assignment.actions().stream().map(Action::name).toList())
                .bind("expiresAt", assignment.expiresAt() == null ? null : Timestamp.from(assignment.expiresAt()))
                .bind("by", by == null ? null : by.value())
                .bind("at", Timestamp.from(at))
                .execute());
    }

    @Override
    public boolean revoke(UUID assignment, UserId by, Instant at) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE role_assignment SET revoked_by = :by, revoked_at = :at
                        WHERE id = :id AND revoked_at IS NULL
                        """)
                        .bind("id", assignment)
                        .bind("by", by.value())
                        .bind("at", Timestamp.from(at))
                        .execute())
                == 1;
    }

    @Override
    public List<Assignment> assignments() {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        SELECT id, account_id, role, effect, area_id, point_classes, actions, expires_at
                        FROM role_assignment
                        WHERE revoked_at IS NULL
                        ORDER BY granted_at, id
                        """).map((row, context) -> assignment(row)).list());
    }

    @Override
    public void put(OpenedPoint point, UserId by, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO opened_point (point_id, decision, expires_at, mask_checked, opened_by, opened_at)
                        VALUES (:point, :decision, :expiresAt, :maskChecked, :by, :at)
                        ON CONFLICT (point_id) DO UPDATE SET decision = excluded.decision,
                            expires_at = excluded.expires_at, mask_checked = excluded.mask_checked,
                            opened_by = excluded.opened_by, opened_at = excluded.opened_at
                        """)
                .bind("point", point.camera().value())
                .bind("decision", point.decision())
                .bind("expiresAt", Timestamp.from(point.expiresAt()))
                .bind("maskChecked", point.maskChecked())
                .bind("by", by.value())
                .bind("at", Timestamp.from(at))
                .execute());
    }

    @Override
    public void close(CameraId point, UserId by, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM opened_point WHERE point_id = :point")
                .bind("point", point.value())
                .execute());
    }

    @Override
    public List<OpenedPoint> openedPoints() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT point_id, decision, expires_at, mask_checked FROM opened_point ORDER BY opened_at")
                .map((row, context) -> new OpenedPoint(
                        new CameraId(row.getObject("point_id", UUID.class)),
                        row.getString("decision"),
                        row.getTimestamp("expires_at").toInstant(),
                        row.getBoolean("mask_checked")))
                .list());
    }

    private static Assignment assignment(ResultSet row) throws SQLException {
        UUID area = row.getObject("area_id", UUID.class);
        return new Assignment(
                row.getObject("id", UUID.class),
                new UserId(row.getObject("account_id", UUID.class)),
                Role.parse(row.getString("role")),
                Assignment.Effect.valueOf(row.getString("effect")),
                area == null ? null : new AreaId(area),
                texts(row.getArray("point_classes")),
                texts(row.getArray("actions")).stream().map(Action::valueOf).collect(Collectors.toSet()),
                instant(row, "expires_at"));
    }

    private static Set<String> texts(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray()).collect(Collectors.toSet());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}

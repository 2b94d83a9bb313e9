package org.sharpeyes.access.postgres;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.access.request.ApprovalPolicy;
import org.sharpeyes.access.request.PolicyStore;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.UserId;

/** The areas' approval policies in PostgreSQL. Thread-safe. */
public final class PostgresPolicyStore implements PolicyStore {
    private final Jdbi jdbi;

    public PostgresPolicyStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Map<AreaId, ApprovalPolicy> policies() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT area_id, persons, supervisor, break_glass, break_glass_seconds FROM approval_policy")
                .map((row, context) -> Map.entry(
                        new AreaId(row.getObject("area_id", UUID.class)),
                        new ApprovalPolicy(
                                row.getInt("persons"),
                                row.getBoolean("supervisor"),
                                row.getBoolean("break_glass"),
                                Duration.ofSeconds(row.getLong("break_glass_seconds")))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public void put(AreaId area, ApprovalPolicy policy, UserId by, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO approval_policy (area_id, persons, supervisor, break_glass, break_glass_seconds,
                            set_by, set_at)
                        VALUES (:area, :persons, :supervisor, :breakGlass, :seconds, :by, :at)
                        ON CONFLICT (area_id) DO UPDATE SET persons = excluded.persons,
                            supervisor = excluded.supervisor, break_glass = excluded.break_glass,
                            break_glass_seconds = excluded.break_glass_seconds, set_by = excluded.set_by,
                            set_at = excluded.set_at
                        """)
                .bind("area", area.value())
                .bind("persons", policy.persons())
                .bind("supervisor", policy.supervisor())
                .bind("breakGlass", policy.breakGlass())
                .bind("seconds", policy.breakGlassFor().toSeconds())
                .bind("by", by.value())
                .bind("at", Timestamp.from(at))
                .execute());
    }

    @Override
    public boolean remove(AreaId area, UserId by, Instant at) {
        return jdbi.withHandle(handle -> handle.createUpdate("DELETE FROM approval_policy WHERE area_id = :area")
                        .bind("area", area.value())
                        .execute())
                == 1;
    }
}

package org.sharpeyes.recording.postgres;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.recording.retention.RetentionRule;

/** The rules of retention. Thread-safe; blocks. */
public final class PostgresRetentionRules {
    private final Jdbi jdbi;

    public PostgresRetentionRules(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public List<RetentionRule> all() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM retention_rule ORDER BY name, id")
                .map((row, context) -> {
                    UUID area = row.getObject("area_id", UUID.class);
                    return new RetentionRule(
                            row.getObject("id", UUID.class),
                            row.getString("name"),
                            row.getString("point_class"),
                            area == null ? null : new AreaId(area),
                            row.getInt("minimum_days"),
                            row.getInt("maximum_days"));
                })
                .list());
    }

    /** @return {@code false} if another rule is for the same class and area */
    public boolean put(RetentionRule rule) {
        AreaId area = rule.area();
        UUID areaId = area == null ? null : area.value();
        return jdbi.inTransaction(handle -> {
            int taken = handle.createQuery("""
                            SELECT count(*) FROM retention_rule WHERE id <> :id
                              AND point_class IS NOT DISTINCT FROM CAST(:class AS text)
                              AND area_id IS NOT DISTINCT FROM CAST(:area AS uuid)
                            """)
                    .bind("id", rule.id())
                    .bind("class", rule.pointClass())
                    .bindByType("area", areaId, UUID.class)
                    .mapTo(Integer.class)
                    .one();
            if (taken > 0) {
                return false;
            }
            handle.createUpdate("""
                            INSERT INTO retention_rule (id, name, point_class, area_id, minimum_days, maximum_days)
                            VALUES (:id, :name, :class, CAST(:area AS uuid), :minimum, :maximum)
                            ON CONFLICT (id) DO UPDATE SET name = excluded.name, point_class = excluded.point_class,
                              area_id = excluded.area_id, minimum_days = excluded.minimum_days,
                              maximum_days = excluded.maximum_days
                            """)
                    .bind("id", rule.id())
                    .bind("name", rule.name())
                    .bind("class", rule.pointClass())
                    .bindByType("area", areaId, UUID.class)
                    .bind("minimum", rule.minimumDays())
                    .bind("maximum", rule.maximumDays())
                    .execute();
            return true;
        });
    }

    /** @return {@code false} if there was none of this id */
    public boolean delete(UUID id) {
        int gone = jdbi.withHandle(handle -> handle.createUpdate("DELETE FROM retention_rule WHERE id = :id")
                .bind("id", id)
                .execute());
        return gone > 0;
    }
}

package org.sharpeyes.desk.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.desk.DeskProblem;
import org.sharpeyes.desk.handover.Handover;
import org.sharpeyes.model.UserId;

/** Handovers in PostgreSQL; what was signed is never changed. Thread-safe; blocks. */
public final class PostgresHandovers {
    private final Jdbi jdbi;

    public PostgresHandovers(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void give(Handover handover) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO desk_handover (id, since, given_at, giver, giver_name, notes, facts)
                        VALUES (:id, :since, :givenAt, :giver, :giverName, :notes, :facts)
                        """)
                .bind("id", handover.id())
                .bind("since", Rows.stamp(handover.since()))
                .bind("givenAt", Rows.stamp(handover.givenAt()))
                .bind("giver", handover.giver().value())
                .bind("giverName", handover.giverName())
                .bind("notes", handover.notes())
                .bind("facts", handover.facts())
                .execute());
    }

    /** @param change signs it, or throws a {@link DeskProblem} */
    public Handover take(UUID id, UnaryOperator<Handover> change) {
        return jdbi.inTransaction(handle -> {
            Handover now = handle.createQuery("SELECT * FROM desk_handover WHERE id = :id FOR UPDATE")
                    .bind("id", id)
                    .map((row, context) -> handover(row))
                    .findOne()
                    .orElseThrow(() -> DeskProblem.unknown("no such handover"));
            Handover taken = change.apply(now);
            UserId taker = taken.taker();
            handle.createUpdate("""
                            UPDATE desk_handover SET taker = :taker, taker_name = :takerName, remarks = :remarks,
                                taken_at = :takenAt WHERE id = :id
                            """)
                    .bind("id", id)
                    .bind("taker", taker == null ? null : taker.value())
                    .bind("takerName", taken.takerName())
                    .bind("remarks", taken.remarks())
                    .bind("takenAt", taken.takenAt() == null ? null : Rows.stamp(taken.takenAt()))
                    .execute();
            return taken;
        });
    }

    /** Newest first. */
    public List<Handover> newest(int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM desk_handover ORDER BY given_at DESC, id LIMIT :limit")
                        .bind("limit", limit)
                        .map((row, context) -> handover(row))
                        .list());
    }

    public Optional<Handover> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM desk_handover WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> handover(row))
                .findOne());
    }

    private static Handover handover(ResultSet row) throws SQLException {
        UUID taker = row.getObject("taker", UUID.class);
        return new Handover(
                row.getObject("id", UUID.class),
                Rows.instant(row, "since"),
                Rows.instant(row, "given_at"),
                new UserId(row.getObject("giver", UUID.class)),
                row.getString("giver_name"),
                row.getString("notes"),
                row.getString("facts"),
                taker == null ? null : new UserId(taker),
                row.getString("taker_name"),
                row.getString("remarks"),
                Rows.instantOrNull(row, "taken_at"));
    }
}

package org.sharpeyes.desk.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.desk.DeskProblem;
import org.sharpeyes.desk.view.SavedView;
import org.sharpeyes.desk.view.Tour;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/** Views and tours in PostgreSQL. Thread-safe; blocks. */
public final class PostgresViews {
    /** More than anybody looks through; keeps the table from being filled by one account. */
    static final int MOST_OF_ONE_OWNER = 200;

    private final Jdbi jdbi;

    public PostgresViews(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** His own and those that others share, by name. */
    public List<SavedView> views(UserId reader) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM desk_view WHERE owner = :reader OR shared ORDER BY name, id")
                .bind("reader", reader.value())
                .map((row, context) -> view(row))
                .list());
    }

    public Optional<SavedView> view(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM desk_view WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> view(row))
                .findOne());
    }

    /**
     * Keeps what replaces version {@code view.version() - 1}.
     *
     * @throws DeskProblem when another version is there, or too many are
     */
    public void put(SavedView view) {
        int written = jdbi.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO desk_view AS old (id, owner, owner_name, name, shared, columns, rows, cells, cameras,
                            version, changed_at)
                        SELECT :id, :owner, :ownerName, :name, :shared, :columns, :rows, :cells, :cameras, :version, :at
                        WHERE (:version > 1) = EXISTS (SELECT 1 FROM desk_view WHERE id = :id)
                          AND (:version > 1 OR (SELECT count(*) FROM desk_view WHERE owner = :owner) < :most)
                        ON CONFLICT (id) DO UPDATE SET name = excluded.name, shared = excluded.shared,
                            columns = excluded.columns, rows = excluded.rows, cells = excluded.cells,
                            cameras = excluded.cameras, version = excluded.version, changed_at = excluded.changed_at
                        WHERE old.version = excluded.version - 1 AND old.owner = excluded.owner
                        """)
                .bind("id", view.id())
                .bind("owner", view.owner().value())
                .bind("ownerName", view.ownerName())
                .bind("name", view.name())
                .bind("shared", view.shared())
                .bind("columns", view.layout().columns())
                .bind("rows", view.layout().rows())
                .bind("cells", Rows.cells(view.layout()))
                .bind("cameras", Rows.cameras(view.cameras()))
                .bind("version", view.version())
                .bind("at", Rows.stamp(view.changedAt()))
                .bind("most", MOST_OF_ONE_OWNER)
                .execute());
        if (written == 0) {
            throw refused("view");
        }
    }

    public boolean removeView(UUID id, UserId owner) {
        return jdbi.withHandle(
                handle -> handle.execute("DELETE FROM desk_view WHERE id = ? AND owner = ?", id, owner.value()) == 1);
    }

    /** His own and those that others share, by name. */
    public List<Tour> tours(UserId reader) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM desk_tour WHERE owner = :reader OR shared ORDER BY name, id")
                .bind("reader", reader.value())
                .map((row, context) -> tour(row))
                .list());
    }

    public Optional<Tour> tour(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM desk_tour WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> tour(row))
                .findOne());
    }

    /** As {@link #put(SavedView)}. */
    public void put(Tour tour) {
        int written = jdbi.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO desk_tour AS old (id, owner, owner_name, name, shared, tiles, dwell_seconds, ordering,
                            cameras, version, changed_at)
                        SELECT :id, :owner, :ownerName, :name, :shared, :tiles, :dwell, :ordering, :cameras, :version, :at
                        WHERE (:version > 1) = EXISTS (SELECT 1 FROM desk_tour WHERE id = :id)
                          AND (:version > 1 OR (SELECT count(*) FROM desk_tour WHERE owner = :owner) < :most)
                        ON CONFLICT (id) DO UPDATE SET name = excluded.name, shared = excluded.shared,
                            tiles = excluded.tiles, dwell_seconds = excluded.dwell_seconds, ordering = excluded.ordering,
                            cameras = excluded.cameras, version = excluded.version, changed_at = excluded.changed_at
                        WHERE old.version = excluded.version - 1 AND old.owner = excluded.owner
                        """)
                .bind("id", tour.id())
                .bind("owner", tour.owner().value())
                .bind("ownerName", tour.ownerName())
                .bind("name", tour.name())
                .bind("shared", tour.shared())
                .bind("tiles", tour.tiles())
                .bind("dwell", (int) tour.dwell().toSeconds())
                .bind("ordering", tour.order().name())
                .bind("cameras", tour.cameras().stream().map(CameraId::value).toArray(UUID[]::new))
                .bind("version", tour.version())
                .bind("at", Rows.stamp(tour.changedAt()))
                .bind("most", MOST_OF_ONE_OWNER)
                .execute());
        if (written == 0) {
            throw refused("tour");
        }
    }

    public boolean removeTour(UUID id, UserId owner) {
        return jdbi.withHandle(
                handle -> handle.execute("DELETE FROM desk_tour WHERE id = ? AND owner = ?", id, owner.value()) == 1);
    }

    private static DeskProblem refused(String what) {
        return DeskProblem.conflict("the " + what
                + " was changed meanwhile, or its owner keeps " + MOST_OF_ONE_OWNER
                + " already (expected: the version that is there, 0 for a new one)");
    }

    private static SavedView view(ResultSet row) throws SQLException {
        return new SavedView(
                row.getObject("id", UUID.class),
                new UserId(row.getObject("owner", UUID.class)),
                row.getString("owner_name"),
                row.getString("name"),
                row.getBoolean("shared"),
                Rows.layout(row),
                Rows.cameras(row),
                row.getInt("version"),
                Rows.instant(row, "changed_at"));
    }

    private static Tour tour(ResultSet row) throws SQLException {
        return new Tour(
                row.getObject("id", UUID.class),
                new UserId(row.getObject("owner", UUID.class)),
                row.getString("owner_name"),
                row.getString("name"),
                row.getBoolean("shared"),
                row.getInt("tiles"),
                Duration.ofSeconds(row.getInt("dwell_seconds")),
                Tour.Order.valueOf(row.getString("ordering")),
                List.of((UUID[]) row.getArray("cameras").getArray()).stream()
                        .map(CameraId::new)
                        .toList(),
                row.getInt("version"),
                Rows.instant(row, "changed_at"));
    }
}

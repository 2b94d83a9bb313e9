package org.sharpeyes.desk.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.desk.view.TileCameras;
import org.sharpeyes.desk.view.WallLayout;
import org.sharpeyes.desk.window.WallWindow;

/** What each window of the wall shows, in PostgreSQL: it comes back after a restart. Thread-safe; blocks. */
public final class PostgresWindows {
    private final Jdbi jdbi;

    public PostgresWindows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public List<WallWindow> all() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM desk_window ORDER BY name")
                .map((row, context) -> window(row))
                .list());
    }

    public Optional<WallWindow> find(String name) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM desk_window WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> window(row))
                .findOne());
    }

    /** Shows a scene in a window, which is made if it is not there. */
    public WallWindow show(String name, WallLayout layout, TileCameras cameras, String by, String reason, Instant at) {
        // Checks the values before anything is written.
        WallWindow wanted = new WallWindow(name, layout, cameras, by, reason, at, 1);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO desk_window AS old (name, columns, rows, cells, cameras, set_by, reason, set_at, version)
                        VALUES (:name, :columns, :rows, :cells, :cameras, :by, :reason, :at, 1)
                        ON CONFLICT (name) DO UPDATE SET columns = excluded.columns, rows = excluded.rows,
                            cells = excluded.cells, cameras = excluded.cameras, set_by = excluded.set_by,
                            reason = excluded.reason, set_at = excluded.set_at, version = old.version + 1
                        RETURNING *
                        """)
                .bind("name", wanted.name())
                .bind("columns", layout.columns())
                .bind("rows", layout.rows())
                .bind("cells", Rows.cells(layout))
                .bind("cameras", Rows.cameras(cameras))
                .bind("by", by)
                .bind("reason", wanted.reason())
                .bind("at", Rows.stamp(at))
                .map((row, context) -> window(row))
                .one());
    }

    public boolean remove(String name) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM desk_window WHERE name = ?", name) == 1);
    }

    private static WallWindow window(ResultSet row) throws SQLException {
        return new WallWindow(
                row.getString("name"),
                Rows.layout(row),
                Rows.cameras(row),
                row.getString("set_by"),
                row.getString("reason"),
                Rows.instant(row, "set_at"),
                row.getInt("version"));
    }
}

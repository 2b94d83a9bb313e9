package org.sharpeyes.desk.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.view.TileCameras;
import org.sharpeyes.desk.view.WallLayout;
import org.sharpeyes.model.CameraId;

/** How values of the desk stand in columns. */
final class Rows {
    private Rows() {}

    static Timestamp stamp(Instant at) {
        return Timestamp.from(at);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    static Integer[] cells(WallLayout layout) {
        List<Integer> flat = new ArrayList<>();
        for (WallLayout.Cell cell : layout.cells()) {
            flat.addAll(List.of(cell.column(), cell.row(), cell.width(), cell.height()));
        }
        return flat.toArray(Integer[]::new);
    }

    static WallLayout layout(ResultSet row) throws SQLException {
        Integer[] flat = (Integer[]) row.getArray("cells").getArray();
        List<WallLayout.Cell> cells = new ArrayList<>();
        for (int at = 0; at + 3 < flat.length; at += 4) {
            cells.add(new WallLayout.Cell(flat[at], flat[at + 1], flat[at + 2], flat[at + 3]));
        }
        return new WallLayout(row.getInt("columns"), row.getInt("rows"), cells);
    }

    static @Nullable UUID[] cameras(TileCameras cameras) {
        @Nullable UUID[] ids = new UUID[cameras.tiles().size()];
        for (int at = 0; at < ids.length; at++) {
            CameraId camera = cameras.tiles().get(at);
            ids[at] = camera == null ? null : camera.value();
        }
        return ids;
    }

    static TileCameras cameras(ResultSet row) throws SQLException {
        Array array = row.getArray("cameras");
        List<@Nullable CameraId> tiles = new ArrayList<>();
        for (@Nullable Object id : (Object[]) array.getArray()) {
            tiles.add(id == null ? null : new CameraId((UUID) id));
        }
        return new TileCameras(tiles);
    }
}

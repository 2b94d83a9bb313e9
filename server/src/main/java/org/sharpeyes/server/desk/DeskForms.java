package org.sharpeyes.server.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.DeskProblem;
import org.sharpeyes.desk.view.TileCameras;
import org.sharpeyes.desk.view.WallLayout;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.server.http.ApiProblem;

/** What the desk's controllers read and write alike. */
final class DeskForms {
    private DeskForms() {}

    /** A layout as it travels. */
    record LayoutView(int columns, int rows, @Nullable List<WallLayout.Cell> cells) {
        static LayoutView of(WallLayout layout) {
            return new LayoutView(layout.columns(), layout.rows(), layout.cells());
        }

        WallLayout layout() {
            return new WallLayout(columns, rows, cells == null ? List.of() : cells);
        }
    }

    static UUID id(String text) {
        try {
            return CameraId.parse(text).value();
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }

    static CameraId camera(String text) {
        return new CameraId(id(text));
    }

    static TileCameras cameras(@Nullable List<@Nullable String> ids) {
        List<@Nullable CameraId> tiles = new ArrayList<>();
        for (@Nullable String id : ids == null ? List.<@Nullable String>of() : ids) {
            tiles.add(id == null || id.isEmpty() ? null : CameraId.parse(id));
        }
        return new TileCameras(tiles);
    }

    /** What the reader may not see stands as an empty tile. */
    static List<@Nullable String> shown(TileCameras cameras, Predicate<CameraId> visible) {
        List<@Nullable String> ids = new ArrayList<>();
        for (@Nullable CameraId camera : cameras.tiles()) {
            ids.add(camera != null && visible.test(camera) ? camera.toString() : null);
        }
        return ids;
    }

    static <T> T needed(String field, @Nullable T value, String expected) {
        if (value == null) {
            throw ApiProblem.invalid(field, null, expected);
        }
        return value;
    }

    /** Runs a command and turns the desk's refusals into answers. */
    static <T> T answering(Supplier<T> command) {
        try {
            return command.get();
        } catch (DeskProblem problem) {
            if (problem.kind() == DeskProblem.Kind.UNKNOWN) {
                throw ApiProblem.notFound();
            }
            throw ApiProblem.conflict(String.valueOf(problem.getMessage()));
        }
    }
}

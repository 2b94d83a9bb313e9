package org.sharpeyes.desk.view;

import java.util.List;

/**
 * How a wall is cut into tiles: a grid, and cells that each take a block of it.
 *
 * @param columns 1 to {@value #MOST_LINES}
 * @param rows 1 to {@value #MOST_LINES}
 * @param cells the tiles in reading order; none lies upon another; gaps are allowed
 */
public record WallLayout(int columns, int rows, List<Cell> cells) {
    public static final int MOST_LINES = 12;
    public static final int MOST_CELLS = 64;

    /** A block of the grid; zero-based. */
    public record Cell(int column, int row, int width, int height) {}

    public WallLayout {
        line("layout.columns", columns);
        line("layout.rows", rows);
        cells = List.copyOf(cells);
        if (cells.isEmpty() || cells.size() > MOST_CELLS) {
            throw new IllegalArgumentException(
                    "layout.cells: " + cells.size() + " (expected: 1 to " + MOST_CELLS + ")");
        }
        boolean[] taken = new boolean[columns * rows];
        for (Cell cell : cells) {
            boolean inside = cell.column() >= 0
                    && cell.row() >= 0
                    && cell.width() >= 1
                    && cell.height() >= 1
                    && cell.width() <= columns - cell.column()
                    && cell.height() <= rows - cell.row();
            if (!inside) {
                throw new IllegalArgumentException(
                        "layout.cells: " + cell + " (expected: within " + columns + " x " + rows + ")");
            }
            for (int row = cell.row(); row < cell.row() + cell.height(); row++) {
                for (int column = cell.column(); column < cell.column() + cell.width(); column++) {
                    if (taken[row * columns + column]) {
                        throw new IllegalArgumentException("layout.cells: " + cell + " (expected: none upon another)");
                    }
                    taken[row * columns + column] = true;
                }
            }
        }
    }

    private static void line(String field, int value) {
        if (value < 1 || value > MOST_LINES) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: 1 to " + MOST_LINES + ")");
        }
    }
}

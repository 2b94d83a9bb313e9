package org.sharpeyes.registry.inventory;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.file.FileField;
import org.sharpeyes.registry.pose.ReadingSource;

/**
 * What the exchange standards do otherwise than a spreadsheet: they ask for values where nothing is known, and write nothing
 * about how sure a value is. Stateless.
 */
final class StandardItem {
    /** Names, in our element, of what was written because the standard asks for it and not because it is known. */
    static final String SUPPLIED = "supplied";

    /** Degrees of 监视方位 1 to 8 (GB/T 28181 annex A, DirectionType). */
    private static final List<String> DIRECTIONS = List.of("", "90", "270", "180", "0", "135", "45", "225", "315");

    private StandardItem() {}

    /**
     * @param supplied names that are to be taken away again
     * @param ours whether we wrote it; then nothing needs guessing
     */
    static Row row(
            int line,
            Map<Column, String> cells,
            Map<FileField, String> file,
            String supplied,
            boolean ours,
            Vocabulary names) {
        Map<Column, String> columns = new EnumMap<>(Column.class);
        Map<FileField, String> fields = new EnumMap<>(FileField.class);
        columns.putAll(cells);
        fields.putAll(file);
        if (ours) {
            for (String name : supplied.split(" ")) {
                FileField.ofJsonName(name).ifPresent(fields::remove);
            }
        } else {
            withoutPlaceholders(columns, fields);
            if (names != Vocabulary.APE) {
                direction(columns, fields);
            }
        }
        return new Row(line, columns, fields, names);
    }

    /** Zero stands for unknown where it means nothing. */
    private static void withoutPlaceholders(Map<Column, String> cells, Map<FileField, String> file) {
        if (zero(cells.get(Column.LONGITUDE)) && zero(cells.get(Column.LATITUDE))) {
            cells.remove(Column.LONGITUDE);
            cells.remove(Column.LATITUDE);
        }
        for (Column column :
                List.of(Column.HORIZONTAL_ANGLE, Column.VERTICAL_ANGLE, Column.RANGE, Column.POSITION_TYPE)) {
            if (zero(cells.get(column))) {
                cells.remove(column);
            }
        }
        if (zero(cells.get(Column.POINT_CLASS))) {
            cells.remove(Column.POINT_CLASS);
        }
        file.entrySet()
                .removeIf(entry -> !entry.getKey().choices().isEmpty()
                        && !entry.getKey().choices().containsKey("0")
                        && entry.getValue().equals("0"));
    }

    private static boolean zero(@Nullable String text) {
        return text != null && text.matches("0(\\.0+)?");
    }

    /** One of eight directions is better than none. */
    private static void direction(Map<Column, String> cells, Map<FileField, String> file) {
        String direction = file.getOrDefault(FileField.DIRECTION_TYPE, "");
        if (direction.matches("[1-8]")) {
            cells.put(Column.AZIMUTH, DIRECTIONS.get(Integer.parseInt(direction)));
            cells.put(Column.AZIMUTH_SOURCE, ReadingSource.EIGHT_DIRECTION.name());
        }
    }
}

package org.sharpeyes.registry.inventory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sharpeyes.registry.file.FileField;
import org.sharpeyes.registry.inventory.CsvReader.Line;

/**
 * The rows of a file, nothing checked yet.
 *
 * @param found rows that are not blank, also those that could not be taken apart
 * @param encoding what the file was written in
 */
record InventoryRows(List<Row> rows, int found, String encoding) {
    InventoryRows {
        rows = List.copyOf(rows);
    }

    static InventoryRows none(String encoding) {
        return new InventoryRows(List.of(), 0, encoding);
    }

    static InventoryRows read(byte[] file, InventoryForm form, Faults faults) {
        return switch (form) {
            case CSV -> csv(file, faults);
            case XLSX -> table(new XlsxReader(faults).readAll(file), "xlsx", faults);
            case CATALOGUE_2016, CATALOGUE_2022 -> new CatalogueReader(faults).read(file);
            case APE -> new ApeReader(faults).read(file);
        };
    }

    private static InventoryRows csv(byte[] file, Faults faults) {
        Optional<TextDecoding> decoded = TextDecoding.of(file);
        if (decoded.isEmpty()) {
            faults.add(1, "", "", "text in UTF-8 or GB18030");
            return none("");
        }
        List<Line> lines = new CsvReader(decoded.get().text(), faults).readAll();
        return table(lines, decoded.get().encoding(), faults);
    }

    private static InventoryRows table(List<Line> lines, String encoding, Faults faults) {
        if (lines.isEmpty() || lines.get(0).blank()) {
            if (faults.none()) {
                faults.add(1, "", "", "a head with the names of the columns");
            }
            return none(encoding);
        }
        Head head = Head.of(lines.get(0), faults);
        List<Row> rows = new ArrayList<>();
        int found = 0;
        for (Line line : lines.subList(1, lines.size())) {
            if (!line.blank()) {
                found++;
                if (line.fields().size() == head.width()) {
                    rows.add(head.row(line));
                } else {
                    faults.add(
                            line.number(),
                            "",
                            line.fields().size() + " fields",
                            head.width() + " fields, as the head has");
                }
            }
        }
        if (found == 0) {
            faults.add(2, "", "", "at least one point");
        }
        return new InventoryRows(rows, found, encoding);
    }

    /** What each place of a line means. */
    private record Head(Map<Integer, Column> columns, Map<Integer, FileField> fields, int width) {
        static Head of(Line line, Faults faults) {
            Map<Integer, Column> columns = new HashMap<>();
            Map<Integer, FileField> fields = new HashMap<>();
            for (int i = 0; i < line.fields().size(); i++) {
                String name = line.fields().get(i);
                Optional<Column> column = Column.ofHead(name);
                Optional<FileField> field = FileField.ofJsonName(name);
                if (column.isPresent()
                        ? columns.containsValue(column.get())
                        : fields.containsValue(field.orElse(null))) {
                    faults.add(line.number(), name, name, "each column once");
                } else if (column.isPresent()) {
                    columns.put(i, column.get());
                } else if (field.isPresent()) {
                    fields.put(i, field.get());
                } else {
                    faults.add(
                            line.number(),
                            name,
                            name,
                            "a known column such as code, name, area, longitude, azimuth, or a field of the file");
                }
            }
            for (Column column : Column.values()) {
                if (column.mandatory() && !columns.containsValue(column)) {
                    faults.add(line.number(), column.head(), "", "a column " + column.head());
                }
            }
            return new Head(columns, fields, line.fields().size());
        }

        Row row(Line line) {
            Map<Column, String> cells = new EnumMap<>(Column.class);
            Map<FileField, String> file = new EnumMap<>(FileField.class);
            columns.forEach((at, column) -> cells.put(column, line.fields().get(at)));
            fields.forEach((at, field) -> file.put(field, line.fields().get(at)));
            return new Row(line.number(), cells, file, Vocabulary.SPREADSHEET);
        }
    }
}

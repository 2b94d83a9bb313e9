package org.sharpeyes.registry.inventory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.sharpeyes.registry.file.FileField;

/** Writes points in each form that an import takes, so that an import gives the same points again. Stateless. */
public final class InventoryExport {
    /** Digits that a spreadsheet keeps of a number. */
    private static final int DIGITS = 15;

    private InventoryExport() {}

    /** @param points in the order to write */
    public static byte[] write(InventoryForm form, List<ExportedPoint> points) {
        return switch (form) {
            case CSV -> csv(rows(points, Vocabulary.SPREADSHEET));
            case XLSX -> xlsx(rows(points, Vocabulary.SPREADSHEET));
            case CATALOGUE_2016 -> CatalogueWriter.write(rows(points, Vocabulary.CATALOGUE_2016));
            case CATALOGUE_2022 -> CatalogueWriter.write(rows(points, Vocabulary.CATALOGUE_2022));
            case APE -> ApeWriter.write(rows(points, Vocabulary.APE));
        };
    }

    private static List<Row> rows(List<ExportedPoint> points, Vocabulary names) {
        return points.stream().map(point -> point.row(names)).toList();
    }

    /** With a byte order mark, without which a Chinese Windows takes it for GB18030. */
    private static byte[] csv(List<Row> rows) {
        StringBuilder text = new StringBuilder("\uFEFF");
        for (List<String> line : table(rows)) {
            for (int i = 0; i < line.size(); i++) {
                text.append(i == 0 ? "" : ",").append(quoted(line.get(i)));
            }
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static byte[] xlsx(List<Row> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Set<Column> columns = columns(rows);
        List<List<String>> table = table(rows);
        boolean[] numbers = new boolean[table.get(0).size()];
        int at = 0;
        for (Column column : columns) {
            numbers[at++] = column.number();
        }
        try (Workbook workbook = new Workbook(bytes, "SharpEyes", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("points");
            sheet.freezePane(0, 1);
            for (int line = 0; line < table.size(); line++) {
                List<String> cells = table.get(line);
                for (int i = 0; i < cells.size(); i++) {
                    String cell = cells.get(i);
                    if (line > 0 && numbers[i] && !cell.isEmpty() && new BigDecimal(cell).precision() <= DIGITS) {
                        sheet.value(line, i, new BigDecimal(cell));
                    } else if (!cell.isEmpty()) {
                        sheet.inlineString(line, i, cell);
                    }
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** The head, then a line for each row; texts that a spreadsheet would run are kept from it. */
    private static List<List<String>> table(List<Row> rows) {
        Set<Column> columns = columns(rows);
        Set<FileField> fields = EnumSet.noneOf(FileField.class);
        rows.forEach(row -> fields.addAll(row.file().keySet()));
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>();
        columns.forEach(column -> head.add(column.head()));
        fields.forEach(field -> head.add(field.jsonName()));
        table.add(head);
        for (Row row : rows) {
            List<String> line = new ArrayList<>();
            columns.forEach(column -> line.add(Formulas.neutralise(row.cell(column))));
            fields.forEach(field -> line.add(Formulas.neutralise(row.file().getOrDefault(field, ""))));
            table.add(line);
        }
        return table;
    }

    /** Those that any row fills, and those without which nothing can be read again. */
    private static Set<Column> columns(List<Row> rows) {
        Set<Column> columns = EnumSet.noneOf(Column.class);
        Arrays.stream(Column.values()).filter(Column::mandatory).forEach(columns::add);
        rows.forEach(row -> columns.addAll(row.cells().keySet()));
        return columns;
    }
}

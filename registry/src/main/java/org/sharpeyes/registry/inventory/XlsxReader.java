package org.sharpeyes.registry.inventory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.inventory.CsvReader.Line;

/** The first sheet of a workbook as lines of text. Formulas are not taken. Confined to one thread. */
final class XlsxReader {
    private static final int MAX_ENTRIES = 200;
    private static final long MAX_INFLATED = 128L << 20;

    /** Digits that a spreadsheet keeps of a number. */
    private static final MathContext DIGITS = new MathContext(15);

    private static final BigDecimal ROUNDED = new BigDecimal("1e15");

    private final Faults faults;

    XlsxReader(Faults faults) {
        this.faults = faults;
    }

    List<Line> readAll(byte[] xlsx) {
        try {
            if (!sound(xlsx)) {
                return List.of();
            }
            try (ReadableWorkbook workbook =
                            new ReadableWorkbook(new ByteArrayInputStream(xlsx), new ReadingOptions(true, true));
                    Stream<Row> rows = workbook.getFirstSheet().openStream()) {
                return lines(rows);
            }
        } catch (IOException | RuntimeException malformed) {
            // Whatever the library stumbles over: the file is not what it says, which is the sender's to know.
            faults.add(1, "", "", "an xlsx workbook; " + malformed.getClass().getSimpleName());
            return List.of();
        }
    }

    /** Whether it unpacks within bounds. */
    private boolean sound(byte[] xlsx) throws IOException {
        try (ZipFile zip = ZipFile.builder().setByteArray(xlsx).get()) {
            long inflated = 0;
            int count = 0;
            byte[] buffer = new byte[1 << 16];
            for (Enumeration<ZipArchiveEntry> entries = zip.getEntries(); entries.hasMoreElements(); ) {
                if (++count > MAX_ENTRIES) {
                    faults.add(1, "", "", "at most " + MAX_ENTRIES + " parts in a workbook");
                    return false;
                }
                try (InputStream part = zip.getInputStream(entries.nextElement())) {
                    for (int read = part.read(buffer); read >= 0; read = part.read(buffer)) {
                        inflated += read;
                        if (inflated > MAX_INFLATED) {
                            faults.add(1, "", "", "at most " + MAX_INFLATED + " bytes unpacked");
                            return false;
                        }
                    }
                }
            }
            return true;
        }
    }

    private List<Line> lines(Stream<Row> rows) {
        List<Line> lines = new ArrayList<>();
        int width = -1;
        for (Row row : (Iterable<Row>) rows::iterator) {
            if (lines.size() >= CsvReader.MAX_LINES) {
                faults.add(row.getRowNum(), "", "", "at most " + CsvReader.MAX_LINES + " lines");
                break;
            }
            List<String> fields = fields(row);
            if (width < 0) {
                width = fields.size();
            } else if (fields.size() < width) {
                fields.addAll(Collections.nCopies(width - fields.size(), ""));
            }
            lines.add(new Line(row.getRowNum(), fields));
        }
        return lines;
    }

    /** Without the empty ones at the end. */
    private List<String> fields(Row row) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < row.getCellCount(); i++) {
            if (fields.size() >= CsvReader.MAX_FIELDS) {
                faults.add(row.getRowNum(), "", "", "at most " + CsvReader.MAX_FIELDS + " fields in a line");
                break;
            }
            @Nullable Cell cell = row.getOptionalCell(i).orElse(null);
            fields.add(cell == null ? "" : text(row.getRowNum(), cell).strip());
        }
        while (!fields.isEmpty() && fields.get(fields.size() - 1).isEmpty()) {
            fields.remove(fields.size() - 1);
        }
        return fields;
    }

    private String text(int line, Cell cell) {
        String value = cell.getText() == null ? "" : cell.getText();
        if (value.length() > CsvReader.MAX_FIELD_CHARACTERS) {
            faults.add(
                    line, address(cell), value, "at most " + CsvReader.MAX_FIELD_CHARACTERS + " characters in a field");
            return "";
        }
        if (cell.getType() == CellType.FORMULA || cell.getFormula() != null) {
            faults.add(line, address(cell), value, "a value; paste formulas as values");
            return "";
        }
        return switch (cell.getType()) {
            case NUMBER -> number(cell);
            case BOOLEAN -> cell.asBoolean() ? "1" : "0";
            case ERROR -> {
                faults.add(line, address(cell), value, "a value, no error");
                yield "";
            }
            default -> value;
        };
    }

    private static String number(Cell cell) {
        BigDecimal number = cell.asNumber();
        String format = cell.getDataFormatString();
        if (format != null && format.toLowerCase(Locale.ROOT).contains("yy")) {
            return cell.asDate().toLocalDate().toString();
        }
        if (number.abs().compareTo(ROUNDED) >= 0) {
            // More digits than it keeps: said as a spreadsheet shows it, so that nobody takes it for a code.
            return String.format(Locale.ROOT, "%.6e", number);
        }
        return number.round(DIGITS).stripTrailingZeros().toPlainString();
    }

    private static String address(Cell cell) {
        return cell.getAddress().toString();
    }
}

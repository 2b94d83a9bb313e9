package org.sharpeyes.registry.inventory;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.file.FileField;

/** The texts of one row as values; what is wrong goes to the faults, and is then taken as unknown. Confined to one thread. */
final class Cells {
    private static final int MAX_NAME = 200;
    private static final int MAX_TEXT = 500;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-M-d").withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(\\.\\d{1,20})?");

    private final Row row;
    private final Faults faults;

    Cells(Row row, Faults faults) {
        this.row = row;
        this.faults = faults;
    }

    int line() {
        return row.line();
    }

    String cell(Column column) {
        return row.cell(column);
    }

    /** Fields of the file beyond name, place and pose. */
    Map<FileField, String> file() {
        Map<FileField, String> file = new EnumMap<>(FileField.class);
        row.file().forEach((field, cell) -> {
            if (!cell.isEmpty()) {
                try {
                    file.put(field, field.checked(readable(cell, row.names().name(field))));
                } catch (IllegalArgumentException unusable) {
                    wrong(row.names().name(field), cell, expectation(unusable));
                }
            }
        });
        return file;
    }

    @Nullable
    LocalDate day(Column column) {
        String value = cell(column);
        if (value.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(value.replace('/', '-').replace('.', '-'), DATE);
        } catch (DateTimeParseException unusable) {
            wrong(column, value, "a day as 2026-05-20");
            return null;
        }
    }

    String requiredText(Column column) {
        String value = text(column);
        if (value.isEmpty() && cell(column).isEmpty()) {
            wrong(column, "", "a text");
        }
        return value;
    }

    String text(Column column) {
        String value = cell(column);
        if (value.isEmpty()) {
            return value;
        }
        int most = column == Column.NAME ? MAX_NAME : MAX_TEXT;
        try {
            value = readable(value, row.names().name(column));
        } catch (IllegalArgumentException formula) {
            wrong(column, value, expectation(formula));
            return "";
        }
        if (value.length() > most) {
            wrong(column, value, "at most " + most + " characters");
            return "";
        }
        if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7F || c == 0xFFFD)) {
            wrong(column, value.replaceAll("\\p{Cntrl}", "·"), "a text of one line without control characters");
            return "";
        }
        return value;
    }

    /**
     * A text without the apostrophe that keeps a spreadsheet from running it.
     *
     * @throws IllegalArgumentException if a spreadsheet would run it
     */
    private String readable(String text, String name) {
        if (!row.names().equals(Vocabulary.SPREADSHEET)) {
            return text;
        }
        if (Formulas.neutralised(text)) {
            return text.substring(1);
        }
        if (Formulas.dangerous(text)) {
            throw new IllegalArgumentException(
                    name + ": " + text + " (expected: a text that does not begin with = + - or @)");
        }
        return text;
    }

    <E extends Enum<E>> E choice(Column column, Class<E> type, E otherwise, Map<String, E> synonyms) {
        String value = cell(column);
        if (value.isEmpty()) {
            return otherwise;
        }
        String wanted = value.toUpperCase(Locale.ROOT).replace('-', '_');
        E synonym = synonyms.get(wanted);
        if (synonym != null) {
            return synonym;
        }
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(wanted)) {
                return each;
            }
        }
        StringBuilder all = new StringBuilder();
        for (E each : type.getEnumConstants()) {
            all.append(all.length() == 0 ? "" : ", ")
                    .append(each.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        wrong(column, value, "one of " + all);
        return otherwise;
    }

    @Nullable
    Integer integer(Column column, int least, int most) {
        String value = cell(column);
        if (value.isEmpty()) {
            return null;
        }
        if (value.matches("\\d{1,6}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        wrong(column, value, "a whole number, " + least + " to " + most);
        return null;
    }

    @Nullable
    Double number(Column column, double least, double most) {
        String value = cell(column);
        if (value.isEmpty()) {
            return null;
        }
        @Nullable Double number = parsed(value);
        if (number != null && number >= least && number <= most) {
            return number;
        }
        wrong(column, value, "a number, " + plain(least) + " to " + plain(most));
        return null;
    }

    static @Nullable Double parsed(String value) {
        return NUMBER.matcher(value).matches() ? Double.valueOf(value) : null;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    static String expectation(IllegalArgumentException message) {
        String text = String.valueOf(message.getMessage());
        int at = text.lastIndexOf("(expected: ");
        return at < 0 ? text : text.substring(at + "(expected: ".length(), text.length() - 1);
    }

    void wrong(Column column, String value, String expected) {
        wrong(row.names().name(column), column.secret() ? "(not shown)" : value, expected);
    }

    private void wrong(String column, String value, String expected) {
        faults.add(row.line(), column, value, expected);
    }
}

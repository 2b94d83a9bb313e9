package org.sharpeyes.registry.inventory;

import java.util.ArrayList;
import java.util.List;

/**
 * RFC 4180: commas, quotes, line breaks within quotes; also semicolons or tabs when the head has no comma. Lines are
 * counted as an editor shows them.
 */
final class CsvReader {
    static final int MAX_LINES = 200_000;
    static final int MAX_FIELDS = 250;
    static final int MAX_FIELD_CHARACTERS = 4_000;

    private final String text;
    private final char separator;
    private final Faults faults;
    private int at;
    private int line = 1;

    CsvReader(String text, Faults faults) {
        this.text = text;
        this.faults = faults;
        int end = text.indexOf('\n');
        String head = end < 0 ? text : text.substring(0, end);
        this.separator =
                head.indexOf(',') >= 0 ? ',' : head.indexOf(';') >= 0 ? ';' : head.indexOf('\t') >= 0 ? '\t' : ',';
    }

    /**
     * One line of the file.
     *
     * @param number where it begins
     */
    record Line(int number, List<String> fields) {
        boolean blank() {
            return fields.stream().allMatch(String::isBlank);
        }
    }

    /** All lines; what cannot be read becomes a fault and ends the reading where the rest would be guesswork. */
    List<Line> readAll() {
        List<Line> lines = new ArrayList<>();
        while (at < text.length()) {
            if (lines.size() >= MAX_LINES) {
                faults.add(line, "", "", "at most " + MAX_LINES + " lines");
                return lines;
            }
            int number = line;
            List<String> fields = new ArrayList<>();
            boolean more = true;
            while (more) {
                if (fields.size() >= MAX_FIELDS) {
                    faults.add(number, "", fields.size() + " fields", "at most " + MAX_FIELDS + " fields in a line");
                    return lines;
                }
                if (!readField(number, fields)) {
                    return lines;
                }
                more = at < text.length() && text.charAt(at) == separator;
                if (more) {
                    at++;
                }
            }
            endOfLine();
            lines.add(new Line(number, fields));
        }
        return lines;
    }

    private boolean readField(int number, List<String> fields) {
        if (at < text.length() && text.charAt(at) == '"') {
            return readQuoted(number, fields);
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != separator && !isBreak(text.charAt(at))) {
            at++;
        }
        return keep(number, fields, text.substring(start, at));
    }

    private boolean readQuoted(int number, List<String> fields) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                if (at < text.length() && text.charAt(at) == '"') {
                    value.append('"');
                    at++;
                } else {
                    if (at < text.length() && text.charAt(at) != separator && !isBreak(text.charAt(at))) {
                        faults.add(line, "", value.toString(), "a separator after a closing quote");
                        return false;
                    }
                    return keep(number, fields, value.toString());
                }
            } else {
                if (c == '\n') {
                    line++;
                }
                value.append(c);
            }
        }
        faults.add(number, "", value.toString(), "a closing quote before the end of the file");
        return false;
    }

    private boolean keep(int number, List<String> fields, String value) {
        if (value.length() > MAX_FIELD_CHARACTERS) {
            faults.add(number, "", value, "at most " + MAX_FIELD_CHARACTERS + " characters in a field");
            return false;
        }
        fields.add(value.strip());
        return true;
    }

    private void endOfLine() {
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
            if (at < text.length() && text.charAt(at) != '\n') {
                line++;
                return;
            }
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        line++;
    }

    private static boolean isBreak(char c) {
        return c == '\r' || c == '\n';
    }
}

package org.sharpeyes.alarm.planning;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code scope,from,to,reason} (RFC 4180, in any order of columns). Stateless. */
public final class CsvWindows {
    private static final List<String> COLUMNS = List.of("scope", "from", "to", "reason");
    private static final int LONGEST_FIELD = 2_000;

    private CsvWindows() {}

    public static WindowList read(String text) {
        List<WindowList.Entry> entries = new ArrayList<>();
        List<WindowList.Fault> faults = new ArrayList<>();
        List<List<String>> lines = split(text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (lines.isEmpty()) {
            return new WindowList(entries, List.of(new WindowList.Fault(1, "head", "", "scope,from,to,reason")));
        }
        List<String> head = lines.get(0).stream()
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (!head.containsAll(COLUMNS)) {
            faults.add(new WindowList.Fault(1, "head", String.join(",", head), "scope,from,to,reason"));
            return new WindowList(entries, faults);
        }
        if (lines.size() - 1 > WindowList.MOST_ENTRIES) {
            faults.add(new WindowList.Fault(
                    1, "lines", Integer.toString(lines.size() - 1), "at most " + WindowList.MOST_ENTRIES));
            return new WindowList(entries, faults);
        }
        for (int i = 1; i < lines.size(); i++) {
            List<String> fields = lines.get(i);
            if (fields.stream().allMatch(String::isBlank)) {
                continue;
            }
            entry(i + 1, fields, head, entries, faults);
        }
        return new WindowList(entries, faults);
    }

    private static void entry(
            int line,
            List<String> fields,
            List<String> head,
            List<WindowList.Entry> entries,
            List<WindowList.Fault> faults) {
        int before = faults.size();
        String scope = field(fields, head, "scope");
        String reason = field(fields, head, "reason");
        Instant from = instant(line, "from", field(fields, head, "from"), faults);
        Instant to = instant(line, "to", field(fields, head, "to"), faults);
        if (scope.isEmpty()) {
            faults.add(new WindowList.Fault(line, "scope", "", "camera:, dependency:, area:, a point code or a name"));
        }
        if (from != null && to != null && !from.isBefore(to)) {
            faults.add(new WindowList.Fault(line, "to", to.toString(), "after from"));
        }
        if (faults.size() == before && from != null && to != null) {
            String origin = "csv " + scope + " " + from + " " + to;
            entries.add(new WindowList.Entry(line, scope, from, to, reason, origin));
        }
    }

    private static String field(List<String> fields, List<String> head, String name) {
        int at = head.indexOf(name);
        String value = at < fields.size() ? fields.get(at).strip() : "";
        return value.length() > LONGEST_FIELD ? value.substring(0, LONGEST_FIELD) : value;
    }

    private static @Nullable Instant instant(int line, String name, String value, List<WindowList.Fault> faults) {
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException wrong) {
            faults.add(new WindowList.Fault(line, name, value, "a time with offset, as 2026-12-01T22:00:00+08:00"));
            return null;
        }
    }

    /** One entry a line; a quoted field may go over several, which then count as one. */
    private static List<List<String>> split(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    field.append(c);
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                line.add(field.toString());
                field.setLength(0);
            } else if (c == '\n') {
                line.add(field.toString());
                field.setLength(0);
                lines.add(line);
                line = new ArrayList<>();
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (field.length() > 0 || !line.isEmpty()) {
            line.add(field.toString());
            lines.add(line);
        }
        return lines;
    }
}

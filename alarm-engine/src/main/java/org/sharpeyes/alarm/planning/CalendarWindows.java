package org.sharpeyes.alarm.planning;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of an iCalendar file (RFC 5545): DTSTART, DTEND or DURATION, UID, SUMMARY as the reason, LOCATION as the
 * scope. Repeating events are refused rather than read as one. Stateless.
 */
public final class CalendarWindows {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    private CalendarWindows() {}

    private record Property(int line, String parameters, String value) {}

    /** @param zone of times that name none */
    public static WindowList read(String text, ZoneId zone) {
        List<WindowList.Entry> entries = new ArrayList<>();
        List<WindowList.Fault> faults = new ArrayList<>();
        Map<String, Property> event = null;
        int begin = 0;
        boolean calendar = false;
        String[] raw = text.split("\r?\n", -1);
        for (int i = 0; i < raw.length; i++) {
            int number = i + 1;
            StringBuilder line = new StringBuilder(raw[i]);
            // RFC 5545 §3.1: a line that begins with white space continues the one before.
            while (i + 1 < raw.length && (raw[i + 1].startsWith(" ") || raw[i + 1].startsWith("\t"))) {
                line.append(raw[++i].substring(1));
            }
            String whole = line.toString();
            int colon = colon(whole);
            if (colon < 0) {
                continue;
            }
            String head = whole.substring(0, colon);
            String value = whole.substring(colon + 1);
            int semicolon = head.indexOf(';');
            String name = (semicolon < 0 ? head : head.substring(0, semicolon)).toUpperCase(Locale.ROOT);
            if (name.equals("BEGIN") && value.equalsIgnoreCase("VCALENDAR")) {
                calendar = true;
            } else if (name.equals("BEGIN") && value.equalsIgnoreCase("VEVENT")) {
                event = new HashMap<>();
                begin = number;
            } else if (name.equals("END") && value.equalsIgnoreCase("VEVENT") && event != null) {
                event(begin, event, zone, entries, faults);
                event = null;
                if (entries.size() > WindowList.MOST_ENTRIES) {
                    faults.add(new WindowList.Fault(
                            begin, "VEVENT", "one more", "at most " + WindowList.MOST_ENTRIES + " events"));
                    return new WindowList(List.of(), faults);
                }
            } else if (event != null) {
                event.putIfAbsent(name, new Property(number, semicolon < 0 ? "" : head.substring(semicolon), value));
            }
        }
        if (!calendar) {
            faults.add(new WindowList.Fault(1, "BEGIN", "", "BEGIN:VCALENDAR"));
        }
        return new WindowList(entries, faults);
    }

    /** The colon that ends the head; one within quotes belongs to a parameter. */
    private static int colon(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ':' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static void event(
            int begin,
            Map<String, Property> event,
            ZoneId zone,
            List<WindowList.Entry> entries,
            List<WindowList.Fault> faults) {
        int before = faults.size();
        Property rule = event.get("RRULE");
        if (rule != null) {
            faults.add(new WindowList.Fault(rule.line(), "RRULE", rule.value(), "single events, each with its times"));
        }
        Property location = event.get("LOCATION");
        if (location == null || location.value().isBlank()) {
            faults.add(new WindowList.Fault(
                    begin, "LOCATION", "", "the scope: camera:, dependency:, area:, a point code or a name"));
        }
        Instant from = instant(begin, "DTSTART", event.get("DTSTART"), zone, faults);
        Instant to = event.containsKey("DTEND")
                ? instant(begin, "DTEND", event.get("DTEND"), zone, faults)
                : after(from, event.get("DURATION"), begin, faults);
        if (from != null && to != null && !from.isBefore(to)) {
            faults.add(new WindowList.Fault(begin, "DTEND", to.toString(), "after DTSTART"));
        }
        if (faults.size() > before || from == null || to == null || location == null) {
            return;
        }
        Property summary = event.get("SUMMARY");
        Property uid = event.get("UID");
        String scope = text(location.value());
        entries.add(new WindowList.Entry(
                begin,
                scope,
                from,
                to,
                summary == null ? "" : text(summary.value()),
                "ics " + (uid == null ? scope : uid.value()) + " " + from + " " + to));
    }

    private static @Nullable Instant after(
            @Nullable Instant from, @Nullable Property duration, int line, List<WindowList.Fault> faults) {
        if (duration == null) {
            faults.add(new WindowList.Fault(line, "DTEND", "", "DTEND or DURATION"));
            return null;
        }
        try {
            Duration length = Duration.parse(duration.value());
            return from == null ? null : from.plus(length);
        } catch (DateTimeException wrong) {
            faults.add(new WindowList.Fault(duration.line(), "DURATION", duration.value(), "as PT2H"));
            return null;
        }
    }

    private static @Nullable Instant instant(
            int line, String name, @Nullable Property property, ZoneId zone, List<WindowList.Fault> faults) {
        if (property == null) {
            faults.add(new WindowList.Fault(line, name, "", "a time"));
            return null;
        }
        String value = property.value().strip();
        try {
            ZoneId in = zone;
            int at = property.parameters().toUpperCase(Locale.ROOT).indexOf("TZID=");
            if (at >= 0) {
                in = ZoneId.of(
                        property.parameters().substring(at + 5).split(";", 2)[0].replace("\"", ""));
            }
            if (value.endsWith("Z")) {
                return LocalDateTime.parse(value.substring(0, value.length() - 1), TIME)
                        .toInstant(ZoneOffset.UTC);
            }
            return value.indexOf('T') > 0
                    ? LocalDateTime.parse(value, TIME).atZone(in).toInstant()
                    : LocalDate.parse(value, DateTimeFormatter.BASIC_ISO_DATE)
                            .atStartOfDay(in)
                            .toInstant();
        } catch (DateTimeException wrong) {
            faults.add(new WindowList.Fault(property.line(), name, value, "as 20261201T220000Z, or with a known TZID"));
            return null;
        }
    }

    /** RFC 5545 §3.3.11. */
    private static String text(String value) {
        return value.replace("\\n", " ")
                .replace("\\N", " ")
                .replace("\\,", ",")
                .replace("\\;", ";")
                .replace("\\\\", "\\")
                .strip();
    }
}

package org.sharpeyes.registry.inventory;

import java.util.ArrayList;
import java.util.List;
import org.sharpeyes.registry.area.Person;

/** Several persons in one cell: {@code role:name:telephone; role:name:telephone}; a backslash before : ; and itself. */
final class PersonsText {
    private static final int MAX_PERSONS = 20;

    private PersonsText() {}

    static String write(List<Person> persons) {
        StringBuilder text = new StringBuilder();
        for (Person person : persons) {
            if (!text.isEmpty()) {
                text.append("; ");
            }
            text.append(escaped(person.role()))
                    .append(':')
                    .append(escaped(person.name()))
                    .append(':')
                    .append(escaped(person.phone()));
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(":", "\\:").replace(";", "\\;");
    }

    /** @throws IllegalArgumentException if it is not of that form */
    static List<Person> read(String text) {
        List<Person> persons = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ';';
            if (c == '\\' && i + 1 < text.length()) {
                part.append(text.charAt(++i));
            } else if (c == ':' || c == ';') {
                parts.add(part.toString());
                part.setLength(0);
                if (c == ';') {
                    persons.add(person(parts));
                    parts.clear();
                }
            } else if (c != ' ' || !part.isEmpty() || !parts.isEmpty()) {
                // The blank behind a semicolon is no part of a role.
                part.append(c);
            }
        }
        if (persons.size() > MAX_PERSONS) {
            throw new IllegalArgumentException("persons: " + persons.size() + " (expected: at most 20)");
        }
        return persons;
    }

    private static Person person(List<String> parts) {
        if (parts.size() != 3 || parts.get(1).isBlank()) {
            throw new IllegalArgumentException("persons: " + parts + " (expected: role:name:telephone; …)");
        }
        return new Person(parts.get(0), parts.get(1), parts.get(2));
    }
}

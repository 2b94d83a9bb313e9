package org.sharpeyes.registry.file;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** What the text of a field must be. */
public enum FieldKind {
    TEXT("1 to 500 characters") {
        @Override
        boolean accepts(String text) {
            return text.length() <= 500 && text.chars().noneMatch(c -> c < ' ');
        }
    },
    INTEGER("a whole number, 0 to 999999999") {
        @Override
        boolean accepts(String text) {
            return text.matches("[0-9]{1,9}");
        }
    },
    NUMBER("a number of at most 12 digits") {
        @Override
        boolean accepts(String text) {
            return text.matches("-?[0-9]{1,9}(\\.[0-9]{1,6})?");
        }
    },
    CODE("6 to 20 digits") {
        @Override
        boolean accepts(String text) {
            return text.matches("[0-9]{6,20}");
        }
    },
    DAY("a day as 2026-05-20") {
        @Override
        boolean accepts(String text) {
            try {
                return LocalDate.parse(text).toString().equals(text);
            } catch (DateTimeException unusable) {
                return false;
            }
        }
    },
    MOMENT("a time as 2026-05-20T08:00:00") {
        @Override
        boolean accepts(String text) {
            try {
                return !LocalDateTime.parse(text).toString().isEmpty();
            } catch (DateTimeException unusable) {
                return false;
            }
        }
    },
    YES_NO("1 for yes, 0 for no") {
        @Override
        boolean accepts(String text) {
            return text.equals("0") || text.equals("1");
        }
    };

    private final String expectation;

    FieldKind(String expectation) {
        this.expectation = expectation;
    }

    abstract boolean accepts(String text);

    String expectation() {
        return expectation;
    }
}

package org.sharpeyes.alarm.incident;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** What a person does to an incident. */
public sealed interface PersonAction {
    /** Longest note or name, in characters. */
    int MAX_TEXT = 4_000;

    /** The person's words; may be empty. */
    String note();

    record Acknowledge(String note) implements PersonAction {
        public Acknowledge {
            note = checked("note", note);
        }
    }

    record Assign(String assignee, String note) implements PersonAction {
        public Assign {
            assignee = checked("assignee", assignee);
            if (assignee.isBlank()) {
                throw new IllegalArgumentException("assignee: blank (expected: a person)");
            }
            note = checked("note", note);
        }
    }

    record Comment(String note) implements PersonAction {
        public Comment {
            note = checked("note", note);
            if (note.isBlank()) {
                throw new IllegalArgumentException("note: blank (expected: what to remember)");
            }
        }
    }

    /** @param picture id under which the picture is kept */
    record AddPicture(UUID picture) implements PersonAction {
        public AddPicture {
            requireNonNull(picture, "picture");
        }

        @Override
        public String note() {
            return picture.toString();
        }
    }

    record Resolve(String note) implements PersonAction {
        public Resolve {
            note = checked("note", note);
        }
    }

    private static String checked(String field, String text) {
        requireNonNull(text, field);
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    field + ": " + text.length() + " characters (expected: at most " + MAX_TEXT + ")");
        }
        return text;
    }
}

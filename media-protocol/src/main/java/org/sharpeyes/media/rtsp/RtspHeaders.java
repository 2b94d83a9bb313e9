package org.sharpeyes.media.rtsp;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Header fields in their order; names compare without case (RFC 2326 §4.2). Immutable. */
public final class RtspHeaders {
    private static final RtspHeaders EMPTY = new RtspHeaders(List.of());

    private final List<Field> fields;

    private RtspHeaders(List<Field> fields) {
        this.fields = fields;
    }

    /** One line. The value has no line end and no NUL, so that nobody can smuggle a second line into it. */
    public record Field(String name, String value) {
        public Field {
            requireToken(name);
            requireNonNull(value, "value");
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '\r' || c == '\n' || c == 0) {
                    throw new IllegalArgumentException(name + ": value has a line end or NUL (expected: one line)");
                }
            }
        }

        private static void requireToken(String name) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("header name: empty (expected: a token)");
            }
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (c <= ' ' || c >= 127 || c == ':') {
                    throw new IllegalArgumentException("header name: character " + (int) c + " (expected: a token)");
                }
            }
        }
    }

    public static RtspHeaders empty() {
        return EMPTY;
    }

    /** Headers of alternating names and values. */
    public static RtspHeaders of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("headers: " + namesAndValues.length + " strings (expected: pairs)");
        }
        List<Field> fields = new ArrayList<>(namesAndValues.length / 2);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new RtspHeaders(List.copyOf(fields));
    }

    static RtspHeaders ofFields(List<Field> fields) {
        return new RtspHeaders(List.copyOf(fields));
    }

    /** The first value of this name. */
    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** All values of this name, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /** These with one line more; lines of the same name stay. */
    public RtspHeaders plus(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new RtspHeaders(List.copyOf(more));
    }

    /** These with {@code name} set to this one value. */
    public RtspHeaders with(String name, String value) {
        return without(name).plus(name, value);
    }

    public RtspHeaders without(String name) {
        return new RtspHeaders(fields.stream()
                .filter(field -> !field.name().equalsIgnoreCase(name))
                .toList());
    }

    public int size() {
        return fields.size();
    }

    public void forEach(BiConsumer<String, String> action) {
        fields.forEach(field -> action.accept(field.name(), field.value()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RtspHeaders that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** Names only: values may hold secrets. */
    @Override
    public String toString() {
        return fields.stream().map(Field::name).toList().toString();
    }
}

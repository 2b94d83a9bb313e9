package org.sharpeyes.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One spelling for one set of facts: JSON objects with sorted keys, lists, strings, whole numbers and booleans, no spaces,
 * every character outside printable ASCII escaped. Keys without value are left out.
 */
public final class CanonicalJson {
    private static final int DEEPEST = 16;

    private CanonicalJson() {}

    /** @throws IllegalArgumentException if a value is none of the allowed types */
    public static String write(Map<String, ? extends @Nullable Object> facts) {
        StringBuilder text = new StringBuilder();
        object(text, facts);
        return text.toString();
    }

    /**
     * Reads what {@link #write} wrote, and nothing else: another spelling of the same facts is refused.
     *
     * @return strings, {@code Long}s, {@code Boolean}s, lists and maps of them
     * @throws IllegalArgumentException naming the place where it is not canonical
     */
    public static Map<String, Object> read(String text) {
        Reader reader = new Reader(text);
        Map<String, Object> facts = reader.object(0);
        reader.end();
        if (!write(facts).equals(text)) {
            throw new IllegalArgumentException("JSON: another spelling of the facts (expected: the canonical one)");
        }
        return facts;
    }

    private static void object(StringBuilder text, Map<?, ? extends @Nullable Object> facts) {
        text.append('{');
        boolean first = true;
        for (Map.Entry<String, Object> fact : withoutNulls(facts).entrySet()) {
            if (!first) {
                text.append(',');
            }
            first = false;
            quote(text, fact.getKey());
            text.append(':');
            value(text, fact.getKey(), fact.getValue());
        }
        text.append('}');
    }

    private static void value(StringBuilder text, String key, Object value) {
        if (value instanceof String string) {
            quote(text, string);
        } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof Map<?, ?> nested) {
            object(text, nested);
        } else if (value instanceof List<?> list) {
            text.append('[');
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    text.append(',');
                }
                value(text, key, list.get(i));
            }
            text.append(']');
        } else {
            throw new IllegalArgumentException(key + ": " + value.getClass().getSimpleName()
                    + " (expected: a string, a whole number, a boolean, a list or a map)");
        }
    }

    private static Map<String, Object> withoutNulls(Map<?, ? extends @Nullable Object> facts) {
        Map<String, Object> present = new TreeMap<>();
        facts.forEach((key, value) -> {
            if (value != null) {
                present.put((String) key, value);
            }
        });
        return present;
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Map<String, Object> object(int depth) {
            expect('{');
            Map<String, Object> facts = new TreeMap<>();
            while (peek() != '}') {
                if (!facts.isEmpty()) {
                    expect(',');
                }
                String key = string();
                expect(':');
                if (facts.put(key, value(depth + 1)) != null) {
                    throw wrong("\"" + key + "\" stands there twice");
                }
            }
            at++;
            return facts;
        }

        private Object value(int depth) {
            if (depth > DEEPEST) {
                throw wrong("nested deeper than " + DEEPEST);
            }
            char c = peek();
            if (c == '"') {
                return string();
            }
            if (c == '{') {
                return object(depth);
            }
            if (c == '[') {
                return list(depth);
            }
            if (text.startsWith("true", at)) {
                at += 4;
                return true;
            }
            if (text.startsWith("false", at)) {
                at += 5;
                return false;
            }
            return number();
        }

        private List<Object> list(int depth) {
            expect('[');
            List<Object> list = new ArrayList<>();
            while (peek() != ']') {
                if (!list.isEmpty()) {
                    expect(',');
                }
                list.add(value(depth + 1));
            }
            at++;
            return list;
        }

        private Long number() {
            int from = at;
            while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            try {
                return Long.parseLong(text.substring(from, at));
            } catch (NumberFormatException none) {
                throw wrong("no value");
            }
        }

        private String string() {
            expect('"');
            StringBuilder value = new StringBuilder();
            for (char c = next(); c != '"'; c = next()) {
                if (c != '\\') {
                    value.append(c);
                    continue;
                }
                char escaped = next();
                if (escaped != 'u') {
                    value.append(escaped);
                } else if (at + 4 <= text.length()) {
                    try {
                        value.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    } catch (NumberFormatException none) {
                        throw wrong("no character");
                    }
                    at += 4;
                }
            }
            return value.toString();
        }

        void end() {
            if (at != text.length()) {
                throw wrong("something after the end");
            }
        }

        private void expect(char wanted) {
            if (next() != wanted) {
                at--;
                throw wrong("no '" + wanted + "'");
            }
        }

        private char peek() {
            if (at >= text.length()) {
                throw wrong("the text ends");
            }
            return text.charAt(at);
        }

        private char next() {
            char c = peek();
            at++;
            return c;
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(
                    "JSON at character " + at + ": " + what + " (expected: canonical JSON)");
        }
    }
}

package org.sharpeyes.evidence;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One spelling for one set of facts: a flat JSON object with sorted keys, no spaces, strings, whole numbers and booleans
 * only, every character outside printable ASCII escaped. Keys without value are left out.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /** @throws IllegalArgumentException if a value is none of the allowed types */
    public static String write(Map<String, ? extends @Nullable Object> facts) {
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<String, Object> fact : new TreeMap<String, Object>(withoutNulls(facts)).entrySet()) {
            if (text.length() > 1) {
                text.append(',');
            }
            quote(text, fact.getKey());
            text.append(':');
            Object value = fact.getValue();
            if (value instanceof String string) {
                quote(text, string);
            } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
                text.append(value);
            } else {
                throw new IllegalArgumentException(fact.getKey() + ": "
                        + value.getClass().getSimpleName() + " (expected: a string, a whole number or a boolean)");
            }
        }
        return text.append('}').toString();
    }

    private static Map<String, Object> withoutNulls(Map<String, ? extends @Nullable Object> facts) {
        Map<String, Object> present = new TreeMap<>();
        facts.forEach((key, value) -> {
            if (value != null) {
                present.put(key, value);
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
}

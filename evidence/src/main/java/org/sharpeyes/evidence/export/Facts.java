package org.sharpeyes.evidence.export;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed access to what {@link org.sharpeyes.evidence.CanonicalJson} read; a wrong type is an ordinary outcome. */
record Facts(Map<String, Object> values) {
    String text(String key) {
        if (values.get(key) instanceof String text) {
            return text;
        }
        throw wrong(key, "a text");
    }

    Instant time(String key) {
        try {
            return Instant.parse(text(key));
        } catch (DateTimeException noTime) {
            throw wrong(key, "a time");
        }
    }

    int number(String key) {
        if (values.get(key) instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw wrong(key, "a whole number");
    }

    Map<String, Object> map(String key) {
        Map<String, Object> map = asMap(values.get(key));
        if (map == null) {
            throw wrong(key, "an object");
        }
        return map;
    }

    List<Facts> list(String key) {
        if (!(values.get(key) instanceof List<?> list)) {
            throw wrong(key, "a list");
        }
        List<Facts> facts = new ArrayList<>();
        for (Object element : list) {
            Map<String, Object> map = asMap(element);
            if (map == null) {
                throw wrong(key, "a list of objects");
            }
            facts.add(new Facts(map));
        }
        return facts;
    }

    @SuppressWarnings("unchecked") // The reader makes maps with texts as keys only.
    private static @Nullable Map<String, Object> asMap(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : null;
    }

    private static IllegalArgumentException wrong(String key, String expected) {
        return new IllegalArgumentException(key + ": of another kind or missing (expected: " + expected + ")");
    }
}

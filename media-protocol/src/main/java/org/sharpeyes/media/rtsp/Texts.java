package org.sharpeyes.media.rtsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small readers of header text. */
final class Texts {
    private Texts() {}

    /** Decimal digits between {@code min} and {@code max}. */
    static Optional<Long> number(String text, long min, long max) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long value = Long.parseLong(digits);
        return value < min || value > max ? Optional.empty() : Optional.of(value);
    }

    static Optional<Integer> integer(String text, int min, int max) {
        return number(text, min, max).map(Long::intValue);
    }

    /** Splits at {@code separator} outside of double quotes, at most {@code limit} parts. */
    static List<String> split(String text, char separator, int limit) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length() && parts.size() < limit; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        if (parts.size() < limit) {
            parts.add(text.substring(from).strip());
        }
        return parts;
    }

    static String unquote(String text) {
        String value = text.strip();
        if (value.length() >= 2 && value.charAt(0) == '"' && value.charAt(value.length() - 1) == '"') {
            return value.substring(1, value.length() - 1);
        }
        return value;
    }
}

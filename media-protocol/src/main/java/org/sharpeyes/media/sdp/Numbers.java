package org.sharpeyes.media.sdp;

import java.util.Optional;

final class Numbers {
    private Numbers() {}

    static Optional<Integer> integer(String text, int min, int max) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > 10 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long value = Long.parseLong(digits);
        return value < min || value > max ? Optional.empty() : Optional.of((int) value);
    }
}

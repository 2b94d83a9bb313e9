package org.sharpeyes.relay.wall;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * One window of a video wall, as decoders address it.
 *
 * @param screen 1 to 32 of a–z, 0–9 and hyphen
 * @param window from 1
 */
public record WallWindow(String screen, int window) {
    public static final int MAX_WINDOWS = 64;
    private static final Pattern SCREEN = Pattern.compile("[a-z0-9-]{1,32}");

    public WallWindow {
        requireNonNull(screen, "screen");
        if (!SCREEN.matcher(screen).matches()) {
            throw new IllegalArgumentException("screen: \"" + screen + "\" (expected: 1 to 32 of a-z, 0-9, -)");
        }
        if (window < 1 || window > MAX_WINDOWS) {
            throw new IllegalArgumentException("window: " + window + " (expected: 1 to " + MAX_WINDOWS + ")");
        }
    }

    @Override
    public String toString() {
        return screen + "/" + window;
    }
}

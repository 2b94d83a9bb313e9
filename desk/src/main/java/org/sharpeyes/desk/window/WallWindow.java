package org.sharpeyes.desk.window;

import java.time.Instant;
import java.util.regex.Pattern;
import org.sharpeyes.desk.Words;
import org.sharpeyes.desk.view.TileCameras;
import org.sharpeyes.desk.view.WallLayout;

/**
 * One window of the wall and what it shows.
 *
 * @param name as {@code wall-1}: letters, digits and hyphens, at most 40
 * @param reason why this scene was set; may be empty
 * @param version 1 when new, one more with each scene
 */
public record WallWindow(
        String name, WallLayout layout, TileCameras cameras, String setBy, String reason, Instant setAt, int version) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nd}-]{1,40}");

    public WallWindow {
        checkName(name);
        reason = Words.checked("reason", reason, 0, 200);
    }

    /** @throws IllegalArgumentException in the house form */
    public static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
            throw new IllegalArgumentException(
                    "window: \"" + shown + "\" (expected: 1 to 40 letters, digits and hyphens)");
        }
    }
}

package org.sharpeyes.recording;

import java.util.Locale;

/** Why nothing was recorded, or nothing is left. */
public enum GapCause {
    /** The way to the camera: unreachable, broken connection. */
    NETWORK,
    /** The camera was reached and gave no pictures: password refused, no media, no room. */
    CAMERA,
    /** This server was not running, or was too busy. */
    SERVER,
    /** No volume took the data: full, failed, missing. */
    DISK,
    /** The plan did not ask for it. */
    NOT_PLANNED,
    /** It was recorded and deleted by rule; a certificate tells by which. */
    DELETED,
    /** The files do not tell: found when an index was rebuilt. */
    UNKNOWN;

    /** The spelling in JSON: {@code not-planned}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if {@code text} names no cause */
    public static GapCause parse(String text) {
        for (GapCause cause : values()) {
            if (cause.text().equals(text)) {
                return cause;
            }
        }
        throw new IllegalArgumentException("cause: \"" + text + "\" (expected: network, camera, server, disk, ...)");
    }
}

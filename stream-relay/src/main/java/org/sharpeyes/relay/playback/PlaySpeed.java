package org.sharpeyes.relay.playback;

/**
 * How fast a recording is played (RFC 2326 §12.34).
 *
 * @param scale 1 for the pace of life, 2 for twice as fast, below 0 for backwards
 * @param paced whether pictures go out when they are due; otherwise as fast as the viewer takes them (ONVIF
 *     {@code Rate-Control: no}), with the time stamps of life
 * @param keysOnly only key frames, also where the speed would allow all
 */
public record PlaySpeed(double scale, boolean paced, boolean keysOnly) {
    public static final double FASTEST = 64;
    public static final double SLOWEST = 1.0 / 16;
    /** Beyond this the camera's bit rate times the speed would be too much for links and decoders. */
    private static final double ALL_PICTURES_UP_TO = 4;

    public static final PlaySpeed NORMAL = new PlaySpeed(1, true, false);
    static final PlaySpeed UNPACED = new PlaySpeed(1, false, false);

    public PlaySpeed {
        double size = Math.abs(scale);
        if (!(size >= SLOWEST && size <= FASTEST)) {
            throw new IllegalArgumentException(
                    "scale: " + scale + " (expected: " + SLOWEST + " to " + FASTEST + ", or the same backwards)");
        }
    }

    /** The nearest speed that can be played. */
    public static PlaySpeed nearest(double scale, boolean paced, boolean keysOnly) {
        double size = Math.min(FASTEST, Math.max(SLOWEST, Math.abs(scale)));
        return new PlaySpeed(scale < 0 ? -size : size, paced, keysOnly);
    }

    boolean backwards() {
        return scale < 0;
    }

    ReadMode mode() {
        if (backwards()) {
            return ReadMode.KEYS_BACKWARD;
        }
        return keysOnly || paced && scale > ALL_PICTURES_UP_TO ? ReadMode.KEYS_FORWARD : ReadMode.FORWARD;
    }
}

package org.sharpeyes.media.mp4;

/**
 * How pictures are put into fragments.
 *
 * @param maxFragmentTicks a fragment ends when it is this long, in 1/90000 s; 0 puts each picture into its own. It always
 *     ends before a key frame
 * @param atOnce sends a picture without waiting for the next to know its duration; the duration of the one before stands
 *     in. For live pictures; decode times stay exact
 * @param skipDamaged leaves pictures out between a loss and the next key frame; recordings keep them
 */
public record Mp4Settings(int maxFragmentTicks, boolean atOnce, boolean skipDamaged) {
    public Mp4Settings {
        if (maxFragmentTicks < 0 || maxFragmentTicks > 60 * 90_000) {
            throw new IllegalArgumentException("fragment: " + maxFragmentTicks + " ticks (expected: 0 to 60 s)");
        }
    }

    /** One fragment for each picture, sent at once: for a browser. */
    public static Mp4Settings live() {
        return new Mp4Settings(0, true, true);
    }

    /** Fragments of a GOP, at most 1 s, with exact durations: for a file. */
    public static Mp4Settings recording() {
        return new Mp4Settings(90_000, false, false);
    }
}

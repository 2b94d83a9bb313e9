package org.sharpeyes.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * A piece of a segment that stands by itself: {@code prft moof mdat} of its pictures and, when there is sound, {@code moof
 * mdat} of the sound that came with them. A GOP, or at most 1 s.
 *
 * @param start wall time of its first picture (in decoding order)
 * @param offset of its first byte in the file
 * @param bytes its length
 * @param key whether decoding can begin with its first picture
 * @param pictures how many it holds
 * @param hash SHA-256 of its bytes as they were written
 */
public record Fragment(
        Instant start, Duration duration, long offset, int bytes, boolean key, int pictures, Sha256 hash) {
    public Fragment {
        requireNonNull(start, "start");
        requireNonNull(duration, "duration");
        requireNonNull(hash, "hash");
        if (offset < 0 || bytes < 0 || pictures < 0) {
            throw new IllegalArgumentException(
                    "fragment: offset " + offset + ", " + bytes + " bytes, " + pictures + " pictures (expected: >= 0)");
        }
    }

    public Instant end() {
        return start.plus(duration);
    }
}

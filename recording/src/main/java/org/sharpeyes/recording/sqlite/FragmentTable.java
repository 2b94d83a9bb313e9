package org.sharpeyes.recording.sqlite;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.Sha256;

/**
 * The fragments of a segment as one blob, 61 bytes each, big-endian:
 *
 * <pre>
 * start, µs since 1970 (8) | duration, µs (4) | offset (8) | bytes (4) | key (1) | pictures (4) | SHA-256 (32)
 * </pre>
 */
final class FragmentTable {
    static final int ROW = 61;

    private FragmentTable() {}

    static byte[] write(List<Fragment> fragments) {
        ByteBuffer out = ByteBuffer.allocate(ROW * fragments.size());
        for (Fragment fragment : fragments) {
            out.putLong(Micros.of(fragment.start()))
                    .putInt((int) (fragment.duration().toNanos() / 1000))
                    .putLong(fragment.offset())
                    .putInt(fragment.bytes())
                    .put((byte) (fragment.key() ? 1 : 0))
                    .putInt(fragment.pictures())
                    .put(fragment.hash().bytes());
        }
        return out.array();
    }

    /** @throws IllegalArgumentException if the blob was not written by {@link #write} */
    static List<Fragment> read(byte[] blob) {
        if (blob.length % ROW != 0) {
            throw new IllegalArgumentException(
                    "fragments: " + blob.length + " bytes (expected: a multiple of " + ROW + ")");
        }
        ByteBuffer in = ByteBuffer.wrap(blob);
        List<Fragment> fragments = new ArrayList<>(blob.length / ROW);
        while (in.hasRemaining()) {
            Instant start = Micros.instant(in.getLong());
            Duration duration = Duration.ofNanos(in.getInt() * 1000L);
            long offset = in.getLong();
            int bytes = in.getInt();
            boolean key = in.get() == 1;
            int pictures = in.getInt();
            byte[] hash = new byte[Sha256.BYTES];
            in.get(hash);
            fragments.add(new Fragment(start, duration, offset, bytes, key, pictures, Sha256.of(hash)));
        }
        return fragments;
    }
}

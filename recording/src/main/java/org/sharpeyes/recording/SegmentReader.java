package org.sharpeyes.recording;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Reads the bytes of one segment as they were written, also while it is being written. Reading goes to the disk and may
 * block; positions are absolute, so that several threads may read at once.
 */
public final class SegmentReader implements AutoCloseable {
    private final Segment segment;
    private final List<Fragment> fragments;
    private final FileChannel channel;

    SegmentReader(Segment segment, List<Fragment> fragments, Path file) throws IOException {
        this.segment = requireNonNull(segment, "segment");
        this.fragments = List.copyOf(fragments);
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    public Segment segment() {
        return segment;
    }

    /** Its fragments, by start; of an open segment those that were whole when it was opened for reading. */
    public List<Fragment> fragments() {
        return fragments;
    }

    /** What precedes the first fragment: {@code ftyp moov} and a box of ours that players skip. */
    public ByteBuffer init() throws IOException {
        return read(0, fragments.isEmpty() ? 0 : (int) fragments.get(0).offset());
    }

    /**
     * The original bytes of a fragment. They are what {@link Fragment#hash()} was made of, unless somebody changed the
     * file: whoever needs to be sure compares {@link Sha256#digest}.
     *
     * @throws EOFException if the file is shorter than its index says
     */
    public ByteBuffer read(Fragment fragment) throws IOException {
        return read(fragment.offset(), fragment.bytes());
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
                throw new EOFException(
                        segment.id() + ": ends at " + (at + into.position()) + " (expected: " + (at + length) + ")");
            }
        }
        return into.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package org.sharpeyes.recording.volume;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.mp4.FragmentLayout;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.Sha256;

/**
 * What a segment's file really holds, read from its first byte to the end of its last whole fragment.
 *
 * @param initBytes length of what precedes the first fragment; 0 if the start itself is not whole
 * @param wholeBytes end of the last whole fragment; what follows is the rest of a write that was cut
 * @param fileBytes length of the file
 */
record SegmentScan(
        @Nullable SegmentNote note, int initBytes, long wholeBytes, long fileBytes, List<Fragment> fragments) {
    /** No fragment is longer than this: one picture of the largest size, or one second of a very rich stream. */
    static final int MAX_FRAGMENT_BYTES = 96 << 20;

    private static final int HEAD = 8;
    private static final int MAX_INIT_BYTES = 1 << 20;
    private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

    SegmentScan {
        fragments = List.copyOf(fragments);
    }

    boolean cut() {
        return wholeBytes < fileBytes;
    }

    static SegmentScan of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Reader(channel).scan();
        }
    }

    private static final class Reader {
        private final FileChannel channel;
        private final long size;
        private @Nullable SegmentNote note;

        Reader(FileChannel channel) throws IOException {
            this.channel = channel;
            this.size = channel.size();
        }

        SegmentScan scan() throws IOException {
            long at = 0;
            boolean movie = false;
            while (true) {
                Head head = head(at);
                if (head == null || head.bytes() > MAX_INIT_BYTES) {
                    return new SegmentScan(note, 0, 0, size, List.of());
                }
                if (head.type().equals("prft")) {
                    break;
                }
                if (head.type().equals("uuid")) {
                    note = SegmentNote.read(bytes(at + HEAD, (int) head.bytes() - HEAD));
                }
                movie |= head.type().equals("moov");
                at += head.bytes();
                if (at == size) {
                    break;
                }
            }
            if (!movie || at > MAX_INIT_BYTES) {
                return new SegmentScan(note, 0, 0, size, List.of());
            }
            int init = (int) at;
            List<Fragment> fragments = new ArrayList<>();
            while (true) {
                Fragment next = fragment(at);
                if (next == null) {
                    return new SegmentScan(note, init, at, size, fragments);
                }
                fragments.add(next);
                at += next.bytes();
            }
        }

        /** The whole fragment at {@code at}: prft and one or two pairs of moof and mdat. */
        private @Nullable Fragment fragment(long at) throws IOException {
            Head prft = head(at);
            if (prft == null || !prft.type().equals("prft") || prft.bytes() != 32) {
                return null;
            }
            long end = pairEnd(at + prft.bytes());
            if (end < 0) {
                return null;
            }
            Head next = head(end);
            if (next != null && next.type().equals("moof")) {
                long soundEnd = pairEnd(end);
                end = soundEnd < 0 ? end : soundEnd;
            }
            if (end - at > MAX_FRAGMENT_BYTES) {
                return null;
            }
            ByteBuf data = bytes(at, (int) (end - at));
            FragmentLayout layout = FragmentLayout.read(data, (int) prft.bytes());
            if (layout == null || layout.samples().isEmpty()) {
                return null;
            }
            return new Fragment(
                    instant(data.getLong(16)),
                    SegmentWriter.Ticks.duration(layout.duration()),
                    at,
                    data.readableBytes(),
                    layout.samples().get(0).key(),
                    layout.samples().size(),
                    Sha256.digest(data.nioBuffer()));
        }

        private long pairEnd(long at) throws IOException {
            Head moof = head(at);
            if (moof == null || !moof.type().equals("moof")) {
                return -1;
            }
            Head mdat = head(at + moof.bytes());
            return mdat == null || !mdat.type().equals("mdat") ? -1 : at + moof.bytes() + mdat.bytes();
        }

        private record Head(String type, long bytes) {}

        /** The box at {@code at}, if all of it is there. */
        private @Nullable Head head(long at) throws IOException {
            if (at + HEAD > size) {
                return null;
            }
            ByteBuf head = bytes(at, HEAD);
            long bytes = head.getUnsignedInt(0);
            return bytes < HEAD || at + bytes > size
                    ? null
                    : new Head(head.toString(4, 4, StandardCharsets.ISO_8859_1), bytes);
        }

        private ByteBuf bytes(long at, int length) throws IOException {
            ByteBuffer into = ByteBuffer.allocate(length);
            while (into.hasRemaining()) {
                if (channel.read(into, at + into.position()) < 0) {
                    throw new IOException("ends at " + (at + into.position()) + " (expected: " + (at + length) + ")");
                }
            }
            return Unpooled.wrappedBuffer(into.flip());
        }
    }

    /** 64-bit NTP time, to the millisecond that was written. */
    private static Instant instant(long ntp) {
        long seconds = (ntp >>> 32) - NTP_EPOCH_SECONDS;
        long millis = Math.round((ntp & 0xFFFF_FFFFL) * 1000.0 / (1L << 32));
        return Instant.ofEpochSecond(seconds).plusMillis(millis);
    }
}

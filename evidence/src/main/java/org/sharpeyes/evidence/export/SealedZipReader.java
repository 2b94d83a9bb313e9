package org.sharpeyes.evidence.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a ZIP in our {@link ZipLayout}; any byte of it that we would have written otherwise is found. Not thread-safe. */
final class SealedZipReader implements AutoCloseable {
    private static final int MOST_MEMBERS = 10_000;
    private static final int LONGEST_NAME = 161;

    private final FileChannel file;
    private final Map<String, ZipLayout.Member> members = new LinkedHashMap<>();

    private SealedZipReader(FileChannel file) {
        this.file = file;
    }

    /** @throws BrokenExport if the file is not laid out as ours are */
    static SealedZipReader open(Path path) throws IOException, BrokenExport {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        SealedZipReader reader = new SealedZipReader(file);
        try {
            reader.readLayout();
            return reader;
        } catch (IOException | BrokenExport | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    Map<String, ZipLayout.Member> members() {
        return members;
    }

    /** @throws BrokenExport if it is missing, or longer than {@code most} bytes */
    byte[] content(String name, int most) throws IOException, BrokenExport {
        ZipLayout.Member member = members.get(name);
        if (member == null) {
            throw new BrokenExport(name, "it is missing");
        }
        if (member.size() > most) {
            throw new BrokenExport(name, "it is longer than " + most + " bytes");
        }
        ByteBuffer content = ByteBuffer.allocate((int) member.size());
        read(content, member.dataOffset());
        return content.array();
    }

    /** Fills {@code buffer} from a place in the file. */
    void read(ByteBuffer buffer, long from) throws IOException, BrokenExport {
        long at = from;
        while (buffer.hasRemaining()) {
            int count = file.read(buffer, at);
            if (count < 0) {
                throw new BrokenExport("byte " + at, "the file was cut off");
            }
            at += count;
        }
    }

    private void readLayout() throws IOException, BrokenExport {
        long size = file.size();
        long at = 0;
        ZipLayout.Member member = next(at, size);
        while (member != null) {
            if (members.put(member.name(), member) != null || members.size() > MOST_MEMBERS) {
                throw new BrokenExport("byte " + at, member.name() + " stands there twice, or there are too many");
            }
            at = member.dataOffset() + member.size();
            member = next(at, size);
        }
        ByteBuffer expected = ZipLayout.end(List.copyOf(members.values()), at);
        if (size - at != expected.remaining()) {
            throw new BrokenExport(
                    "byte " + at,
                    "the ZIP's directory has " + (size - at) + " bytes (expected: " + expected.remaining() + ")");
        }
        compare(expected, at, "the ZIP's directory");
    }

    /** The member that begins here, or {@code null} if the directory does. */
    private ZipLayout.@org.jspecify.annotations.Nullable Member next(long at, long size)
            throws IOException, BrokenExport {
        ByteBuffer fixed = ByteBuffer.allocate(ZipLayout.LOCAL_FIXED).order(ByteOrder.LITTLE_ENDIAN);
        read(fixed, at);
        fixed.flip();
        if (fixed.getInt(0) != ZipLayout.LOCAL_SIGNATURE) {
            return null;
        }
        int nameLength = fixed.getShort(26) & 0xffff;
        if (nameLength > LONGEST_NAME) {
            throw new BrokenExport("byte " + (at + 26), "a member's name is too long");
        }
        ByteBuffer rest =
                ByteBuffer.allocate(nameLength + ZipLayout.LOCAL_EXTRA).order(ByteOrder.LITTLE_ENDIAN);
        read(rest, at + ZipLayout.LOCAL_FIXED);
        String name = new String(rest.array(), 0, nameLength, StandardCharsets.US_ASCII);
        long length = rest.getLong(nameLength + 4);
        if (!ZipLayout.NAME.matcher(name).matches()) {
            throw new BrokenExport("byte " + (at + ZipLayout.LOCAL_FIXED), "a member's name was changed");
        }
        ZipLayout.Member member = new ZipLayout.Member(name, at, length, fixed.getInt(14));
        compare(ZipLayout.local(member), at, "the ZIP's header of " + name);
        if (length < 0 || length > size - member.dataOffset()) {
            throw new BrokenExport(name, "it is longer than the file: the file was cut off, or its length changed");
        }
        return member;
    }

    private void compare(ByteBuffer expected, long from, String what) throws IOException, BrokenExport {
        ByteBuffer found = ByteBuffer.allocate(expected.remaining());
        read(found, from);
        int different = found.flip().mismatch(expected);
        if (different >= 0) {
            throw new BrokenExport("byte " + (from + different), what + " was changed");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

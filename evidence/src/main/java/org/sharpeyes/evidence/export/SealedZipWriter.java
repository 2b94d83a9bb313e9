package org.sharpeyes.evidence.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Writes a ZIP in our {@link ZipLayout}, member after member, of any size, in one pass. Not thread-safe. */
final class SealedZipWriter implements AutoCloseable {
    private final FileChannel file;
    private final List<ZipLayout.Member> members = new ArrayList<>();
    private final CRC32 crc = new CRC32();
    private String name = "";
    private long offset;

    /** @param path of the new file; one that is there is replaced */
    SealedZipWriter(Path path) throws IOException {
        this.file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    void begin(String member) throws IOException {
        if (!ZipLayout.NAME.matcher(member).matches()) {
            throw new IllegalArgumentException("member: \"" + member + "\" (expected: a plain ASCII file name)");
        }
        name = member;
        offset = file.position();
        crc.reset();
        writeFully(ZipLayout.local(new ZipLayout.Member(name, offset, 0, 0)));
    }

    /** Borrows {@code bytes}. */
    void write(ByteBuffer bytes) throws IOException {
        crc.update(bytes.duplicate());
        writeFully(bytes.duplicate());
    }

    void end() throws IOException {
        ZipLayout.Member empty = new ZipLayout.Member(name, offset, 0, 0);
        ZipLayout.Member member =
                new ZipLayout.Member(name, offset, file.position() - empty.dataOffset(), (int) crc.getValue());
        ByteBuffer header = ZipLayout.local(member);
        long at = offset;
        while (header.hasRemaining()) {
            at += file.write(header, at);
        }
        members.add(member);
    }

    void member(String member, byte[] content) throws IOException {
        begin(member);
        write(ByteBuffer.wrap(content));
        end();
    }

    /** Writes the directory and makes all durable. */
    void finish() throws IOException {
        writeFully(ZipLayout.end(members, file.position()));
        file.force(true);
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

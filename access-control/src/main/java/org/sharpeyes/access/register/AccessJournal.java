package org.sharpeyes.access.register;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.ChainHash;
import org.sharpeyes.evidence.ChainHead;
import org.sharpeyes.evidence.RegisterExport;

/**
 * A file that takes records while the database is away. Synced before {@link #append} returns, and a chain of its own, so
 * that nobody takes a line out before the database has it. Thread-safe.
 */
final class AccessJournal implements AutoCloseable {
    /** About 100,000 records; beyond it nothing more is taken, and what needs a record is refused. */
    private static final long MAX_BYTES = 64L << 20;

    private static final Pattern LINE = Pattern.compile("record (\\d{1,18}) ([0-9a-f]{64}) ([0-9a-f]{64}) (.*)");
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    private final FileChannel file;
    private ChainHead head = ChainHead.EMPTY;
    private final List<RegisterStore.Payload> pending = new ArrayList<>();

    private AccessJournal(FileChannel file) {
        this.file = file;
    }

    /**
     * Opens the journal and reads what an earlier run left. A last line that was cut off by a crash was never answered
     * for, and is dropped.
     *
     * @throws IOException if it cannot be read, or was changed
     */
    static AccessJournal open(Path path) throws IOException {
        AccessJournal journal = new AccessJournal(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        journal.load(Files.readAllBytes(path));
        return journal;
    }

    synchronized void append(AccessEvent event) throws IOException {
        ChainEntry entry = ChainEntry.after(head, event.canonical());
        byte[] line = RegisterExport.line(entry).getBytes(StandardCharsets.US_ASCII);
        long before = file.position();
        if (before + line.length > MAX_BYTES) {
            throw new IOException("the access journal is full: " + MAX_BYTES + " bytes");
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(line);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            file.force(false);
        } catch (IOException notWritten) {
            file.truncate(before);
            throw notWritten;
        }
        head = entry.head();
        pending.add(new RegisterStore.Payload(event.id(), entry.payload()));
    }

    /** What waits to be written to the store. */
    synchronized List<RegisterStore.Payload> pending() {
        return List.copyOf(pending);
    }

    /** Forgets the first {@code count}: the store has them. The file is emptied when none is left. */
    synchronized void written(int count) throws IOException {
        pending.subList(0, count).clear();
        if (pending.isEmpty()) {
            file.truncate(0);
            file.force(true);
            head = ChainHead.EMPTY;
        }
    }

    private void load(byte[] bytes) throws IOException {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        for (String line :
                new String(bytes, 0, end, StandardCharsets.US_ASCII).lines().toList()) {
            Matcher parts = LINE.matcher(line);
            Matcher id = ID.matcher(line);
            if (!parts.matches() || !id.find()) {
                throw new IOException(
                        "the access journal holds a line that is no record, after record " + head.sequence());
            }
            ChainEntry entry = new ChainEntry(
                    Long.parseLong(parts.group(1)),
                    new ChainHash(parts.group(2)),
                    new ChainHash(parts.group(3)),
                    parts.group(4));
            if (!entry.intact()
                    || entry.sequence() != head.sequence() + 1
                    || !entry.previous().equals(head.hash())) {
                throw new IOException("the access journal was changed at record " + entry.sequence());
            }
            head = entry.head();
            pending.add(new RegisterStore.Payload(UUID.fromString(id.group(1)), entry.payload()));
        }
        file.truncate(end);
        file.position(end);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}

package org.sharpeyes.recording.retention;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.ChainHash;
import org.sharpeyes.evidence.ChainHead;
import org.sharpeyes.evidence.RegisterExport;

/**
 * Certificates of deletion, in a chain: one line each in a file of their own, on disk before anything is deleted. Thread-safe;
 * waits for the disk.
 */
public final class DeletionLog {
    private final Path file;
    private ChainHead head;

    /**
     * Opens the log and checks its chain. A line that a crash cut off is removed: nothing was deleted for it yet.
     *
     * @throws IOException if the log cannot be read or its chain is broken: nothing may be deleted then
     */
    public DeletionLog(Path file) throws IOException {
        this.file = file;
        this.head = ChainHead.EMPTY;
        if (Files.exists(file)) {
            dropCutLine();
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    ChainEntry entry = parse(line);
                    if (!entry.intact()
                            || entry.sequence() != head.sequence() + 1
                            || !entry.previous().equals(head.hash())) {
                        throw new IOException(file + ": the chain is broken at certificate " + entry.sequence());
                    }
                    head = entry.head();
                }
            }
        }
    }

    private void dropCutLine() throws IOException {
        byte[] tail;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            int length = (int) Math.min(size, ChainEntry.MAX_PAYLOAD_BYTES + 1024L);
            java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(length);
            while (buffer.hasRemaining() && channel.read(buffer, size - length + buffer.position()) >= 0) {
                // Reads on until the tail is whole.
            }
            tail = buffer.array();
            int whole = length;
            while (whole > 0 && tail[whole - 1] != '\n') {
                whole--;
            }
            if (whole < length) {
                channel.truncate(size - length + whole);
                channel.force(true);
            }
        }
    }

    private static ChainEntry parse(String line) throws IOException {
        String[] parts = line.split(" ", 5);
        try {
            return new ChainEntry(Long.parseLong(parts[1]), new ChainHash(parts[2]), new ChainHash(parts[3]), parts[4]);
        } catch (RuntimeException broken) {
            throw new IOException("certificate cannot be read: " + line, broken);
        }
    }

    /** Adds certificates; they are on disk when this returns. */
    public synchronized List<ChainEntry> add(List<String> payloads) throws IOException {
        List<ChainEntry> entries = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        ChainHead at = head;
        for (String payload : payloads) {
            ChainEntry entry = ChainEntry.after(at, payload);
            entries.add(entry);
            text.append(RegisterExport.line(entry));
            at = entry.head();
        }
        boolean fresh = Files.notExists(file);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long before = channel.size();
            try {
                java.nio.ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(fresh);
            } catch (IOException failed) {
                channel.truncate(before);
                throw failed;
            }
        }
        head = at;
        return entries;
    }

    public synchronized ChainHead head() {
        return head;
    }

    /** Certificates before {@code sequence}, newest first, at most {@code limit}. */
    public synchronized List<ChainEntry> before(long sequence, int limit) throws IOException {
        Deque<ChainEntry> newest = new ArrayDeque<>();
        if (Files.notExists(file)) {
            return List.of();
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ChainEntry entry = parse(line);
                if (entry.sequence() >= sequence) {
                    break;
                }
                newest.addFirst(entry);
                if (newest.size() > limit) {
                    newest.removeLast();
                }
            }
        }
        return List.copyOf(requireNonNull(newest));
    }
}

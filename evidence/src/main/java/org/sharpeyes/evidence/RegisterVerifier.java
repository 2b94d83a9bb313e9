package org.sharpeyes.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a {@link RegisterExport} without server, network or database. Reads line by line; a file may be of any length,
 * a line may not. Not thread-safe; one object verifies one file.
 */
public final class RegisterVerifier {
    private static final int MAX_LINE = ChainEntry.MAX_PAYLOAD_BYTES + 512;

    private final @Nullable String trustedKey;
    private long line;
    private @Nullable String key;
    private @Nullable ChainHead head;
    private long first;
    private boolean closed;

    /** @param trustedKey the public key that must have signed, hexadecimal; {@code null} takes the one in the file */
    public RegisterVerifier(@Nullable String trustedKey) {
        this.trustedKey = trustedKey;
    }

    public Verdict verify(BufferedReader file) throws IOException {
        for (String text = readLine(file); text != null; text = readLine(file)) {
            line++;
            String wrong = check(text);
            if (wrong != null) {
                return new Verdict.Broken(line, wrong);
            }
        }
        if (line == 0) {
            return new Verdict.Broken(1, "the file is empty");
        }
        if (!closed || key == null) {
            return new Verdict.Broken(
                    line + 1,
                    "no signed head at the end: the file was cut off after record "
                            + (head == null ? 0 : head.sequence()));
        }
        return new Verdict.Intact(first, head == null ? 0 : head.sequence(), HeadSigner.fingerprint(key));
    }

    /** What is wrong with the next line, or {@code null}. */
    private @Nullable String check(String text) {
        if (text.length() > MAX_LINE) {
            return "the line is longer than " + MAX_LINE + " characters";
        }
        if (line == 1) {
            return text.equals(RegisterExport.FIRST_LINE) ? null : "this is no register export of version 1";
        }
        if (closed) {
            return "there is something after the signed head";
        }
        String[] parts = text.split(" ", 5);
        return switch (parts[0]) {
            case "key" -> key(parts);
            case "record" -> record(parts, text);
            case "head" -> head(parts, text);
            default ->
                "\"" + (parts[0].length() > 20 ? parts[0].substring(0, 20) + "…" : parts[0])
                        + "\" (expected: record, key or head)";
        };
    }

    private @Nullable String key(String[] parts) {
        if (line != 2 || parts.length != 2) {
            return "the key does not stand in the second line";
        }
        if (trustedKey != null && !trustedKey.equals(parts[1])) {
            return "signed with another key: " + HeadSigner.fingerprint(parts[1]) + " (expected: "
                    + HeadSigner.fingerprint(trustedKey) + ")";
        }
        key = parts[1];
        return null;
    }

    private @Nullable String record(String[] parts, String text) {
        ChainEntry entry;
        try {
            entry = new ChainEntry(
                    Long.parseLong(parts[1]), new ChainHash(parts[2]), new ChainHash(parts[3]), parts[4]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unreadable) {
            return "the record cannot be read";
        }
        if (!RegisterExport.line(entry).equals(text + "\n")) {
            return "record " + entry.sequence() + " is written in another way than ours";
        }
        ChainHead before = head;
        if (before == null) {
            first = entry.sequence();
            if (first == 1 && !entry.previous().equals(ChainHash.GENESIS)) {
                return "record 1 does not begin a chain";
            }
        } else if (entry.sequence() != before.sequence() + 1) {
            return "record " + entry.sequence() + " follows record " + before.sequence()
                    + ": some are missing or the order was changed";
        } else if (!entry.previous().equals(before.hash())) {
            return "record " + entry.sequence() + " does not follow record " + before.sequence()
                    + ": one of the two was exchanged";
        }
        if (!entry.intact()) {
            return "record " + entry.sequence() + " was changed: its hash is not that of its content";
        }
        head = entry.head();
        return null;
    }

    private @Nullable String head(String[] parts, String text) {
        SignedHead signed;
        try {
            signed = new SignedHead(
                    new ChainHead(Long.parseLong(parts[1]), new ChainHash(parts[2])),
                    Instant.parse(parts[3]),
                    parts[4]);
        } catch (IllegalArgumentException | DateTimeParseException | ArrayIndexOutOfBoundsException unreadable) {
            return "the signed head cannot be read";
        }
        if (!RegisterExport.line(signed).equals(text + "\n")) {
            return "the signed head is written in another way than ours";
        }
        ChainHead reached = head == null ? ChainHead.EMPTY : head;
        if (!signed.head().equals(reached)) {
            return "the signed head is that of record " + signed.head().sequence() + ", but the file ends with record "
                    + reached.sequence();
        }
        if (key == null || !HeadSigner.verify(signed, key)) {
            return "the signature of the head is not that of the key";
        }
        closed = true;
        return null;
    }

    /** Like {@link BufferedReader#readLine()}, but never holds more than a line may have. */
    private static @Nullable String readLine(BufferedReader file) throws IOException {
        StringBuilder text = new StringBuilder();
        int c = file.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n' && text.length() <= MAX_LINE) {
            text.append((char) c);
            c = file.read();
        }
        if (c < 0) {
            // Every line of ours ends; the mark makes the check of this one fail.
            text.append(" (cut off)");
        }
        return text.toString();
    }
}

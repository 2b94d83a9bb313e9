package org.sharpeyes.evidence;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One record of a chain.
 *
 * <p>The hash is SHA-256 over:
 * <pre>
 *  "sharp-eyes-chain-1\n" | sequence, 8 bytes big-endian | hash before, 32 bytes | length, 4 bytes | payload, UTF-8
 * </pre>
 * so that no byte can move from one field to the next unseen.
 *
 * @param sequence from 1, without gaps
 * @param payload canonical text, see {@link CanonicalJson}
 */
public record ChainEntry(long sequence, ChainHash previous, ChainHash hash, String payload) {
    /** Longest payload in bytes that a verifier reads. */
    public static final int MAX_PAYLOAD_BYTES = 64 << 10;

    private static final byte[] DOMAIN = "sharp-eyes-chain-1\n".getBytes(StandardCharsets.US_ASCII);

    public ChainEntry {
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: 1 or more)");
        }
        requireNonNull(previous, "previous");
        requireNonNull(hash, "hash");
        requireNonNull(payload, "payload");
    }

    /** The entry that follows {@code head}. */
    public static ChainEntry after(ChainHead head, String payload) {
        long sequence = head.sequence() + 1;
        return new ChainEntry(sequence, head.hash(), hash(sequence, head.hash(), payload), payload);
    }

    /** Whether the hash is that of the other fields. */
    public boolean intact() {
        return hash.equals(hash(sequence, previous, payload));
    }

    public ChainHead head() {
        return new ChainHead(sequence, hash);
    }

    private static ChainHash hash(long sequence, ChainHash previous, String payload) {
        byte[] text = payload.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "payload: " + text.length + " bytes (expected: at most " + MAX_PAYLOAD_BYTES + ")");
        }
        MessageDigest digest = sha256();
        digest.update(DOMAIN);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
        digest.update(previous.bytes());
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
        return ChainHash.of(digest.digest(text));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}

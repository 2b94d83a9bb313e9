package org.sharpeyes.recording;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 value. Immutable. */
public final class Sha256 {
    public static final int BYTES = 32;

    private final byte[] value;

    private Sha256(byte[] value) {
        this.value = value;
    }

    /** @throws IllegalArgumentException if {@code value} is not 32 bytes long */
    public static Sha256 of(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("SHA-256: " + value.length + " bytes (expected: 32)");
        }
        return new Sha256(value.clone());
    }

    /** The hash of the remaining bytes of {@code content}, whose position is moved to its limit. */
    public static Sha256 digest(ByteBuffer content) {
        MessageDigest digest = newDigest();
        digest.update(content);
        return new Sha256(digest.digest());
    }

    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    public byte[] bytes() {
        return value.clone();
    }

    /** 64 hexadecimal digits in lower case. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }
}

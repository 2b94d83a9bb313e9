package org.sharpeyes.relay.webrtc;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A binding request of a connectivity check (RFC 8489 §5, RFC 8445 §7). Immutable.
 *
 * <pre>
 * 00 | type (14 bit) | length | magic cookie | transaction id (96 bit) | attribute, length, value, padding to 32 bit …
 * </pre>
 *
 * @param username {@code ours:theirs}
 * @param signed the message up to {@code MESSAGE-INTEGRITY}, its length already as the signature wants it
 * @param signature the 20 bytes of it
 * @param unknown attributes that must be understood and are not
 * @param nominates whether {@code USE-CANDIDATE} is there
 * @param controlled whether the peer thinks that we lead: wrong, we are lite
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record StunRequest(
        byte[] transaction,
        String username,
        byte[] signed,
        byte[] signature,
        List<Integer> unknown,
        boolean nominates,
        boolean controlled) {
    static final int COOKIE = 0x2112A442;
    static final int HEAD_BYTES = 20;
    static final int TRANSACTION_BYTES = 12;
    static final int BINDING_REQUEST = 0x0001;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int FINGERPRINT = 0x8028;
    static final int FINGERPRINT_XOR = 0x5354554e;
    static final int SIGNATURE_BYTES = 20;

    private static final int USE_CANDIDATE = 0x0025;
    private static final int PRIORITY = 0x0024;
    private static final int ICE_CONTROLLED = 0x8029;
    private static final int FIRST_OPTIONAL = 0x8000;
    private static final int MAX_ATTRIBUTES = 32;
    private static final int MAX_USERNAME = 513;
    private static final int MAX_BYTES = 1280;

    /** Whether a datagram is STUN and not DTLS or SRTP (RFC 7983 §7). */
    public static boolean isStun(ByteBuf datagram) {
        int at = datagram.readerIndex();
        return datagram.readableBytes() >= HEAD_BYTES
                && datagram.getUnsignedByte(at) <= 3
                && datagram.getInt(at + 4) == COOKIE;
    }

    /**
     * Reads a request. What is no sound binding request with user name, signature and right fingerprint is empty.
     *
     * @param datagram borrowed and not moved
     */
    public static Optional<StunRequest> parse(ByteBuf datagram) {
        int start = datagram.readerIndex();
        int length = datagram.readableBytes();
        if (!isStun(datagram)
                || length > MAX_BYTES
                || datagram.getUnsignedShort(start) != BINDING_REQUEST
                || datagram.getUnsignedShort(start + 2) != length - HEAD_BYTES
                || length % 4 != 0) {
            return Optional.empty();
        }
        byte[] message = new byte[length];
        datagram.getBytes(start, message);
        return new Reader(message).read();
    }

    /** The part of the user name that says whose request it is. */
    public String ourUfrag() {
        int colon = username.indexOf(':');
        return colon < 0 ? username : username.substring(0, colon);
    }

    /** Whether the peer knows our password. */
    public boolean isSignedWith(String password) {
        return java.security.MessageDigest.isEqual(StunResponse.hmac(password, signed, signed.length), signature);
    }

    private static final class Reader {
        private final byte[] message;
        private @Nullable String username;
        private byte @Nullable [] signed;
        private byte @Nullable [] signature;
        private final List<Integer> unknown = new ArrayList<>();
        private boolean nominates;
        private boolean controlled;

        Reader(byte[] message) {
            this.message = message;
        }

        Optional<StunRequest> read() {
            int at = HEAD_BYTES;
            for (int count = 0; at < message.length; count++) {
                if (count == MAX_ATTRIBUTES || at + 4 > message.length) {
                    return Optional.empty();
                }
                int type = number(at);
                int length = number(at + 2);
                int next = at + 4 + (length + 3 & ~3);
                if (next > message.length) {
                    return Optional.empty();
                }
                if (type == FINGERPRINT) {
                    return length == 4 && next == message.length && fingerprintIsRight(at) ? done() : Optional.empty();
                }
                if (!take(type, at, length)) {
                    return Optional.empty();
                }
                at = next;
            }
            // Checks of ICE always carry a fingerprint (RFC 8445 §7.1).
            return Optional.empty();
        }

        private boolean take(int type, int at, int length) {
            if (signature != null) {
                // Nothing but the fingerprint counts behind the signature (RFC 8489 §14.5).
                return true;
            }
            switch (type) {
                case USERNAME -> {
                    if (length > MAX_USERNAME) {
                        return false;
                    }
                    username = new String(message, at + 4, length, StandardCharsets.UTF_8);
                }
                case MESSAGE_INTEGRITY -> {
                    if (length != SIGNATURE_BYTES) {
                        return false;
                    }
                    byte[] head = java.util.Arrays.copyOf(message, at);
                    StunResponse.putLength(head, at + 4 + SIGNATURE_BYTES - HEAD_BYTES);
                    signed = head;
                    signature = java.util.Arrays.copyOfRange(message, at + 4, at + 4 + length);
                }
                case USE_CANDIDATE -> nominates = true;
                case ICE_CONTROLLED -> controlled = true;
                default -> {
                    if (type < FIRST_OPTIONAL && type != PRIORITY) {
                        unknown.add(type);
                    }
                }
            }
            return true;
        }

        private boolean fingerprintIsRight(int at) {
            CRC32 crc = new CRC32();
            crc.update(message, 0, at);
            return SrtpCipher.get(message, at + 4) == ((int) crc.getValue() ^ FINGERPRINT_XOR);
        }

        private Optional<StunRequest> done() {
            byte[] head = signed;
            byte[] proof = signature;
            String name = username;
            if (head == null || proof == null || name == null) {
                return Optional.empty();
            }
            byte[] transaction = java.util.Arrays.copyOfRange(message, 8, 8 + TRANSACTION_BYTES);
            return Optional.of(
                    new StunRequest(transaction, name, head, proof, List.copyOf(unknown), nominates, controlled));
        }

        private int number(int at) {
            return (message[at] & 0xFF) << 8 | message[at + 1] & 0xFF;
        }
    }
}

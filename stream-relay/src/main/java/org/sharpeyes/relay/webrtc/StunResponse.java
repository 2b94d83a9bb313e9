package org.sharpeyes.relay.webrtc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes the answers to {@link StunRequest}s (RFC 8489 §6.3.1), signed and with a fingerprint. */
public final class StunResponse {
    private static final int SUCCESS = 0x0101;
    private static final int ERROR = 0x0111;
    private static final int ERROR_CODE = 0x0009;
    private static final int UNKNOWN_ATTRIBUTES = 0x000A;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int ROLE_CONFLICT = 487;
    private static final int UNKNOWN_ATTRIBUTE = 420;
    private static final int ROOM = 256;

    private final byte[] message = new byte[ROOM];
    private int length = StunRequest.HEAD_BYTES;

    private StunResponse(int type, byte[] transaction) {
        number(0, type);
        SrtpCipher.put(message, 4, StunRequest.COOKIE);
        System.arraycopy(transaction, 0, message, 8, StunRequest.TRANSACTION_BYTES);
    }

    /**
     * The answer to a request whose signature was found right.
     *
     * @param from where it came from, told to the peer
     * @param password ours
     * @return owned by the caller
     */
    public static ByteBuf to(StunRequest request, InetSocketAddress from, String password, ByteBufAllocator allocator) {
        StunResponse response;
        if (!request.unknown().isEmpty()) {
            response = new StunResponse(ERROR, request.transaction());
            response.error(UNKNOWN_ATTRIBUTE);
            response.unknown(request.unknown());
        } else if (request.controlled()) {
            response = new StunResponse(ERROR, request.transaction());
            response.error(ROLE_CONFLICT);
        } else {
            response = new StunResponse(SUCCESS, request.transaction());
            response.address(from);
        }
        response.sign(password);
        return allocator.buffer(response.length).writeBytes(response.message, 0, response.length);
    }

    static byte[] hmac(String password, byte[] message, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            mac.update(message, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA1", impossible);
        }
    }

    static void putLength(byte[] message, int length) {
        message[2] = (byte) (length >>> 8);
        message[3] = (byte) length;
    }

    private void address(InetSocketAddress from) {
        byte[] address = from.getAddress().getAddress();
        int at = attribute(XOR_MAPPED_ADDRESS, 4 + address.length);
        message[at + 1] = (byte) (address.length == 4 ? 1 : 2);
        number(at + 2, from.getPort() ^ StunRequest.COOKIE >>> 16);
        for (int i = 0; i < address.length; i++) {
            // Cookie and transaction id stand behind each other: 16 bytes, as many as IPv6 needs.
            message[at + 4 + i] = (byte) (address[i] ^ message[4 + i]);
        }
    }

    private void error(int code) {
        int at = attribute(ERROR_CODE, 4);
        message[at + 2] = (byte) (code / 100);
        message[at + 3] = (byte) (code % 100);
    }

    private void unknown(List<Integer> types) {
        int count = Math.min(types.size(), 16);
        int at = attribute(UNKNOWN_ATTRIBUTES, 2 * count);
        for (int i = 0; i < count; i++) {
            number(at + 2 * i, types.get(i));
        }
    }

    private void sign(String password) {
        putLength(message, length + 4 + StunRequest.SIGNATURE_BYTES - StunRequest.HEAD_BYTES);
        byte[] signature = hmac(password, message, length);
        int at = attribute(StunRequest.MESSAGE_INTEGRITY, StunRequest.SIGNATURE_BYTES);
        System.arraycopy(signature, 0, message, at, StunRequest.SIGNATURE_BYTES);
        int signed = length;
        int fingerprint = attribute(StunRequest.FINGERPRINT, 4);
        CRC32 crc = new CRC32();
        crc.update(message, 0, signed);
        SrtpCipher.put(message, fingerprint, (int) crc.getValue() ^ StunRequest.FINGERPRINT_XOR);
    }

    /** Appends the head of an attribute and says where its value goes. */
    private int attribute(int type, int bytes) {
        int at = length + 4;
        number(length, type);
        number(length + 2, bytes);
        length = at + (bytes + 3 & ~3);
        Arrays.fill(message, at, length, (byte) 0);
        putLength(message, length - StunRequest.HEAD_BYTES);
        return at;
    }

    private void number(int at, int value) {
        message[at] = (byte) (value >>> 8);
        message[at + 1] = (byte) value;
    }
}

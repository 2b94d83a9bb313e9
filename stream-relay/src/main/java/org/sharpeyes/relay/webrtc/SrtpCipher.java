package org.sharpeyes.relay.webrtc;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Protects and unprotects packets with one set of session keys, in place: AES in counter mode with HMAC-SHA1-80
 * (RFC 3711 §4.1.1, §4.2.1) or AES-GCM (RFC 7714 §8, §9). Confined to one thread.
 */
final class SrtpCipher {
    private static final int GCM_IV_BYTES = 12;
    private static final int RTCP_CLEAR_BYTES = 8;
    private static final int INDEX_BYTES = 4;
    private static final int ENCRYPTED = 0x80000000;

    private final SrtpProfile profile;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final Cipher cipher;
    private final Mac mac;
    private final byte[] word = new byte[INDEX_BYTES];
    private final byte[] tag = new byte[20];

    SrtpCipher(SrtpKeys keys) {
        profile = keys.profile();
        key = keys.key();
        salt = keys.salt();
        try {
            cipher = Cipher.getInstance(profile.aead() ? "AES/GCM/NoPadding" : "AES/CTR/NoPadding");
            mac = Mac.getInstance("HmacSHA1");
            if (!profile.aead()) {
                mac.init(keys.authentication());
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES or HMAC-SHA1", impossible);
        }
    }

    /**
     * Encrypts the payload and appends the tag.
     *
     * @param packet with room for {@link SrtpProfile#tagBytes()} more
     * @param head bytes of the RTP header, extension included
     * @param index roll-over counter and sequence number, 48 bits
     * @return the new length
     */
    int protectRtp(byte[] packet, int head, int length, int ssrc, long index) {
        try {
            if (profile.aead()) {
                begin(Cipher.ENCRYPT_MODE, gcmRtpIv(ssrc, index));
                cipher.updateAAD(packet, 0, head);
                return head + cipher.doFinal(packet, head, length - head, packet, head);
            }
            begin(Cipher.ENCRYPT_MODE, counterIv(ssrc, index));
            cipher.doFinal(packet, head, length - head, packet, head);
            authenticate(packet, length, (int) (index >>> 16));
            System.arraycopy(tag, 0, packet, length, profile.tagBytes());
            return length + profile.tagBytes();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(profile + ": RTP packet " + index, impossible);
        }
    }

    /** @return the length of the packet in the clear, or -1 if it is forged or damaged */
    int unprotectRtp(byte[] packet, int head, int length, int ssrc, long index) {
        int end = length - profile.tagBytes();
        if (end < head) {
            return -1;
        }
        try {
            if (profile.aead()) {
                begin(Cipher.DECRYPT_MODE, gcmRtpIv(ssrc, index));
                cipher.updateAAD(packet, 0, head);
                return head + cipher.doFinal(packet, head, length - head, packet, head);
            }
            authenticate(packet, end, (int) (index >>> 16));
            if (!tagIs(packet, end)) {
                return -1;
            }
            begin(Cipher.DECRYPT_MODE, counterIv(ssrc, index));
            cipher.doFinal(packet, head, end - head, packet, head);
            return end;
        } catch (AEADBadTagException forged) {
            return -1;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(profile + ": RTP packet " + index, impossible);
        }
    }

    /**
     * Encrypts an RTCP compound and appends tag and index.
     *
     * @param packet with room for {@link SrtpProfile#tagBytes()} and 4 bytes more
     * @param index 31 bits
     * @return the new length
     */
    int protectRtcp(byte[] packet, int length, int ssrc, int index) {
        put(word, 0, index | ENCRYPTED);
        try {
            if (profile.aead()) {
                begin(Cipher.ENCRYPT_MODE, gcmRtcpIv(ssrc, index));
                cipher.updateAAD(packet, 0, RTCP_CLEAR_BYTES);
                cipher.updateAAD(word);
                int end = RTCP_CLEAR_BYTES
                        + cipher.doFinal(packet, RTCP_CLEAR_BYTES, length - RTCP_CLEAR_BYTES, packet, RTCP_CLEAR_BYTES);
                System.arraycopy(word, 0, packet, end, INDEX_BYTES);
                return end + INDEX_BYTES;
            }
            begin(Cipher.ENCRYPT_MODE, counterIv(ssrc, index));
            cipher.doFinal(packet, RTCP_CLEAR_BYTES, length - RTCP_CLEAR_BYTES, packet, RTCP_CLEAR_BYTES);
            System.arraycopy(word, 0, packet, length, INDEX_BYTES);
            mac.update(packet, 0, length + INDEX_BYTES);
            mac.doFinal(tag, 0);
            System.arraycopy(tag, 0, packet, length + INDEX_BYTES, profile.tagBytes());
            return length + INDEX_BYTES + profile.tagBytes();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(profile + ": RTCP packet " + index, impossible);
        }
    }

    /** Where the index of a protected RTCP compound stands; -1 if it is too short to have one. */
    int rtcpIndexAt(int length) {
        int at = length - INDEX_BYTES - (profile.aead() ? 0 : profile.tagBytes());
        return at < RTCP_CLEAR_BYTES + (profile.aead() ? profile.tagBytes() : 0) ? -1 : at;
    }

    /** @return the length of the compound in the clear, or -1 if it is forged, damaged or not encrypted */
    int unprotectRtcp(byte[] packet, int length, int ssrc) {
        int indexAt = rtcpIndexAt(length);
        if (indexAt < 0) {
            return -1;
        }
        int flagged = get(packet, indexAt);
        if ((flagged & ENCRYPTED) == 0) {
            return -1;
        }
        int index = flagged & ~ENCRYPTED;
        try {
            if (profile.aead()) {
                begin(Cipher.DECRYPT_MODE, gcmRtcpIv(ssrc, index));
                cipher.updateAAD(packet, 0, RTCP_CLEAR_BYTES);
                cipher.updateAAD(packet, indexAt, INDEX_BYTES);
                return RTCP_CLEAR_BYTES
                        + cipher.doFinal(
                                packet, RTCP_CLEAR_BYTES, indexAt - RTCP_CLEAR_BYTES, packet, RTCP_CLEAR_BYTES);
            }
            mac.update(packet, 0, indexAt + INDEX_BYTES);
            mac.doFinal(tag, 0);
            if (!tagIs(packet, indexAt + INDEX_BYTES)) {
                return -1;
            }
            begin(Cipher.DECRYPT_MODE, counterIv(ssrc, index));
            cipher.doFinal(packet, RTCP_CLEAR_BYTES, indexAt - RTCP_CLEAR_BYTES, packet, RTCP_CLEAR_BYTES);
            return indexAt;
        } catch (AEADBadTagException forged) {
            return -1;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(profile + ": RTCP packet " + index, impossible);
        }
    }

    private void authenticate(byte[] packet, int length, int rollOver) throws GeneralSecurityException {
        mac.update(packet, 0, length);
        put(word, 0, rollOver);
        mac.update(word);
        mac.doFinal(tag, 0);
    }

    private boolean tagIs(byte[] packet, int at) {
        int bytes = profile.tagBytes();
        return MessageDigest.isEqual(Arrays.copyOf(tag, bytes), Arrays.copyOfRange(packet, at, at + bytes));
    }

    private void begin(int mode, byte[] iv) throws GeneralSecurityException {
        cipher.init(
                mode, key, profile.aead() ? new GCMParameterSpec(8 * profile.tagBytes(), iv) : new IvParameterSpec(iv));
    }

    /** {@code salt·2^16 ⊕ SSRC·2^64 ⊕ index·2^16} (RFC 3711 §4.1.1). */
    private byte[] counterIv(int ssrc, long index) {
        byte[] iv = Arrays.copyOf(salt, 16);
        xor(iv, 4, ssrc);
        xor(iv, 8, (int) (index >>> 16));
        iv[12] ^= (byte) (index >>> 8);
        iv[13] ^= (byte) index;
        return iv;
    }

    /** {@code (00 00 SSRC ROC SEQ) ⊕ salt} (RFC 7714 §8.1). */
    private byte[] gcmRtpIv(int ssrc, long index) {
        byte[] iv = Arrays.copyOf(salt, GCM_IV_BYTES);
        xor(iv, 2, ssrc);
        xor(iv, 6, (int) (index >>> 16));
        iv[10] ^= (byte) (index >>> 8);
        iv[11] ^= (byte) index;
        return iv;
    }

    /** {@code (00 00 SSRC 00 00 index) ⊕ salt} (RFC 7714 §9.1). */
    private byte[] gcmRtcpIv(int ssrc, int index) {
        byte[] iv = Arrays.copyOf(salt, GCM_IV_BYTES);
        xor(iv, 2, ssrc);
        xor(iv, 8, index);
        return iv;
    }

    private static void xor(byte[] into, int at, int value) {
        put(into, at, get(into, at) ^ value);
    }

    static int get(byte[] from, int at) {
        return (from[at] & 0xFF) << 24 | (from[at + 1] & 0xFF) << 16 | (from[at + 2] & 0xFF) << 8 | from[at + 3] & 0xFF;
    }

    static void put(byte[] into, int at, int value) {
        into[at] = (byte) (value >>> 24);
        into[at + 1] = (byte) (value >>> 16);
        into[at + 2] = (byte) (value >>> 8);
        into[at + 3] = (byte) value;
    }
}

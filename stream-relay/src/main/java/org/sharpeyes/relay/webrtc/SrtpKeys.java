package org.sharpeyes.relay.webrtc;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Session keys of one direction, derived from a master key (RFC 3711 §4.3, with a key derivation rate of 0). Immutable,
 * never printed.
 */
final class SrtpKeys {
    private static final int RTP_LABEL = 0;
    private static final int RTCP_LABEL = 3;
    private static final int DERIVATION_SALT_BYTES = 14;

    private final SrtpProfile profile;
    private final byte[] key;
    private final byte[] authentication;
    private final byte[] salt;

    SrtpKeys(SrtpProfile profile, byte[] key, byte[] authentication, byte[] salt) {
        this.profile = profile;
        this.key = key.clone();
        this.authentication = authentication.clone();
        this.salt = salt.clone();
    }

    static SrtpKeys forRtp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, RTP_LABEL);
    }

    static SrtpKeys forRtcp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, RTCP_LABEL);
    }

    private static SrtpKeys derive(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int label) {
        return new SrtpKeys(
                profile,
                derive(masterKey, masterSalt, label, SrtpProfile.KEY_BYTES),
                derive(masterKey, masterSalt, label + 1, profile.authenticationKeyBytes()),
                derive(masterKey, masterSalt, label + 2, profile.saltBytes()));
    }

    /** Key stream of AES-CM; a salt of 96 bits is padded with zeros on the right (RFC 7714 §11). */
    static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int bytes) {
        byte[] block = Arrays.copyOf(Arrays.copyOf(masterSalt, DERIVATION_SALT_BYTES), 16);
        block[7] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(block));
            return cipher.doFinal(new byte[bytes]);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES in counter mode", impossible);
        }
    }

    SrtpProfile profile() {
        return profile;
    }

    SecretKeySpec key() {
        return new SecretKeySpec(key, "AES");
    }

    SecretKeySpec authentication() {
        return new SecretKeySpec(authentication, "HmacSHA1");
    }

    byte[] salt() {
        return salt.clone();
    }
}

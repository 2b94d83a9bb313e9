package org.sharpeyes.relay.webrtc;

import java.util.Optional;

/** The protection profiles of DTLS-SRTP that are spoken here (RFC 5764 §4.1.2, RFC 7714 §14.2), best first. */
public enum SrtpProfile {
    AEAD_AES_128_GCM(0x0007, 12, 0, 16),
    AES128_CM_HMAC_SHA1_80(0x0001, 14, 20, 10);

    /** Bytes of a master key and of a session key. */
    public static final int KEY_BYTES = 16;

    private final int code;
    private final int saltBytes;
    private final int authenticationKeyBytes;
    private final int tagBytes;

    SrtpProfile(int code, int saltBytes, int authenticationKeyBytes, int tagBytes) {
        this.code = code;
        this.saltBytes = saltBytes;
        this.authenticationKeyBytes = authenticationKeyBytes;
        this.tagBytes = tagBytes;
    }

    /** The number in the {@code use_srtp} extension. */
    public int code() {
        return code;
    }

    public int saltBytes() {
        return saltBytes;
    }

    int authenticationKeyBytes() {
        return authenticationKeyBytes;
    }

    /** Bytes that protecting a packet adds, without the index of RTCP. */
    public int tagBytes() {
        return tagBytes;
    }

    boolean aead() {
        return this == AEAD_AES_128_GCM;
    }

    /** The best one that the peer offers too. */
    public static Optional<SrtpProfile> choose(int[] offered) {
        for (SrtpProfile profile : values()) {
            for (int code : offered) {
                if (code == profile.code) {
                    return Optional.of(profile);
                }
            }
        }
        return Optional.empty();
    }
}

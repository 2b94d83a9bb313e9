package org.sharpeyes.relay.webrtc;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** Master keys and salts of both directions, as the handshake of DTLS made them (RFC 5764 §4.2). Never printed. */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody, read once by the session's ciphers.
public record SrtpMaster(SrtpProfile profile, byte[] sendKey, byte[] sendSalt, byte[] receiveKey, byte[] receiveSalt) {
    public SrtpMaster {
        requireNonNull(profile, "profile");
        if (sendKey.length != SrtpProfile.KEY_BYTES || receiveKey.length != SrtpProfile.KEY_BYTES) {
            throw new IllegalArgumentException(
                    "master key: " + sendKey.length + " bytes (expected: " + SrtpProfile.KEY_BYTES + ")");
        }
        if (sendSalt.length != profile.saltBytes() || receiveSalt.length != profile.saltBytes()) {
            throw new IllegalArgumentException(
                    "master salt: " + sendSalt.length + " bytes (expected: " + profile.saltBytes() + ")");
        }
    }

    /** Bytes of keying material that a profile needs. */
    static int materialBytes(SrtpProfile profile) {
        return 2 * (SrtpProfile.KEY_BYTES + profile.saltBytes());
    }

    /** What the server of the handshake makes of the material: client's key, server's key, client's salt, server's salt. */
    static SrtpMaster ofServer(SrtpProfile profile, byte[] material) {
        int key = SrtpProfile.KEY_BYTES;
        int salt = profile.saltBytes();
        return new SrtpMaster(
                profile,
                Arrays.copyOfRange(material, key, 2 * key),
                Arrays.copyOfRange(material, 2 * key + salt, 2 * key + 2 * salt),
                Arrays.copyOfRange(material, 0, key),
                Arrays.copyOfRange(material, 2 * key, 2 * key + salt));
    }

    @Override
    public String toString() {
        return "SrtpMaster[" + profile + "]";
    }
}

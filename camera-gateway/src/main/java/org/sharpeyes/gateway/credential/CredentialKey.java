package org.sharpeyes.gateway.credential;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that seals camera passwords: AES-256-GCM, in a file of its own outside the database, readable by its owner
 * only. Thread-safe.
 *
 * <p>Sealed form: 12 bytes of nonce, then ciphertext and tag. What it belongs to is authenticated with it, so that a row
 * cannot be moved to another device.
 */
public final class CredentialKey {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final SecretKeySpec sealing;
    private final SecretKeySpec fingerprinting;
    private final SecureRandom random;

    private CredentialKey(byte[] key, SecureRandom random) {
        this.random = random;
        this.sealing = new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), "seal"), "AES");
        this.fingerprinting = new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), "fingerprint"), "HmacSHA256");
    }

    /**
     * Reads the key file, or makes a new key when there is none.
     *
     * @throws IOException if the file cannot be read, holds no key, or others may read it
     */
    public static CredentialKey loadOrCreate(Path file, SecureRandom random) throws IOException {
        if (Files.notExists(file)) {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(directory()));
            }
            byte[] fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            try {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                Files.writeString(file, Base64.getEncoder().encodeToString(fresh) + "\n");
            } catch (FileAlreadyExistsException raced) {
                return loadOrCreate(file, random);
            }
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new IOException("key file " + file + ": permissions " + PosixFilePermissions.toString(permissions)
                    + " (expected: rw-------)");
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IllegalArgumentException notBase64) {
            throw new IOException("key file " + file + ": not Base64 (expected: 32 bytes in Base64)", notBase64);
        }
        if (key.length != KEY_BYTES) {
            throw new IOException("key file " + file + ": " + key.length + " bytes (expected: " + KEY_BYTES + ")");
        }
        return new CredentialKey(key, random);
    }

    private static Set<PosixFilePermission> directory() {
        return EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    }

    /** @param belongsTo what must be told again to open it */
    byte[] seal(byte[] clear, byte[] belongsTo) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, sealing, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(belongsTo);
            byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(clear.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            cipher.doFinal(clear, 0, clear.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every Java platform", e);
        }
    }

    /** @throws UnsealException if it was sealed with another key, for something else, or changed since */
    byte[] open(byte[] sealed, byte[] belongsTo) throws UnsealException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new UnsealException("sealed credential: " + sealed.length + " bytes (expected: more)");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, sealing, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(belongsTo);
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new UnsealException("sealed credential: does not open with this key file");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every Java platform", e);
        }
    }

    /** Tells equal passwords from different ones without telling the password to whoever lacks the key. */
    byte[] fingerprint(String text) {
        return mac(fingerprinting, text);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
        }
    }
}

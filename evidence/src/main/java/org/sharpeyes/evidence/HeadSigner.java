package org.sharpeyes.evidence;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.HexFormat;

/** Signs heads of a chain with Ed25519, so that nobody can rewrite the whole chain unseen. Thread-safe. */
public final class HeadSigner {
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private HeadSigner(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** A signer with a new key. */
    public static HeadSigner generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new HeadSigner(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("JDK 17 has Ed25519", impossible);
        }
    }

    /**
     * Reads what {@link #toText()} wrote.
     *
     * @throws IllegalArgumentException if it is no key pair
     */
    public static HeadSigner fromText(String text) {
        try {
            String[] parts = text.strip().split(" ", -1);
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            return new HeadSigner(
                    factory.generatePrivate(
                            new PKCS8EncodedKeySpec(HexFormat.of().parseHex(parts[0]))),
                    publicKey(parts.length > 1 ? parts[1] : ""));
        } catch (GeneralSecurityException | IllegalArgumentException notAKey) {
            // The text is the key itself: it must not stand in the message.
            throw new IllegalArgumentException("signing key: (not shown) (expected: an Ed25519 key pair)");
        }
    }

    /** The key pair in one line, to be kept in a file that only its owner may read. */
    public String toText() {
        return HexFormat.of().formatHex(privateKey.getEncoded()) + " " + publicKeyText();
    }

    /** The public key as it stands in an export and beside the verifier: hexadecimal, X.509 form. */
    public String publicKeyText() {
        return HexFormat.of().formatHex(publicKey.getEncoded());
    }

    public SignedHead sign(ChainHead head, Instant at) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(message(head, at));
            return new SignedHead(head, at, HexFormat.of().formatHex(signature.sign()));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("signing with our own key failed", broken);
        }
    }

    /** Whether {@code signed} was signed by the owner of {@code publicKey} (hexadecimal). False also for what is no key. */
    public static boolean verify(SignedHead signed, String publicKey) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            if (!signed.signature().matches("[0-9a-f]{128}") || !publicKey.matches("[0-9a-f]{88}")) {
                // One signature has one spelling: a flipped letter case must not pass.
                return false;
            }
            signature.initVerify(publicKey(publicKey));
            signature.update(message(signed.head(), signed.at()));
            return signature.verify(HexFormat.of().parseHex(signed.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException notVerifiable) {
            return false;
        }
    }

    /** First 16 hexadecimal digits of the key's SHA-256: short enough to compare by eye. */
    public static String fingerprint(String publicKey) {
        byte[] hash = ChainEntry.sha256().digest(publicKey.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(hash, 0, 8);
    }

    private static PublicKey publicKey(String hex) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(hex)));
    }

    private static byte[] message(ChainHead head, Instant at) {
        return ("sharp-eyes-head-1\n" + head.sequence() + "\n" + head.hash() + "\n" + at + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}

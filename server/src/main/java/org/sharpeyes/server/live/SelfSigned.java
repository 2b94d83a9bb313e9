package org.sharpeyes.server.live;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/**
 * A key on P-256 and a certificate for it that it signed itself (RFC 5280), both as PEM: for the time until an operator has
 * put a real one in place. Immutable; the key is never printed.
 */
record SelfSigned(String certificate, String key) {
    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final DateTimeFormatter GENERALIZED =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 2;
    private static final int BIT_STRING = 3;
    private static final int OBJECT = 6;
    private static final int UTF8 = 12;
    private static final int TIME = 0x18;
    private static final int EXPLICIT_0 = 0xA0;
    /** 1.2.840.10045.4.3.2, ECDSA with SHA-256. */
    private static final byte[] ECDSA_SHA256 = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 4, 3, 2};
    /** 2.5.4.3, common name. */
    private static final byte[] COMMON_NAME = {0x55, 4, 3};

    static SelfSigned create(String name, Instant now, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] algorithm = tag(SEQUENCE, tag(OBJECT, ECDSA_SHA256));
            byte[] subject = tag(
                    SEQUENCE,
                    tag(
                            SET,
                            tag(SEQUENCE, tag(OBJECT, COMMON_NAME), tag(UTF8, name.getBytes(StandardCharsets.UTF_8)))));
            byte[] validity = tag(SEQUENCE, time(now.minus(Duration.ofDays(1))), time(now.plus(LIFETIME)));
            byte[] content = tag(
                    SEQUENCE,
                    tag(EXPLICIT_0, tag(INTEGER, new byte[] {2})),
                    tag(INTEGER, new BigInteger(120, random).add(BigInteger.ONE).toByteArray()),
                    algorithm,
                    subject,
                    validity,
                    subject,
                    pair.getPublic().getEncoded());
            Signature signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(pair.getPrivate(), random);
            signing.update(content);
            byte[] signature = joined(new byte[] {0}, signing.sign());
            byte[] certificate = tag(SEQUENCE, content, algorithm, tag(BIT_STRING, signature));
            return new SelfSigned(
                    pem("CERTIFICATE", certificate),
                    pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("P-256 and SHA-256 belong to every JDK", missing);
        }
    }

    private static byte[] time(Instant moment) {
        return tag(TIME, GENERALIZED.format(moment).getBytes(StandardCharsets.US_ASCII));
    }

    /** One DER value (X.690 §8.1). */
    private static byte[] tag(int tag, byte[]... parts) {
        byte[] content = joined(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else if (content.length < 256) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    @Override
    public String toString() {
        return "SelfSigned[key not shown]";
    }
}

package org.sharpeyes.relay.webrtc;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * Key and self-signed certificate of our side of DTLS: P-256, new at each start. Browsers trust it by its fingerprint in the
 * answer, which came over the page's own connection. Immutable.
 */
public final class DtlsIdentity {
    private static final X500Name NAME = new X500Name("CN=WebRTC");
    private static final AlgorithmIdentifier ECDSA_SHA256 =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final Duration VALID = Duration.ofDays(3650);
    private static final int SERIAL_BITS = 64;

    private final AsymmetricKeyParameter key;
    private final byte[] certificate;
    private final String fingerprint;

    private DtlsIdentity(AsymmetricKeyParameter key, byte[] certificate) {
        this.key = key;
        this.certificate = certificate;
        this.fingerprint =
                "sha-256 " + HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256(certificate));
    }

    public static DtlsIdentity generate(SecureRandom random, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            V3TBSCertificateGenerator parts = new V3TBSCertificateGenerator();
            parts.setSerialNumber(new ASN1Integer(new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE)));
            parts.setSignature(ECDSA_SHA256);
            parts.setIssuer(NAME);
            parts.setSubject(NAME);
            // A day back: the clock of a village PC is allowed to be wrong.
            parts.setStartDate(new Time(Date.from(now.minus(Duration.ofDays(1)))));
            parts.setEndDate(new Time(Date.from(now.plus(VALID))));
            parts.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
            TBSCertificate unsigned = parts.generateTBSCertificate();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate(), random);
            signature.update(unsigned.getEncoded(ASN1Encoding.DER));
            ASN1EncodableVector whole = new ASN1EncodableVector();
            whole.add(unsigned);
            whole.add(ECDSA_SHA256);
            whole.add(new DERBitString(signature.sign()));
            return new DtlsIdentity(
                    PrivateKeyFactory.createKey(pair.getPrivate().getEncoded()),
                    new DERSequence(whole).getEncoded(ASN1Encoding.DER));
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("a self-signed certificate", impossible);
        }
    }

    /** The value of {@code a=fingerprint}. */
    public String fingerprint() {
        return fingerprint;
    }

    AsymmetricKeyParameter key() {
        return key;
    }

    byte[] certificate() {
        return certificate.clone();
    }

    static byte[] sha256(byte[] certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("SHA-256", impossible);
        }
    }
}

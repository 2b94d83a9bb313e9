package org.sharpeyes.evidence.export;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.sharpeyes.evidence.Sha256;

/**
 * Signs manifests: CMS SignedData (RFC 5652), detached, ECDSA on P-256 with SHA-256, the certificate enclosed, so that any
 * CMS tool can check it. Thread-safe.
 */
public final class EvidenceSigner {
    private static final String ALGORITHM = "SHA256withECDSA";
    /** A signature must be checked decades later; what ends it is a new key, not this date. */
    private static final Duration VALID = Duration.ofDays(365 * 30);

    private static final int SERIAL_BITS = 120;

    private final PrivateKey key;
    private final X509CertificateHolder certificate;

    private EvidenceSigner(PrivateKey key, X509CertificateHolder certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** A signer with a new key and a certificate that it signed itself. {@code unit} names the installation. */
    public static EvidenceSigner generate(String unit, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.O, "Sharp Eyes")
                    .addRDN(BCStyle.CN, unit)
                    .build();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS),
                    Date.from(now),
                    Date.from(now.plus(VALID)),
                    name,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
            return new EvidenceSigner(
                    pair.getPrivate(), builder.build(new JcaContentSignerBuilder(ALGORITHM).build(pair.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException broken) {
            throw new IllegalStateException("no key can be made", broken);
        }
    }

    /**
     * Reads what {@link #toText()} wrote.
     *
     * @throws IllegalArgumentException if it is no key with its certificate
     */
    public static EvidenceSigner fromText(String text) {
        try (PemReader reader = new PemReader(new StringReader(text))) {
            PemObject privateKey = reader.readPemObject();
            PemObject enclosed = reader.readPemObject();
            if (privateKey == null || enclosed == null) {
                throw new IllegalArgumentException();
            }
            return new EvidenceSigner(
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(privateKey.getContent())),
                    new X509CertificateHolder(enclosed.getContent()));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException noKey) {
            // The text is the key itself: it must not stand in the message.
            throw new IllegalArgumentException("signing key: (not shown) (expected: an EC key and its certificate)");
        }
    }

    /** Key and certificate, to be kept in a file that only its owner may read. */
    public String toText() {
        return pem("PRIVATE KEY", key.getEncoded()) + certificatePem();
    }

    public String certificatePem() {
        return pem("CERTIFICATE", certificateBytes());
    }

    /** SHA-256 of the certificate, to be compared by eye. */
    public String certificateSha256() {
        return Sha256.of(certificateBytes());
    }

    byte[] sign(byte[] manifest) {
        try {
            X509Certificate enclosed = new JcaX509CertificateConverter().getCertificate(certificate);
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .build(new JcaContentSignerBuilder(ALGORITHM).build(key), enclosed));
            generator.addCertificates(new JcaCertStore(List.of(enclosed)));
            return generator.generate(new CMSProcessableByteArray(manifest)).getEncoded("DER");
        } catch (GeneralSecurityException | IOException | CMSException | OperatorCreationException broken) {
            throw new IllegalStateException("signing with our own key failed", broken);
        }
    }

    private byte[] certificateBytes() {
        try {
            return certificate.getEncoded();
        } catch (IOException impossible) {
            throw new IllegalStateException("a certificate that was read can be written", impossible);
        }
    }

    private static String pem(String type, byte[] content) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return text.toString();
    }
}

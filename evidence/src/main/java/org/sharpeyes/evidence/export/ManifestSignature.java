package org.sharpeyes.evidence.export;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.sharpeyes.evidence.Sha256;

/**
 * Who signed a manifest, and when he said it was.
 *
 * @param certificateSha256 of the enclosed certificate
 */
record ManifestSignature(String certificateSha256, Instant signedAt) {
    private static final String WHERE = "manifest.p7s";

    /** @throws BrokenExport if it is no signature over exactly this manifest */
    static ManifestSignature verify(byte[] signature, byte[] manifest) throws BrokenExport {
        try {
            CMSSignedData signed = new CMSSignedData(new CMSProcessableByteArray(manifest), signature);
            Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
            if (signers.size() != 1) {
                throw new BrokenExport(WHERE, signers.size() + " signatures (expected: one)");
            }
            SignerInformation signer = signers.iterator().next();
            @SuppressWarnings("unchecked") // The selector of a signer selects certificates.
            Collection<X509CertificateHolder> certificates =
                    signed.getCertificates().getMatches(signer.getSID());
            if (certificates.size() != 1) {
                throw new BrokenExport(WHERE, "the signer's certificate is not enclosed");
            }
            X509CertificateHolder certificate = certificates.iterator().next();
            if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate))) {
                throw new BrokenExport("manifest.json", "it was changed: the signature does not fit");
            }
            Attribute time = signer.getSignedAttributes().get(CMSAttributes.signingTime);
            Date signedAt =
                    Time.getInstance(time.getAttrValues().getObjectAt(0)).getDate();
            return new ManifestSignature(Sha256.of(certificate.getEncoded()), signedAt.toInstant());
        } catch (CMSException
                | IOException
                | OperatorCreationException
                | java.security.cert.CertificateException
                | RuntimeException unreadable) {
            // BouncyCastle answers crafted input with many kinds of exceptions; all of them mean the same here.
            throw new BrokenExport(
                    "manifest.json, manifest.p7s",
                    "one of the two was changed: the signature does not fit ("
                            + unreadable.getClass().getSimpleName() + ")");
        }
    }
}

package org.sharpeyes.evidence.export;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.sharpeyes.evidence.Sha256;

/**
 * A time stamp by an authority (RFC 3161): says that the manifest was there at a time that is not ours to set. Stateless;
 * carrying request and answer is the caller's business.
 */
public final class TimeStamp {
    private static final int NONCE_BITS = 64;

    private TimeStamp() {}

    /** Sends a request ({@code application/timestamp-query}) to an authority and returns its answer. */
    @FunctionalInterface
    public interface Authority {
        /** @throws IOException if the authority cannot be reached */
        byte[] ask(byte[] request) throws IOException;
    }

    /** @throws IOException if the authority does not answer, refuses, or answers something else */
    static byte[] token(byte[] manifest, Authority authority) throws IOException {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        byte[] hash = Sha256.digest().digest(manifest);
        TimeStampRequest request =
                generator.generate(TSPAlgorithms.SHA256, hash, new BigInteger(NONCE_BITS, new SecureRandom()));
        try {
            TimeStampResponse response = new TimeStampResponse(authority.ask(request.getEncoded()));
            response.validate(request);
            TimeStampToken token = response.getTimeStampToken();
            if (token == null) {
                throw new IOException("the time-stamp authority refuses: " + response.getStatusString());
            }
            byte[] encoded = token.getEncoded("DER");
            verify(encoded, manifest);
            return encoded;
        } catch (TSPException | BrokenExport wrong) {
            throw new IOException("the time-stamp authority's answer is wrong: " + wrong.getMessage(), wrong);
        }
    }

    /**
     * When the authority saw the manifest.
     *
     * @throws BrokenExport if the token is not for it, or its signature does not fit
     */
    static Instant verify(byte[] token, byte[] manifest) throws BrokenExport {
        try {
            TimeStampToken stamp = new TimeStampToken(new CMSSignedData(token));
            if (!Arrays.equals(
                    stamp.getTimeStampInfo().getMessageImprintDigest(),
                    Sha256.digest().digest(manifest))) {
                throw new BrokenExport("manifest.tsr", "it is the time stamp of something else");
            }
            @SuppressWarnings("unchecked") // The selector of a signer selects certificates.
            Collection<X509CertificateHolder> certificates =
                    stamp.getCertificates().getMatches(stamp.getSID());
            if (certificates.isEmpty()) {
                throw new BrokenExport("manifest.tsr", "the authority's certificate is not enclosed");
            }
            stamp.validate(new JcaSimpleSignerInfoVerifierBuilder()
                    .build(certificates.iterator().next()));
            return stamp.getTimeStampInfo().getGenTime().toInstant();
        } catch (TSPException
                | IOException
                | CMSException
                | GeneralSecurityException
                | OperatorCreationException
                | RuntimeException unreadable) {
            // BouncyCastle answers crafted input with many kinds of exceptions; all of them mean the same here.
            throw new BrokenExport(
                    "manifest.tsr", "it was changed (" + unreadable.getClass().getSimpleName() + ")");
        }
    }
}

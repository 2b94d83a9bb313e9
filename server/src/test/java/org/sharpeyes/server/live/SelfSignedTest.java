package org.sharpeyes.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class SelfSignedTest {
    @Test
    void isACertificateThatItsOwnKeySignedAndThatServesTls() throws Exception {
        Instant now = Instant.parse("2026-11-26T08:00:00Z");
        SelfSigned made = SelfSigned.create("Sharp Eyes", now, new SecureRandom());
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(stream(made.certificate()));
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(Date.from(now.plusSeconds(9L * 365 * 86_400)));
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=Sharp Eyes");
        assertThat(SslContextBuilder.forServer(stream(made.certificate()), stream(made.key()))
                        .build()
                        .isServer())
                .isTrue();
        assertThat(made.toString()).doesNotContain("BEGIN");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}

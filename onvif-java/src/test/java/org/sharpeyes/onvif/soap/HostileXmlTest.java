package org.sharpeyes.onvif.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.onvif.media.GetProfiles;

/** HARDENING X1, X2, X5: documents made to hurt the reader. */
class HostileXmlTest {
    private static final Duration PROMPT = Duration.ofMillis(500);

    private final XmlReader reader = new XmlReader(XmlLimits.DEFAULT);

    private void refused(String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        long start = System.nanoTime();
        assertThatThrownBy(() -> reader.read(bytes)).isInstanceOf(MalformedMessageException.class);
        // 100 ms is the aim; the bound here leaves room for a busy build machine.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
    }

    private static String envelope(String body) {
        return "<s:Envelope xmlns:s=\"" + Namespaces.SOAP + "\"><s:Body>" + body + "</s:Body></s:Envelope>";
    }

    @Test
    void x1ADocumentTypeIsRefusedAndNothingItNamesIsOpened(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "canary");
        try (ServerSocket trap = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String web = "http://127.0.0.1:" + trap.getLocalPort() + "/x";
            refused("<!DOCTYPE a SYSTEM \"" + web + "\"><a/>");
            refused("<!DOCTYPE a [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><a>&e;</a>");
            refused("<!DOCTYPE a [<!ENTITY % p SYSTEM \"" + web + "\"> %p;]><a/>");
            refused("<?xml version=\"1.0\"?><!-- x --><!DOCTYPE a><a/>");
            refused("<a><!DOCTYPE b SYSTEM \"" + web + "\"></a>");
            XmlElement hints = reader.read(("<a xmlns:xi=\"http://www.w3.org/2001/XInclude\" xmlns:xsi=\""
                            + Namespaces.XSI + "\" xsi:schemaLocation=\"urn:a " + web + "\"><xi:include href=\"" + web
                            + "\"/></a>")
                    .getBytes(StandardCharsets.UTF_8));
            assertThat(hints.children()).hasSize(1);
            trap.setSoTimeout(50);
            assertThatThrownBy(trap::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void x1AnEntityThatNobodyDeclaredIsOnlyText() throws Exception {
        assertThat(reader.read("<a>&xxe;</a>".getBytes(StandardCharsets.UTF_8)).text())
                .isEqualTo("&xxe;");
    }

    @Test
    void x2BillionLaughsAndQuadraticBlowUpAreRefused() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 10; i++) {
            laughs.append("<!ENTITY l")
                    .append(i)
                    .append(" \"")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        refused(laughs + "]><a>&l9;</a>");
        refused("<!DOCTYPE a [<!ENTITY l \"" + "x".repeat(50_000) + "\">]><a>" + "&l;".repeat(50_000) + "</a>");
    }

    @Test
    void x2DepthIsBounded() {
        refused("<a>".repeat(100_000) + "</a>".repeat(100_000));
    }

    @Test
    void x2AttributesAreBounded() {
        StringBuilder many = new StringBuilder("<a");
        for (int i = 0; many.length() < 3_900_000; i++) {
            many.append(" a").append(i).append("=\"\"");
        }
        refused(many + "/>");
        refused("<a" + " xmlns:p='urn:p'".repeat(70) + "/>");
    }

    @Test
    void x2SizeAndNumberOfElementsAreBounded() {
        refused("<a>" + "x".repeat(XmlLimits.DEFAULT.maxBytes()) + "</a>");
        refused("<a>" + "<b/>".repeat(XmlLimits.DEFAULT.maxElements()) + "</a>");
    }

    @Test
    void x2TimeIsBounded() {
        AtomicLong clock = new AtomicLong();
        XmlReader hurried = new XmlReader(XmlLimits.DEFAULT, () -> clock.addAndGet(1_000_000_000L));
        assertThatThrownBy(() -> hurried.read(("<a>" + "<b/>".repeat(2000) + "</a>").getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("took more than");
    }

    @Test
    void x5TenThousandProfilesAreRefusedByTheLimitAndAThousandAreRead() throws Exception {
        String profile =
                "<Profiles token=\"p\" fixed=\"true\"><Name>n</Name>" + "<C><D/></C>".repeat(10) + "</Profiles>";
        String answer = "<GetProfilesResponse xmlns=\"" + Namespaces.MEDIA + "\">";
        refused(envelope(answer + profile.repeat(10_000) + "</GetProfilesResponse>"));
        SoapAnswer<GetProfiles.Answer> thousand = GetProfiles.OPERATION.readAnswer(
                envelope(answer + profile.repeat(1_000) + "</GetProfilesResponse>")
                        .getBytes(StandardCharsets.UTF_8),
                reader);
        assertThat(thousand).isInstanceOfSatisfying(SoapAnswer.Answered.class, answered -> assertThat(
                        ((GetProfiles.Answer) answered.answer()).profiles())
                .hasSize(1_000));
    }
}

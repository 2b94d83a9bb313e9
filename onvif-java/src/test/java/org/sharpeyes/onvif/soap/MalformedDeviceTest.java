package org.sharpeyes.onvif.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sharpeyes.onvif.device.GetDeviceInformation;
import org.sharpeyes.onvif.device.GetSystemDateAndTime;
import org.sharpeyes.onvif.discovery.AnnouncedDevice;
import org.sharpeyes.onvif.discovery.DiscoveryCodec;
import org.sharpeyes.onvif.discovery.DiscoveryMessage;
import org.sharpeyes.onvif.media.GetStreamUri;

/** What devices send that no standard allows. Each fixture is named by its quirk. */
class MalformedDeviceTest {
    private final XmlReader reader = new XmlReader(XmlLimits.DEFAULT);

    private static byte[] fixture(String quirk) throws IOException {
        try (InputStream in = MalformedDeviceTest.class.getResourceAsStream("/quirks/" + quirk + ".xml")) {
            assertThat(in).as("fixture %s", quirk).isNotNull();
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    private static String utf8(String quirk) throws IOException {
        return new String(fixture(quirk), StandardCharsets.UTF_8);
    }

    private <Q extends SoapBody, A extends SoapBody> A answered(Operation<Q, A> operation, byte[] message)
            throws MalformedMessageException {
        SoapAnswer<A> answer = operation.readAnswer(message, reader);
        if (answer instanceof SoapAnswer.Answered<A> good) {
            return good.answer();
        }
        throw new AssertionError("a fault: " + answer);
    }

    private SoapFault faulted(byte[] message) throws MalformedMessageException {
        return SoapEnvelope.read(message, reader).fault().orElseThrow();
    }

    @Test
    void unescapedAmpersandInAStreamAddress() throws Exception {
        assertThat(answered(GetStreamUri.OPERATION, fixture("unescaped-ampersand"))
                        .uri())
                .isEqualTo("rtsp://192.0.2.7:554/cam/realmonitor?channel=1&subtype=0&unicast=true&proto=Onvif");
    }

    @Test
    void ampersandWithinCdataIsLeftAlone() throws Exception {
        String message = utf8("unescaped-ampersand")
                .replace("rtsp://", "<![CDATA[rtsp://")
                .replace("proto=Onvif", "amp;x&amp;]]>");
        assertThat(answered(GetStreamUri.OPERATION, message.getBytes(StandardCharsets.UTF_8))
                        .uri())
                .endsWith("&unicast=true&amp;x&amp;");
    }

    @Test
    void chineseNamesInGbkDeclaredAsUtf8() throws Exception {
        byte[] gbk = utf8("chinese-model").getBytes(Charset.forName("GBK"));
        assertThat(answered(GetDeviceInformation.OPERATION, gbk).model()).isEqualTo("村口球机");
    }

    @Test
    void utf8DeclaredAsGb2312() throws Exception {
        byte[] utf8 = utf8("chinese-model").replace("UTF-8", "GB2312").getBytes(StandardCharsets.UTF_8);
        assertThat(answered(GetDeviceInformation.OPERATION, utf8).model()).isEqualTo("村口球机");
    }

    @Test
    void utf16WithAndWithoutByteOrderMark() throws Exception {
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            byte[] wide = utf8("chinese-model").getBytes(charset);
            assertThat(answered(GetDeviceInformation.OPERATION, wide).model()).isEqualTo("村口球机");
        }
    }

    @Test
    void junkBeforeAndAfterTheDocument() throws Exception {
        assertThat(answered(GetDeviceInformation.OPERATION, fixture("junk-around"))
                        .serialNumber())
                .isEqualTo("SN-0042");
    }

    @Test
    void controlCharactersWithinText() throws Exception {
        byte[] message =
                utf8("chinese-model").replace("村口", "\u0000gate\u0008 \ufffe").getBytes(StandardCharsets.UTF_8);
        assertThat(answered(GetDeviceInformation.OPERATION, message).model()).startsWith("gate");
    }

    @Test
    void referenceToACharacterThatXmlForbids() throws Exception {
        byte[] message = utf8("chinese-model").replace("村口", "&#0;&#x1F;&#65;").getBytes(StandardCharsets.UTF_8);
        assertThat(answered(GetDeviceInformation.OPERATION, message).model()).isEqualTo("&#0;&#x1F;A球机");
    }

    @Test
    void noUtcTimeButLocalTimeAndZone() throws Exception {
        assertThat(answered(GetSystemDateAndTime.OPERATION, fixture("no-utc-time"))
                        .utc())
                .isEqualTo(Instant.parse("2026-05-03T12:00:59Z"));
    }

    @Test
    void aTimeThatIsNoTimeIsMalformedAndNothingElse() throws Exception {
        byte[] message = utf8("no-utc-time").replace(">5<", ">0<").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> GetSystemDateAndTime.OPERATION.readAnswer(message, reader))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("neither UTCDateTime nor LocalDateTime");
    }

    @Test
    void schemaTypesInTheNamespaceOfTheService() throws Exception {
        byte[] message = utf8("unescaped-ampersand").replace("tt:", "trt:").getBytes(StandardCharsets.UTF_8);
        assertThat(answered(GetStreamUri.OPERATION, message).uri()).startsWith("rtsp://192.0.2.7");
    }

    @Test
    void faultOfSoap11() throws Exception {
        SoapFault fault = faulted(fixture("soap11-fault"));
        assertThat(fault.isNotAuthorized()).isTrue();
        assertThat(fault.code()).isEqualTo("Client");
    }

    @Test
    void faultWithSubcodes() throws Exception {
        SoapFault fault = faulted(fixture("fault-not-authorized"));
        assertThat(fault.subcodes()).containsExactly("NotAuthorized");
        assertThat(fault.isNotAuthorized()).isTrue();
        assertThat(SoapFault.actionNotSupported("X").isNotAuthorized()).isFalse();
        assertThat(faulted(SoapFault.actionNotSupported("X").toBytes())).isEqualTo(SoapFault.actionNotSupported("X"));
    }

    @Test
    void cutOffInTheMiddle() throws Exception {
        byte[] whole = fixture("fault-not-authorized");
        for (int length = 0; length < whole.length - 16; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SoapEnvelope.read(cut, reader)).isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void htmlErrorPageInsteadOfSoap() {
        byte[] page = "<html><body><h1>404</h1></body></html>".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SoapEnvelope.read(page, reader)).hasMessage("root: html (expected: Envelope)");
    }

    @Test
    void answerToAnotherOperation() throws Exception {
        byte[] message = fixture("chinese-model");
        assertThatThrownBy(() -> GetStreamUri.OPERATION.readAnswer(message, reader))
                .hasMessage("answer: GetDeviceInformationResponse (expected: GetStreamUriResponse)");
    }

    @Test
    void probeMatchWithLineBreaksInScopesAndAnEndpointWithoutUrn() throws Exception {
        DiscoveryMessage message = new DiscoveryCodec().read(fixture("probe-match-line-breaks"));
        assertThat(message).isInstanceOfSatisfying(DiscoveryMessage.ProbeMatches.class, matches -> {
            assertThat(matches.relatesTo()).isEqualTo("uuid:11111111-0000-4000-8000-000000000001");
            AnnouncedDevice device = matches.devices().get(0);
            assertThat(device.identity()).isEqualTo("uuid:22222222-0000-4000-8000-000000000002");
            assertThat(device.types()).containsExactly("NetworkVideoTransmitter", "Device");
            assertThat(device.scopes())
                    .containsExactly("onvif://www.onvif.org/type/video_encoder", "onvif://www.onvif.org/name/Gate%203");
            assertThat(device.addresses())
                    .containsExactly("http://192.0.2.7/onvif/device_service", "http://[fe80::1]/onvif/device_service");
        });
    }
}

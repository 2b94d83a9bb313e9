package org.sharpeyes.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HARDENING S1, S4, S5: where the gateway never goes, whoever names it. */
class AllowedNetworksTest {
    private final AllowedNetworks inTheField = AllowedNetworks.privateAnd("");
    private final AllowedNetworks withSimulator = AllowedNetworks.privateAnd("127.50.0.0/16");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.50.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "0.0.0.0",
                "169.254.169.254",
                "fe80::1",
                "fd00:ec2::254",
                "100.100.100.200",
                "224.0.0.1",
                "255.255.255.255",
                "8.8.8.8",
                "2001:db8::1",
                "64:ff9b::7f00:1",
                "::127.0.0.1"
            })
    void s1AddressesWhereNoCameraMayBeAreRefused(String address) {
        assertThat(inTheField.allows(IpLiteral.parse(address).orElseThrow())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "192.168.1.64", "172.31.0.9", "100.64.3.4", "fd12::7"})
    void s1PrivateAddressesAreAllowed(String address) {
        assertThat(inTheField.allows(IpLiteral.parse(address).orElseThrow())).isTrue();
    }

    @Test
    void s1OnlyTheNamedPartOfLoopbackIsOpened() {
        assertThat(withSimulator.allows(IpLiteral.parse("127.50.3.4").orElseThrow()))
                .isTrue();
        assertThat(withSimulator.allows(IpLiteral.parse("127.0.0.1").orElseThrow()))
                .isFalse();
        assertThat(withSimulator.allows(IpLiteral.parse("::ffff:127.0.0.1").orElseThrow()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0177.0.0.1",
                "2130706433",
                "0x7f000001",
                "127.1",
                "127.0.0.01",
                "localhost",
                "camera.example",
                "1.2.3",
                "fe80::1%lo",
                "",
                "1.2.3.4.5",
                "256.1.1.1"
            })
    void s1S4NamesAndOddSpellingsAreNoAddresses(String text) {
        assertThat(IpLiteral.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd", "gopher://10.0.0.1/", "jar:http://10.0.0.1!/", "ftp://10.0.0.1/", "exec:rm",
                        "pipe:1",
                "//10.0.0.1/", "http:/10.0.0.1", "http://", "rtsp://10.0.0.1:0/", "rtsp://10.0.0.1:99999/",
                        "javascript:alert(1)"
            })
    void s5OtherSchemesAreRefused(String uri) {
        assertThatThrownBy(() -> DeviceUri.parse(uri)).isInstanceOf(RefusedAddressException.class);
    }

    @Test
    void anAnnouncedAddressIsHeldToTheAccessPathAndLosesItsUserInfo() throws Exception {
        AccessPath path = new AccessPath(IpLiteral.parse("10.9.0.1").orElseThrow(), Map.of(CameraService.RTSP, 11001));
        DeviceUri uri = DeviceUri.parse("RTSP://admin:p@ss@192.168.68.111:554/Streaming/Channels/101?a=1&b=2");
        assertThat(uri.rewritten(path, CameraService.RTSP))
                .isEqualTo("rtsp://10.9.0.1:11001/Streaming/Channels/101?a=1&b=2");
        assertThat(DeviceUri.parse("http://evil.example@169.254.169.254/x").over(path, CameraService.ONVIF))
                .isEqualTo(path.socket(CameraService.ONVIF, 80));
    }

    @Test
    void aBackslashDoesNotSmuggleAHost() throws Exception {
        assertThat(DeviceUri.parse("http://10.0.0.1\\@127.0.0.1/").host()).isEqualTo("10.0.0.1");
    }

    @Test
    void networksCountAndListTheirAddresses() {
        Network network = Network.parse("192.0.2.252/30");
        assertThat(network.size()).isEqualTo(4);
        assertThat(network.at(3).getHostAddress()).isEqualTo("192.0.2.255");
        assertThat(Network.parse("10.0.255.0/23".replace("255", "254")).at(300).getHostAddress())
                .isEqualTo("10.0.255.44");
        assertThatThrownBy(() -> Network.parse("10.0.0.1/8")).hasMessageContaining("host bits zero");
        assertThatThrownBy(() -> Network.parse("10.0.0.0/33")).isInstanceOf(IllegalArgumentException.class);
    }
}

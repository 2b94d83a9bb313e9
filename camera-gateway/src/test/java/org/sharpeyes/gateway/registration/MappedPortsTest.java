package org.sharpeyes.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;

class MappedPortsTest {
    private static final InetAddress HOST = IpLiteral.parse("192.0.2.7").orElseThrow();

    @Test
    void anInnerPortIsNamedWithWhatToDo() {
        MappedPorts ports = new MappedPorts(AccessPath.direct(HOST), 18_081);
        assertThat(ports.explain(CameraService.ONVIF, new InetSocketAddress(HOST, 80), "no answer"))
                .isEqualTo(
                        "no answer; the device announces its ONVIF service on port 80 of 192.0.2.7 and was reached on"
                                + " port 18081: if its ports are mapped, register it with an access path (host, onvifPort,"
                                + " rtspPort)");
    }

    @Test
    void anRtspPortThatWasForgottenIsNamed() {
        MappedPorts ports = new MappedPorts(new AccessPath(HOST, Map.of(CameraService.ONVIF, 18_081)), 18_081);
        assertThat(ports.explain(CameraService.RTSP, new InetSocketAddress(HOST, 554), "refused"))
                .startsWith("refused; the device announces its RTSP service on port 554 of 192.0.2.7");
    }

    @Test
    void aPortThatAnsweredAlreadyOrWasGivenNeedsNoAdvice() {
        MappedPorts direct = new MappedPorts(AccessPath.direct(HOST), 80);
        assertThat(direct.explain(CameraService.ONVIF, new InetSocketAddress(HOST, 80), "no answer"))
                .isEqualTo("no answer");
        assertThat(direct.explain(CameraService.RTSP, new InetSocketAddress(HOST, 554), "no answer"))
                .isEqualTo("no answer");
        MappedPorts given = new MappedPorts(
                new AccessPath(HOST, Map.of(CameraService.ONVIF, 18_081, CameraService.RTSP, 18_554)), 18_081);
        assertThat(given.explain(CameraService.RTSP, new InetSocketAddress(HOST, 18_554), "no answer"))
                .isEqualTo("no answer");
    }
}

package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The attacks on an RTSP server over UDP that are known by number: U1 to U4, on real sockets. */
class DatagramHardeningTest extends RelayOnLoopback {
    @Test
    void u1ReportsFromSomebodyElseAreIgnored() throws Exception {
        try (DatagramSocket rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket rtcp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket stranger = new DatagramSocket(0, InetAddress.getByName("127.54.0.9"))) {
            RawViewer viewer = viewer();
            int[] ports = playOverUdp(viewer, rtp, rtcp);
            assertThat(received(rtp, 50)).isTrue();
            byte[] bye = {(byte) 0x81, (byte) 203, 0, 1, 0, 0, 0, 1};
            for (int port : ports) {
                stranger.send(new DatagramPacket(bye, bye.length, InetAddress.getLoopbackAddress(), port));
                rtcp.send(new DatagramPacket(bye, bye.length, InetAddress.getLoopbackAddress(), port));
            }
            assertThat(received(rtp, 100)).isTrue();
            stranger.setSoTimeout(300);
            assertThat(received(stranger, 1)).isFalse();
        }
    }

    @Test
    void u2AForgedGoodbyeEndsNothing() throws Exception {
        try (DatagramSocket rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket rtcp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            RawViewer viewer = viewer();
            int[] ports = playOverUdp(viewer, rtp, rtcp);
            byte[] bye = {(byte) 0x81, (byte) 203, 0, 1, 0, 0, 16, 1};
            rtcp.send(new DatagramPacket(bye, bye.length, InetAddress.getLoopbackAddress(), ports[1]));
            assertThat(received(rtp, 100)).isTrue();
            assertThat(server.views().size()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RTP/AVP;unicast;destination=127.54.0.77;client_port=40000-40001",
                "RTP/AVP;unicast;client_port=40000-40001;destination=8.8.8.8",
                "RTP/AVP;unicast;client_port=53-54",
                "RTP/AVP;unicast;client_port=70000-70001",
                "RTP/AVP;multicast;client_port=40000-40001",
                "RTP/AVP;unicast;client_port=40000-40001;mode=record",
                "RTP/SAVP;unicast;client_port=40000-40001",
                "RTP/AVP/TCP;unicast;interleaved=300-301",
                "RTP/AVP;unicast",
                ";;;"
            })
    void u3VideoIsNeverPointedAtAThirdHost(String transport) throws IOException {
        RawViewer viewer = viewer();
        assertThat(viewer.ask("SETUP", address() + "/trackID=0", "Transport: " + transport)
                        .status())
                .isEqualTo(461);
    }

    @Test
    void u4AFloodOfDatagramsHidesNobody() throws Exception {
        try (DatagramSocket rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket rtcp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket stranger = new DatagramSocket(0, InetAddress.getByName("127.54.0.9"))) {
            RawViewer viewer = viewer();
            int[] ports = playOverUdp(viewer, rtp, rtcp);
            byte[] junk = new byte[200];
            for (int i = 0; i < 100_000; i++) {
                stranger.send(new DatagramPacket(junk, junk.length, InetAddress.getLoopbackAddress(), ports[i & 1]));
            }
            assertThat(received(rtp, 100)).isTrue();
            // The relay's loops still answer others at once.
            RawViewer other = viewer();
            play(other);
            other.awaitFrames(5);
        }
    }
}

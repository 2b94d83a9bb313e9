package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.onvif.discovery.AnnouncedDevice;
import org.sharpeyes.onvif.discovery.DiscoveryCodec;
import org.sharpeyes.onvif.discovery.DiscoveryMessage;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.FleetSize;
import org.sharpeyes.testkit.fleet.LoopbackNetwork;

/** The group is shared with whatever else runs on this machine: foreign answers are passed over. */
class DiscoveryResponderTest {
    @TempDir
    Path cache;

    @Test
    void everyReachableDeviceAnswersAProbeFromItsOwnAddress() throws Exception {
        FleetSize size = new FleetSize(4, 1, 0, 0, LoopbackNetwork.parse("127.53.202.0/24"), 1, 0, 0);
        try (SimulatedFleet fleet = SimulatedFleet.start(
                FleetPlan.of(size), SimulatorSettings.forTests(cache).withDiscovery())) {
            fleet.camera("cam-0003").fault(new Fault.Silent()).join();

            Map<String, AnnouncedDevice> found = probe("127.53.202.", 4);

            assertThat(found.keySet())
                    .containsExactly("127.53.202.1", "127.53.202.2", "127.53.202.226", "127.53.202.4");
            assertThat(requireNonNull(found.get("127.53.202.1")).addresses())
                    .containsExactly(fleet.camera("cam-0001").onvifUrl());
            assertThat(requireNonNull(found.get("127.53.202.2")).endpoint()).startsWith("uuid:");
            assertThat(requireNonNull(found.get("127.53.202.4")).endpoint()).startsWith("urn:uuid:");
        }
    }

    private static Map<String, AnnouncedDevice> probe(String network, int wanted)
            throws IOException, MalformedMessageException {
        DiscoveryCodec codec = new DiscoveryCodec();
        String id = "urn:uuid:" + UUID.randomUUID();
        Map<String, AnnouncedDevice> found = new TreeMap<>();
        try (MulticastSocket socket = new MulticastSocket(new InetSocketAddress("127.0.0.1", 0))) {
            socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName("lo"));
            socket.setSoTimeout(2_000);
            byte[] probe = codec.write(DiscoveryMessage.Probe.forCameras(id));
            socket.send(new DatagramPacket(
                    probe, probe.length, InetAddress.getByName(DiscoveryCodec.GROUP), DiscoveryCodec.PORT));
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            while (true) {
                socket.receive(packet);
                DiscoveryMessage message = codec.read(Arrays.copyOf(packet.getData(), packet.getLength()));
                String source = packet.getAddress().getHostAddress();
                if (message instanceof DiscoveryMessage.ProbeMatches matches
                        && matches.relatesTo().equals(id)
                        && source.startsWith(network)) {
                    found.put(source, matches.devices().get(0));
                }
                if (found.size() >= wanted) {
                    // Whoever should stay silent gets a last chance to be heard.
                    socket.setSoTimeout(300);
                }
            }
        } catch (SocketTimeoutException e) {
            return found;
        }
    }
}

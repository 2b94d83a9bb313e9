package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.relay.OpenDoor;
import org.sharpeyes.relay.RecordedCamera;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.StreamSnapshot;
import org.sharpeyes.relay.netty.RawViewer.Answer;

/** A relay with one recorded camera on real sockets, anew for each test, and what viewers do to it. */
abstract class RelayOnLoopback {
    static final String TCP = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1";

    final RecordedCamera camera = new RecordedCamera();
    final CameraId id = new CameraId(UUID.randomUUID());
    final OpenDoor door = new OpenDoor();
    final List<RawViewer> viewers = new ArrayList<>();
    RelayServer server;

    @BeforeEach
    void startRelay() throws IOException {
        server = relay(RtspServerSettings.defaults().withListener("127.0.0.1", 0), RelaySettings.defaults());
    }

    private RelayServer relay(RtspServerSettings rtsp, RelaySettings settings) throws IOException {
        return RelayServer.start(rtsp, settings, camera, door, door, InstantSource.system());
    }

    void serveInstead(RtspServerSettings rtsp, RelaySettings settings) throws IOException {
        server.close();
        server = relay(rtsp, settings);
    }

    @AfterEach
    void stopRelay() throws IOException {
        for (RawViewer viewer : viewers) {
            viewer.close();
        }
        server.close();
        camera.close();
    }

    RawViewer viewer() throws IOException {
        RawViewer viewer = new RawViewer(server.address());
        viewers.add(viewer);
        return viewer;
    }

    String address() {
        return "rtsp://127.0.0.1:" + server.address().getPort() + "/live/" + id + "/main?ticket=good";
    }

    final java.util.Map<RawViewer, String> sessions = new java.util.IdentityHashMap<>();

    String sessionOf(RawViewer viewer) {
        return sessions.getOrDefault(viewer, "none");
    }

    void play(RawViewer viewer) throws IOException {
        assertThat(viewer.ask("DESCRIBE", address()).status()).isEqualTo(200);
        Answer setup = viewer.ask("SETUP", address() + "/trackID=0", TCP);
        assertThat(setup.status()).isEqualTo(200);
        sessions.put(viewer, setup.session());
        assertThat(viewer.ask("PLAY", address(), "Session: " + setup.session()).status())
                .isEqualTo(200);
    }

    int[] playOverUdp(RawViewer viewer, DatagramSocket rtp, DatagramSocket rtcp) throws IOException {
        Answer setup = viewer.ask(
                "SETUP",
                address() + "/trackID=0",
                "Transport: RTP/AVP;unicast;client_port=" + rtp.getLocalPort() + "-" + rtcp.getLocalPort());
        assertThat(setup.status()).isEqualTo(200);
        assertThat(viewer.ask("PLAY", address(), "Session: " + setup.session()).status())
                .isEqualTo(200);
        String[] ports =
                setup.header("transport").replaceAll(".*server_port=", "").split("-");
        return new int[] {Integer.parseInt(ports[0]), Integer.parseInt(ports[1])};
    }

    static boolean received(DatagramSocket socket, int count) throws IOException {
        if (socket.getSoTimeout() == 0) {
            socket.setSoTimeout(5000);
        }
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            for (int i = 0; i < count; i++) {
                socket.receive(packet);
            }
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    List<StreamSnapshot> snapshot() {
        return server.snapshot().toCompletableFuture().join();
    }
}

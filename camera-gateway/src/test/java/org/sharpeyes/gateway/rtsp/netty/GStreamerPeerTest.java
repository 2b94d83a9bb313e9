package org.sharpeyes.gateway.rtsp.netty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind;
import org.sharpeyes.gateway.rtsp.UpstreamRequest;
import org.sharpeyes.gateway.rtsp.UpstreamRequest.TransportChoice;
import org.sharpeyes.gateway.rtsp.UpstreamSettings;
import org.sharpeyes.media.digest.Credentials;
import org.sharpeyes.media.rtsp.RtspUrl;

/** Against an RTSP server that nobody here wrote. */
@Tag("slow")
class GStreamerPeerTest {
    /** Its UDP sockets send from the address of the route, so it must be the one that loopback routes come from. */
    private static final String ADDRESS = "127.0.0.1";

    /** The one of the distribution: only it sees the packaged bindings. */
    private static final String PYTHON = "/usr/bin/python3";

    private static Process server;
    private static int port;
    private static MultiThreadIoEventLoopGroup loops;

    private final Recorder recorder = new Recorder();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Path script = folder.resolve("server.py");
        try (InputStream in =
                GStreamerPeerTest.class.getResourceAsStream("/org/sharpeyes/gateway/rtsp/gstreamer-server.py")) {
            Files.copy(Objects.requireNonNull(in), script, StandardCopyOption.REPLACE_EXISTING);
        }
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no " + PYTHON);
        server = new ProcessBuilder(PYTHON, script.toString(), ADDRESS)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        String line =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assumeTrue(line != null, "GStreamer's RTSP server for Python is not installed");
        port = Integer.parseInt(Objects.requireNonNull(line).strip());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.destroy();
        }
        if (loops != null) {
            loops.shutdownGracefully(0, 1, SECONDS);
        }
    }

    private UpstreamSession open(String path, TransportChoice transport, String password) {
        RtspUrl url = RtspUrl.parse("rtsp://" + ADDRESS + ":" + port + path).orElseThrow();
        UpstreamRequest request = new UpstreamRequest(
                new InetSocketAddress(ADDRESS, port), url, Optional.of(new Credentials("viewer", password)), transport);
        return new RtspUpstreams(loops, UpstreamSettings.defaults()).open(request, loops.next(), recorder);
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportChoice.class,
            names = {"TCP", "UDP"})
    void pictureAndSoundPlayWithDigest(TransportChoice transport) {
        UpstreamSession session = open("/sound", transport, "geheim");
        await().atMost(60, SECONDS).until(() -> recorder.pictures.get() >= 30 && recorder.otherPackets.get() >= 10);

        assertThat(recorder.width.get()).isEqualTo(320);
        assertThat(recorder.keyFrames.get()).isPositive();
        assertThat(recorder.lost.get()).isZero();
        await().atMost(30, SECONDS).until(() -> recorder.reports.get() > 0);
        session.close();
        assertThat(recorder.closed.orTimeout(10, SECONDS).join().kind()).isEqualTo(Kind.CLOSED);
    }

    /** Its server takes RTSP over HTTP on the same port. */
    @Test
    void pictureAndSoundComeThroughItsHttpTunnel() throws IOException {
        int closed;
        try (ServerSocket taken = new ServerSocket(0)) {
            closed = taken.getLocalPort();
        }
        RtspUrl url = RtspUrl.parse("rtsp://" + ADDRESS + ":" + port + "/sound").orElseThrow();
        UpstreamRequest request = UpstreamRequest.of(
                        new InetSocketAddress(ADDRESS, closed), url, Optional.of(new Credentials("viewer", "geheim")))
                .orThrough(new InetSocketAddress(ADDRESS, port));
        UpstreamSession session =
                new RtspUpstreams(loops, UpstreamSettings.defaults()).open(request, loops.next(), recorder);
        await().atMost(60, SECONDS).until(() -> recorder.pictures.get() >= 30 && recorder.otherPackets.get() >= 10);
        assertThat(recorder.lost.get()).isZero();
        session.close();
        assertThat(recorder.closed.orTimeout(10, SECONDS).join().kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void aWrongPasswordIsTold() {
        open("/h264", TransportChoice.TCP, "falsch");
        assertThat(recorder.closed.orTimeout(30, SECONDS).join().kind()).isEqualTo(Kind.WRONG_PASSWORD);
    }

    @Test
    void aPathThatIsNoneIsNotFound() {
        open("/nothing", TransportChoice.TCP, "geheim");
        assertThat(recorder.closed.orTimeout(30, SECONDS).join().kind()).isEqualTo(Kind.NOT_FOUND);
    }
}

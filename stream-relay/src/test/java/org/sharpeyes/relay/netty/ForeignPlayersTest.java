package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.relay.OpenDoor;
import org.sharpeyes.relay.RecordedCamera;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;

/** Players that others wrote, on real sockets. */
@Tag("slow")
class ForeignPlayersTest {
    private final RecordedCamera camera = new RecordedCamera();
    private final CameraId id = new CameraId(UUID.randomUUID());
    private final OpenDoor door = new OpenDoor();
    private RelayServer server;

    @BeforeEach
    void start() throws IOException {
        server = RelayServer.start(
                RtspServerSettings.defaults().withListener("127.0.0.1", 0),
                RelaySettings.defaults(),
                camera,
                door,
                door,
                InstantSource.fixed(Instant.EPOCH));
    }

    @AfterEach
    void stop() {
        server.close();
        camera.close();
    }

    @Test
    void ffprobeReadsTheStreamOverTcp() throws Exception {
        assertThat(ffprobe("tcp")).contains("codec_name=h264", "width=320", "height=240");
        assertThat(camera.opened()).isEqualTo(1);
    }

    @Test
    void ffprobeReadsTheStreamOverUdp() throws Exception {
        assertThat(ffprobe("udp")).contains("codec_name=h264", "width=320", "height=240");
    }

    @Test
    void ffprobeSignsInByDigest() throws Exception {
        String address =
                "rtsp://duty:a%20password@127.0.0.1:" + server.address().getPort() + "/live/" + id + "/main";
        assertThat(run(List.of("ffprobe", "-v", "error", "-rtsp_transport", "tcp", "-show_streams", address)))
                .contains("codec_name=h264");
        assertThat(run(List.of("ffprobe", "-v", "error", "-show_streams", address.replace("a%20", "no"))))
                .contains("401");
        assertThat(run(List.of("ffprobe", "-v", "error", "-show_streams", address.replace("duty", "grid"))))
                .contains("404");
    }

    @Test
    void ffmpegDecodesThreeSecondsOverTcpWithoutError() throws Exception {
        assertThat(decode("tcp")).isEmpty();
    }

    @Test
    void ffmpegDecodesThreeSecondsOverUdpWithoutError() throws Exception {
        assertThat(decode("udp")).isEmpty();
    }

    @Test
    void gstreamerPlaysOverTcp() throws Exception {
        assertThat(gstreamer("tcp")).contains("EOS");
    }

    @Test
    void gstreamerPlaysOverUdp() throws Exception {
        assertThat(gstreamer("udp")).contains("EOS");
    }

    @Test
    void ffmpegDecodesThreeSecondsThroughAnHttpTunnelWithoutError() throws Exception {
        assertThat(decode("http")).isEmpty();
        assertThat(camera.opened()).isEqualTo(1);
    }

    @Test
    void ffmpegDecodesThreeSecondsOverTlsWithoutError() throws Exception {
        assertThat(run(List.of("ffmpeg", "-v", "warning", "-i", secureAddress(), "-t", "3", "-f", "null", "-")))
                .isEmpty();
    }

    @Test
    void gstreamerPlaysThroughAnHttpTunnel() throws Exception {
        assertThat(gstreamer("tcp", address().replace("rtsp:", "rtsph:"))).contains("EOS");
    }

    @Test
    void gstreamerPlaysOverTls() throws Exception {
        assertThat(gstreamer("tcp", secureAddress())).contains("EOS");
    }

    private String secureAddress() throws Exception {
        SslContext tls = SslContextBuilder.forServer(
                        ForeignPlayersTest.class.getResourceAsStream("/tls/test-cert.pem"),
                        ForeignPlayersTest.class.getResourceAsStream("/tls/test-key.pem"))
                .build();
        int port = server.listenTls("127.0.0.1", 0, tls).getPort();
        return "rtsps://127.0.0.1:" + port + "/live/" + id + "/main?ticket=good";
    }

    private String ffprobe(String transport) throws Exception {
        return run(List.of(
                "ffprobe", "-v", "error", "-rtsp_transport", transport, "-show_streams", "-of", "default", address()));
    }

    private String decode(String transport) throws Exception {
        return run(List.of(
                "ffmpeg",
                "-v",
                "warning",
                "-rtsp_transport",
                transport,
                "-i",
                address(),
                "-t",
                "3",
                "-f",
                "null",
                "-"));
    }

    private String gstreamer(String transport) throws Exception {
        return gstreamer(transport, address());
    }

    private static String gstreamer(String transport, String address) throws Exception {
        return run(List.of(
                "gst-launch-1.0",
                "rtspsrc",
                "location=" + address,
                "tls-validation-flags=0",
                "protocols=" + transport,
                "latency=100",
                "!",
                "rtph264depay",
                "!",
                "h264parse",
                "!",
                "avdec_h264",
                "!",
                "identity",
                "eos-after=60",
                "!",
                "fakesink"));
    }

    private String address() {
        return "rtsp://127.0.0.1:" + server.address().getPort() + "/live/" + id + "/main?ticket=good";
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

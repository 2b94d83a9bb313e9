package org.sharpeyes.gateway.rtsp.netty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind;
import org.sharpeyes.gateway.rtsp.UpstreamRequest;
import org.sharpeyes.gateway.rtsp.UpstreamRequest.TransportChoice;
import org.sharpeyes.gateway.rtsp.UpstreamSettings;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.media.rtsp.RtspUrl;

/** Cameras that send what they should not, each written out by hand on a plain socket. */
class OddCameraTest {
    private static final String ADDRESS = "127.51.0.30";
    private static final String SDP = "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:1\r\n";
    private static final byte[] IDR = {0x65, (byte) 0x88, 1, 2};

    private final Recorder recorder = new Recorder();
    private MultiThreadIoEventLoopGroup loops;
    private ServerSocket listener;

    @BeforeEach
    void start() throws IOException {
        loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        listener = new ServerSocket(0, 5, InetAddress.getByName(ADDRESS));
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
        loops.shutdownGracefully(0, 1, SECONDS);
    }

    private UpstreamSession open(TransportChoice transport) {
        RtspUrl url = RtspUrl.parse("rtsp://" + ADDRESS + ":" + listener.getLocalPort() + "/x")
                .orElseThrow();
        UpstreamSettings settings = new UpstreamSettings(
                Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(1), true);
        return new RtspUpstreams(loops, settings)
                .open(
                        new UpstreamRequest(
                                new InetSocketAddress(ADDRESS, listener.getLocalPort()),
                                url,
                                Optional.empty(),
                                transport),
                        loops.next(),
                        recorder);
    }

    private static byte[] rtp(int sequence, int payloadType, int ssrc) {
        ByteBuf packet = Unpooled.buffer();
        RtpHeader.write(packet, true, payloadType, sequence, sequence * 3000, ssrc);
        packet.writeBytes(IDR);
        byte[] bytes = new byte[packet.readableBytes()];
        packet.readBytes(bytes);
        return bytes;
    }

    private static byte[] frame(int channel, byte[] payload) {
        byte[] bytes = new byte[payload.length + 4];
        bytes[0] = '$';
        bytes[1] = (byte) channel;
        bytes[2] = (byte) (payload.length >> 8);
        bytes[3] = (byte) payload.length;
        System.arraycopy(payload, 0, bytes, 4, payload.length);
        return bytes;
    }

    /** One connection: reads requests, says what it is told to say. */
    private static final class Conversation implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private final OutputStream out;
        private String request = "";

        Conversation(ServerSocket listener) throws IOException {
            socket = listener.accept();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            out = socket.getOutputStream();
        }

        /** Reads one request up to its blank line. */
        String read() throws IOException {
            StringBuilder text = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                text.append(line).append('\n');
            }
            request = text.toString();
            return request;
        }

        void answer(String headers, String body) throws IOException {
            Matcher cseq = Pattern.compile("CSeq: (\\d+)").matcher(request);
            String number = cseq.find() ? cseq.group(1) : "0";
            send(("RTSP/1.0 200 OK\r\nCSeq: " + number + "\r\n" + headers + "Content-Length: " + body.length()
                            + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void framesBeforePlayOnOtherChannelsAndOfOtherKindsAreKeptOut() throws IOException {
        UpstreamSession session = open(TransportChoice.TCP);
        try (Conversation camera = new Conversation(listener)) {
            camera.read();
            camera.answer("", SDP); // without Content-Type
            camera.read();
            camera.send(frame(0, rtp(1, 96, 7))); // before anything was set up
            camera.answer("Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n", "");
            camera.read();
            camera.send(frame(0, rtp(2, 96, 7))); // after PLAY, before its answer: belongs to us
            camera.answer("RTP-Info: url=x;seq=0;rtptime=0\r\n", "");
            camera.send(frame(9, rtp(3, 96, 7)));
            camera.send(frame(0, rtp(3, 50, 7)));
            camera.send(frame(0, rtp(3, 96, 8)));
            camera.send(frame(0, new byte[] {1, 2}));
            camera.send("some debug line".getBytes(StandardCharsets.US_ASCII));
            camera.send(frame(0, new byte[0]));
            camera.send(frame(0, rtp(3, 96, 7)));
            await().atMost(10, SECONDS).until(() -> recorder.pictures.get() == 2);
            assertThat(recorder.lost.get()).isZero();
            assertThat(loops.next()
                            .submit(session::strayPackets)
                            .syncUninterruptibly()
                            .getNow())
                    .isEqualTo(6);
        }
        assertThat(recorder.closed.orTimeout(10, SECONDS).join().kind()).isEqualTo(Kind.ENDED);
    }

    @Test
    void aCameraThatPlaysButSendsNothingIsTold() throws IOException {
        open(TransportChoice.TCP);
        try (Conversation camera = new Conversation(listener)) {
            camera.read();
            camera.answer("", SDP);
            camera.read();
            camera.answer("Session: 77;timeout=60\r\n", "");
            camera.read();
            camera.answer("", "");
            assertThat(recorder.closed.orTimeout(10, SECONDS).join().kind()).isEqualTo(Kind.NO_MEDIA);
            assertThat(camera.read())
                    .as("its session is given back")
                    .startsWith("TEARDOWN")
                    .contains("Session: 77");
        }
    }

    @Test
    void whatIsNoRtspIsAProtocolError() throws IOException {
        open(TransportChoice.TCP);
        try (Conversation camera = new Conversation(listener)) {
            camera.read();
            camera.send("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(recorder.closed.orTimeout(10, SECONDS).join().kind()).isEqualTo(Kind.PROTOCOL_ERROR);
        }
    }

    @Test
    void datagramsFromOtherPortsAndHostsAreIgnored() throws IOException {
        UpstreamSession session = open(TransportChoice.UDP);
        try (Conversation camera = new Conversation(listener);
                DatagramSocket media = new DatagramSocket(0, InetAddress.getByName(ADDRESS));
                DatagramSocket samePlaceOtherPort = new DatagramSocket(0, InetAddress.getByName(ADDRESS));
                DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getByName("127.51.0.31"))) {
            camera.read();
            camera.answer("", SDP);
            Matcher port = Pattern.compile("client_port=(\\d+)").matcher(camera.read());
            assertThat(port.find()).isTrue();
            InetSocketAddress to = new InetSocketAddress("127.0.0.1", Integer.parseInt(port.group(1)));
            int own = media.getLocalPort();
            camera.answer(
                    "Session: 1\r\nTransport: RTP/AVP;unicast;client_port=" + to.getPort() + "-" + (to.getPort() + 1)
                            + ";server_port=" + own + "-" + (own + 1) + "\r\n",
                    "");
            camera.read();
            camera.answer("", "");
            recorder.opened.orTimeout(10, SECONDS).join();
            samePlaceOtherPort.send(new DatagramPacket(rtp(1, 96, 7), 16, to));
            elsewhere.send(new DatagramPacket(rtp(2, 96, 7), 16, to));
            media.send(new DatagramPacket(rtp(3, 96, 7), 16, to));
            await().atMost(10, SECONDS).until(() -> recorder.pictures.get() == 1);
            await().atMost(10, SECONDS)
                    .until(() -> loops.next()
                                    .submit(session::strayPackets)
                                    .syncUninterruptibly()
                                    .getNow()
                            == 2L);
            session.close();
        }
    }
}

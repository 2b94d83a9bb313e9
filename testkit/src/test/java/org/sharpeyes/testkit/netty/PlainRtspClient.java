package org.sharpeyes.testkit.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.digest.Credentials;
import org.sharpeyes.media.digest.DigestClient;
import org.sharpeyes.media.rtsp.InterleavedFrame;
import org.sharpeyes.media.rtsp.RtspDecoder;
import org.sharpeyes.media.rtsp.RtspHeaders;
import org.sharpeyes.media.rtsp.RtspInbound;
import org.sharpeyes.media.rtsp.RtspMethod;
import org.sharpeyes.media.rtsp.RtspProtocolException;
import org.sharpeyes.media.rtsp.RtspRequest;
import org.sharpeyes.media.rtsp.RtspResponse;
import org.sharpeyes.media.rtsp.RtspWriter;

/** A viewer on a blocking socket, one request after the other. */
final class PlainRtspClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Socket socket = new Socket();
    private final RtspDecoder decoder = RtspDecoder.lenient();
    private final ByteBuf unread = Unpooled.buffer();
    private final Credentials credentials;
    private @Nullable DigestClient digest;
    private int cseq;

    PlainRtspClient(String address, int port, String username, String password) throws IOException {
        credentials = new Credentials(username, password);
        socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static PlainRtspClient to(SimulatedCamera camera) throws IOException {
        return to(camera, camera.device().credentials().password());
    }

    static PlainRtspClient to(SimulatedCamera camera, String password) throws IOException {
        return new PlainRtspClient(
                camera.device().address(),
                camera.rtspPort(),
                camera.device().credentials().username(),
                password);
    }

    /** Sends and answers one challenge, as players do. */
    RtspResponse ask(RtspMethod method, String uri, String... headers) throws IOException {
        RtspResponse response = once(method, uri, headers);
        if (response.status() == 401) {
            digest = DigestClient.answering(
                            response.headers().all("WWW-Authenticate"), credentials, false, new SecureRandom())
                    .orElseThrow();
            response = once(method, uri, headers);
        }
        return response;
    }

    RtspResponse once(RtspMethod method, String uri, String... headers) throws IOException {
        RtspHeaders all = RtspHeaders.of(headers).plus("CSeq", Integer.toString(++cseq));
        if (digest != null) {
            all = all.plus("Authorization", digest.authorize(method.name(), uri));
        }
        ByteBuf out = Unpooled.buffer();
        RtspWriter.write(new RtspRequest(method, uri, all), out);
        socket.getOutputStream().write(out.array(), 0, out.readableBytes());
        while (true) {
            RtspInbound item = next();
            if (item instanceof RtspResponse response) {
                return response;
            }
            release(item);
        }
    }

    /** The next message or frame; whoever takes a frame releases it. */
    RtspInbound next() throws IOException {
        try {
            InputStream in = socket.getInputStream();
            byte[] chunk = new byte[64 << 10];
            while (true) {
                RtspInbound item = decoder.next(unread);
                if (item != null) {
                    return item;
                }
                unread.discardReadBytes();
                int length = in.read(chunk);
                if (length < 0) {
                    throw new IOException("closed by the camera");
                }
                unread.writeBytes(chunk, 0, length);
            }
        } catch (RtspProtocolException e) {
            throw new IOException(e);
        }
    }

    static void release(RtspInbound item) {
        if (item instanceof InterleavedFrame frame) {
            frame.payload().release();
        }
    }

    /** DESCRIBE, SETUP of the picture over this connection, PLAY. */
    void play(String url) throws IOException {
        require(ask(RtspMethod.DESCRIBE, url, "Accept", "application/sdp"));
        RtspResponse setUp =
                ask(RtspMethod.SETUP, url + "/trackID=0", "Transport", "RTP/AVP/TCP;unicast;interleaved=0-1");
        require(setUp);
        String session = setUp.session().orElseThrow().id();
        require(ask(RtspMethod.PLAY, url, "Session", session));
    }

    private static void require(RtspResponse response) throws IOException {
        if (!response.isSuccess()) {
            throw new IOException("answer " + response.status());
        }
    }

    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

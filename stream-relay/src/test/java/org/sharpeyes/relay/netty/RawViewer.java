package org.sharpeyes.relay.netty;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A viewer that says exactly what a test wants it to say. */
final class RawViewer implements AutoCloseable {
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        String session() {
            return header("session").split(";")[0];
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private int cseq;
    private String lastNonce = "";
    final List<String> challenges = new ArrayList<>();
    int frames;
    long frameBytes;

    RawViewer(InetSocketAddress server) throws IOException {
        this(server, 1 << 16);
    }

    RawViewer(InetSocketAddress server, int receiveBuffer) throws IOException {
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(server, 10_000);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    Answer ask(String method, String uri, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + uri + " RTSP/1.0\r\nCSeq: " + ++cseq + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        send(request.append("\r\n").toString());
        return answer();
    }

    /** The next answer; frames before it are counted and skipped. */
    Answer answer() throws IOException {
        int first = in.readUnsignedByte();
        while (first == '$') {
            skipFrame();
            first = in.readUnsignedByte();
        }
        StringBuilder head = new StringBuilder().append((char) first);
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        String[] lines = head.toString().split("\r\n");
        Map<String, String> headers = new HashMap<>();
        challenges.clear();
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].startsWith("WWW-Authenticate:")) {
                challenges.add(lines[i]);
            }
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        in.readFully(body);
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, new String(body, StandardCharsets.UTF_8));
    }

    String nonce() {
        if (challenges.isEmpty()) {
            return lastNonce;
        }
        lastNonce = challenges.get(0).replaceAll(".*nonce=\"([^\"]*)\".*", "$1");
        return lastNonce;
    }

    /** Reads frames until there are so many of them. */
    void awaitFrames(int count) throws IOException {
        int until = frames + count;
        while (frames < until) {
            int first = in.readUnsignedByte();
            if (first != '$') {
                throw new IOException("byte " + first + " (expected: a frame)");
            }
            skipFrame();
        }
    }

    /** One RTP packet. {@code replayTime} as the replay extension says, if the packet has one. */
    record Packet(
            int sequence,
            int timestamp,
            boolean marker,
            int bytes,
            @Nullable Instant replayTime) {}

    /** The next RTP packets; RTCP between them is passed over. */
    List<Packet> packets(int count) throws IOException {
        List<Packet> packets = new ArrayList<>();
        while (packets.size() < count) {
            byte[] frame = frame();
            if ((frame[1] & 0xFF) < 200 || (frame[1] & 0xFF) > 207) {
                packets.add(packet(frame));
            }
        }
        return packets;
    }

    List<Packet> packetsUntilGoodbye() throws IOException {
        List<Packet> packets = new ArrayList<>();
        while (true) {
            byte[] frame = frame();
            int type = frame[1] & 0xFF;
            if (type == 201) {
                return packets;
            }
            if (type != 200) {
                packets.add(packet(frame));
            }
        }
    }

    private byte[] frame() throws IOException {
        int first = in.readUnsignedByte();
        if (first != '$') {
            throw new IOException("byte " + first + " (expected: a frame)");
        }
        in.readUnsignedByte();
        byte[] frame = new byte[in.readUnsignedShort()];
        in.readFully(frame);
        frames++;
        frameBytes += frame.length;
        return frame;
    }

    private static Packet packet(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        Instant time = null;
        if ((frame[0] & 0x10) != 0 && (bytes.getShort(12) & 0xFFFF) == 0xABAC) {
            long ntp = bytes.getLong(16);
            time = Instant.ofEpochSecond((ntp >>> 32) - 2_208_988_800L, ((ntp & 0xFFFFFFFFL) * 1_000_000_000L) >>> 32);
        }
        return new Packet(bytes.getShort(2) & 0xFFFF, bytes.getInt(4), (frame[1] & 0x80) != 0, frame.length, time);
    }

    private void skipFrame() throws IOException {
        in.readUnsignedByte();
        int length = in.readUnsignedShort();
        in.readFully(new byte[length]);
        frames++;
        frameBytes += length;
    }

    /** Whether the server closes the connection within a time; whatever it says before is read and forgotten. */
    boolean closedWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            while (in.read() >= 0) {
                // Only the end matters.
            }
            return true;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (EOFException | java.net.SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

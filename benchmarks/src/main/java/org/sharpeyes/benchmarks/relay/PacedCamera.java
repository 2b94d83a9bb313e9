package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A camera as a process of its own: RTSP over TCP, any path below {@code /cam/}, one thread, one write a picture and
 * reader. With the readers connected straight to it, it is the bare loop that a relay is compared with.
 *
 * <p>{@code main PORT CACHE_FOLDER [main|long]}; {@code long} is a small picture with a key frame each 10 s. A request with
 * {@code Key-Frame: now} makes the next picture of its path a key frame, as ONVIF's SetSynchronizationPoint does. Prints {@code CAMERA port=…} when it listens, ends when its standard input does.
 */
final class PacedCamera {
    private static final long PICTURE_NANOS = 40_000_000;
    private static final int TICKS = 3_600;
    private static final int MAX_REQUEST = 16 * 1024;
    private static final int QUEUE_LIMIT = 64;

    private final StampedVideo video;
    private final Selector selector;
    private final ServerSocketChannel door;
    private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
    private final ByteBuffer picture = ByteBuffer.allocateDirect(1 << 20);
    private final Map<String, Stream> streams = new HashMap<>();
    private long sessions;

    /** One path: its own sequence numbers and its own phase, as cameras have. */
    private static final class Stream {
        final List<Reader> readers = new ArrayList<>();
        final int ssrc;
        final long phaseNanos;
        int position;
        int sequence;
        long timestamp;
        long nextAt;

        Stream(int number) {
            this.ssrc = 0x5ea70000 + number;
            this.phaseNanos = (number * 7_919_000L) % PICTURE_NANOS;
        }
    }

    private static final class Reader {
        final SocketChannel channel;
        final ByteBuffer request = ByteBuffer.allocate(MAX_REQUEST);
        final Deque<ByteBuffer> backlog = new ArrayDeque<>();

        @Nullable
        Stream stream;

        boolean playing;

        Reader(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private PacedCamera(StampedVideo video, int port) throws IOException {
        this.video = video;
        this.selector = Selector.open();
        this.door = ServerSocketChannel.open();
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2048);
        door.configureBlocking(false);
        door.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws Exception {
        PacedCamera camera = new PacedCamera(
                args.length > 2 && args[2].equals("long")
                        ? StampedVideo.longGroup(Path.of(args[1]))
                        : StampedVideo.clip(Path.of(args[1])),
                Integer.parseInt(args[0]));
        Thread parent = new Thread(PacedCamera::endWithParent, "parent");
        parent.setDaemon(true);
        parent.start();
        InetSocketAddress address = (InetSocketAddress) camera.door.getLocalAddress();
        System.out.println("CAMERA port=" + address.getPort());
        camera.run();
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Only the end of the stream matters.
            }
        } catch (IOException gone) {
            System.err.println("camera: standard input failed: " + gone.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }

    private void run() throws IOException {
        long next = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            long wait = Math.min(next - now, PICTURE_NANOS);
            if (wait > 1_000_000) {
                selector.select(wait / 1_000_000);
            } else {
                if (wait > 0) {
                    LockSupport.parkNanos(wait);
                }
                selector.selectNow();
            }
            serve();
            next = System.nanoTime() + PICTURE_NANOS;
            for (Stream stream : streams.values()) {
                while (stream.nextAt <= System.nanoTime()) {
                    send(stream);
                    stream.nextAt += PICTURE_NANOS;
                }
                next = Math.min(next, stream.nextAt);
            }
        }
    }

    private void serve() throws IOException {
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.isAcceptable()) {
                accept();
                continue;
            }
            Reader reader = (Reader) key.attachment();
            try {
                if (key.isValid() && key.isReadable()) {
                    read(reader);
                }
                if (key.isValid() && key.isWritable()) {
                    flush(reader, key);
                }
            } catch (IOException closedByPeer) {
                close(reader);
            }
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = door.accept(); channel != null; channel = door.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, 512 * 1024);
            channel.register(selector, SelectionKey.OP_READ, new Reader(channel));
        }
    }

    private void read(Reader reader) throws IOException {
        input.clear();
        int count = reader.channel.read(input);
        if (count < 0) {
            close(reader);
            return;
        }
        input.flip();
        while (input.hasRemaining()) {
            byte next = input.get();
            if (reader.request.position() == 0 && next == '$') {
                skipInterleaved();
                continue;
            }
            if (!reader.request.hasRemaining()) {
                close(reader);
                return;
            }
            reader.request.put(next);
            if (endsWithBlankLine(reader.request)) {
                String text =
                        new String(reader.request.array(), 0, reader.request.position(), StandardCharsets.ISO_8859_1);
                reader.request.clear();
                answer(reader, text);
            }
        }
    }

    /** Receiver reports of the relay; one that is cut between two reads would be mistaken, and never is in practice. */
    private void skipInterleaved() {
        if (input.remaining() < 3) {
            input.position(input.limit());
            return;
        }
        input.get();
        int length = input.getShort() & 0xffff;
        input.position(Math.min(input.limit(), input.position() + length));
    }

    private static boolean endsWithBlankLine(ByteBuffer request) {
        int end = request.position();
        return end >= 4
                && request.get(end - 4) == '\r'
                && request.get(end - 3) == '\n'
                && request.get(end - 2) == '\r'
                && request.get(end - 1) == '\n';
    }

    private void answer(Reader reader, String request) throws IOException {
        String[] lines = request.split("\r\n");
        String[] first = lines[0].split(" ");
        String cseq = "0";
        String interleaved = "0-1";
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("cseq:")) {
                cseq = line.substring(5).trim();
            } else if (lower.startsWith("transport:") && lower.contains("interleaved=")) {
                interleaved = lower.replaceAll(".*interleaved=([0-9-]+).*", "$1");
            }
        }
        String head = "RTSP/1.0 200 OK\r\nCSeq: " + cseq + "\r\n";
        if (request.contains("Key-Frame: now")) {
            Stream asked = streams.get(pathOf(first[1]));
            if (asked != null) {
                asked.position = 0;
            }
        }
        String answer =
                switch (first[0]) {
                    case "OPTIONS" -> head + "Public: DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n\r\n";
                    case "DESCRIBE" -> {
                        String sdp = video.sdp();
                        yield head + "Content-Type: application/sdp\r\nContent-Base: " + first[1]
                                + "/\r\nContent-Length: " + sdp.length() + "\r\n\r\n" + sdp;
                    }
                    case "SETUP" -> {
                        reader.stream = streams.computeIfAbsent(pathOf(first[1]), this::open);
                        yield head + "Session: " + Long.toHexString(0x5e5510L + sessions++)
                                + ";timeout=60\r\nTransport: RTP/AVP/TCP;unicast;interleaved=" + interleaved
                                + "\r\n\r\n";
                    }
                    case "PLAY" -> head + "Session: 5e5510\r\n\r\n";
                    default -> head + "\r\n";
                };
        reader.channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
        if (first[0].equals("PLAY") && reader.stream != null && !reader.playing) {
            reader.playing = true;
            reader.stream.readers.add(reader);
        }
    }

    private static String pathOf(String uri) {
        int at = uri.indexOf("/cam/");
        String path = at < 0 ? "0" : uri.substring(at + 5);
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private Stream open(String path) {
        Stream stream = new Stream(streams.size());
        stream.nextAt = System.nanoTime() + stream.phaseNanos;
        return stream;
    }

    private void send(Stream stream) {
        StampedVideo.Picture next =
                video.pictures().get(stream.position++ % video.pictures().size());
        stream.timestamp += TICKS;
        if (stream.readers.isEmpty()) {
            return;
        }
        frame(stream, next);
        for (int i = stream.readers.size() - 1; i >= 0; i--) {
            Reader reader = stream.readers.get(i);
            try {
                write(reader);
            } catch (IOException closedByPeer) {
                close(reader);
            }
        }
    }

    private void frame(Stream stream, StampedVideo.Picture next) {
        picture.clear();
        for (int i = 0; i < next.payloads().size(); i++) {
            byte[] payload = next.payloads().get(i);
            boolean last = i == next.payloads().size() - 1;
            picture.put((byte) '$').put((byte) 0).putShort((short) (payload.length + 12));
            picture.put((byte) 0x80).put((byte) ((last ? 0x80 : 0) | 96)).putShort((short) stream.sequence++);
            picture.putInt((int) stream.timestamp).putInt(stream.ssrc);
            int at = picture.position();
            picture.put(payload);
            if (i == next.stampPayload()) {
                String stamp = String.format("%016x", System.nanoTime());
                picture.put(
                        at + next.stampOffset(),
                        stamp.getBytes(StandardCharsets.US_ASCII),
                        0,
                        StampedVideo.STAMP_DIGITS);
            }
        }
        picture.flip();
    }

    private void write(Reader reader) throws IOException {
        ByteBuffer mine = picture.duplicate();
        if (reader.backlog.isEmpty()) {
            reader.channel.write(mine);
        }
        if (mine.hasRemaining()) {
            if (reader.backlog.size() >= QUEUE_LIMIT) {
                throw new IOException("reader is more than " + QUEUE_LIMIT + " pictures behind");
            }
            ByteBuffer rest = ByteBuffer.allocate(mine.remaining());
            rest.put(mine).flip();
            reader.backlog.add(rest);
            reader.channel.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private static void flush(Reader reader, SelectionKey key) throws IOException {
        while (!reader.backlog.isEmpty()) {
            ByteBuffer first = reader.backlog.getFirst();
            reader.channel.write(first);
            if (first.hasRemaining()) {
                return;
            }
            reader.backlog.removeFirst();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private void close(Reader reader) {
        if (reader.stream != null) {
            reader.stream.readers.remove(reader);
        }
        try {
            reader.channel.close();
        } catch (IOException alreadyGone) {
            System.err.println("camera: closing a reader: " + alreadyGone.getMessage());
        }
    }
}

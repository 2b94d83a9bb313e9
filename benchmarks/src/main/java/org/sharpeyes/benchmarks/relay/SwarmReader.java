package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One RTSP reader over TCP interleaved. Confined to the thread of its {@link ReaderSwarm} lane. */
final class SwarmReader {
    private static final Pattern STATUS = Pattern.compile("RTSP/1\\.0 (\\d+)");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");
    private static final Pattern SESSION = Pattern.compile("(?i)session: *([^;\\r]+)");
    private static final Pattern CONTROL = Pattern.compile("(?m)^a=control:(\\S+)");
    private static final int FRAME_HEAD = 4;
    private static final int RTP_HEAD = 12;
    private static final int STAMP_AT = FRAME_HEAD + RTP_HEAD + 3 + 16;
    private static final int HEAD_NEEDED = STAMP_AT + StampedVideo.STAMP_DIGITS;

    private enum Step {
        CONNECT,
        DESCRIBE,
        SETUP,
        PLAY,
        STREAM
    }

    private final String uri;
    private final Tally tally;
    private final ByteBuffer answer = ByteBuffer.allocate(64 * 1024);
    private final byte[] head = new byte[HEAD_NEEDED];
    private Step step = Step.CONNECT;
    private int have;
    private int skip;
    private int expectedSequence = -1;
    private long pictureStamp;
    private long lastPictureAt;
    private String session = "";
    private String control = "";
    private int cseq;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;

    final long startedAt = System.nanoTime();
    long firstPacketAt;
    long firstKeyAt;

    @Nullable
    String failure;

    SwarmReader(String uri, Tally tally) {
        this.uri = uri;
        this.tally = tally;
    }

    void connect(Selector selector) throws IOException {
        URI target = URI.create(uri);
        SocketChannel opened = SocketChannel.open();
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.setOption(StandardSocketOptions.SO_RCVBUF, 512 * 1024);
        opened.connect(new InetSocketAddress(target.getHost(), target.getPort()));
        channel = opened;
        key = opened.register(selector, SelectionKey.OP_CONNECT, this);
    }

    String uri() {
        return uri;
    }

    boolean streaming() {
        return step == Step.STREAM && failure == null;
    }

    /** Stops reading for good, as a hung client does: the socket stays open. */
    void stall() {
        if (key != null && key.isValid()) {
            key.interestOps(0);
        }
    }

    /** Whether the other side has closed a stalled reader; reads what lies in the socket to find out. */
    boolean closedByServer() {
        ByteBuffer sink = ByteBuffer.allocate(256 * 1024);
        try {
            int count = 1;
            while (count > 0) {
                sink.clear();
                count = channel == null ? -1 : channel.read(sink);
            }
            return count < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    void forgetPause() {
        lastPictureAt = 0;
    }

    void ready(ByteBuffer chunk) {
        SocketChannel open = channel;
        SelectionKey mine = key;
        if (open == null || mine == null) {
            return;
        }
        try {
            if (mine.isConnectable()) {
                open.finishConnect();
                mine.interestOps(SelectionKey.OP_READ);
                step = Step.DESCRIBE;
                send(open, "DESCRIBE " + uri, "Accept: application/sdp\r\n");
                return;
            }
            chunk.clear();
            int count = open.read(chunk);
            if (count < 0) {
                fail("closed by the server in " + step);
                return;
            }
            chunk.flip();
            if (step == Step.STREAM) {
                media(chunk);
            } else {
                conversation(open, chunk);
            }
        } catch (IOException broken) {
            fail(step + ": " + broken.getMessage());
        }
    }

    private void fail(String why) {
        failure = why;
        close();
    }

    void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException alreadyGone) {
            failure = "close: " + alreadyGone.getMessage();
        }
    }

    private void send(SocketChannel open, String line, String headers) throws IOException {
        String text = line + " RTSP/1.0\r\nCSeq: " + ++cseq + "\r\n" + headers + "\r\n";
        open.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void conversation(SocketChannel open, ByteBuffer chunk) throws IOException {
        while (chunk.hasRemaining() && step != Step.STREAM) {
            answer.put(chunk.get());
            int end = answer.position();
            if (end < 4 || answer.get(end - 1) != '\n') {
                continue;
            }
            String text = new String(answer.array(), 0, end, StandardCharsets.ISO_8859_1);
            int headEnd = text.indexOf("\r\n\r\n");
            if (headEnd < 0) {
                continue;
            }
            Matcher length = LENGTH.matcher(text.substring(0, headEnd));
            int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
            if (end < headEnd + 4 + body) {
                continue;
            }
            answer.clear();
            answered(open, text);
        }
        if (step == Step.STREAM && chunk.hasRemaining()) {
            media(chunk);
        }
    }

    private void answered(SocketChannel open, String text) throws IOException {
        Matcher status = STATUS.matcher(text);
        if (!status.find() || !status.group(1).equals("200")) {
            fail(step + ": " + text.lines().findFirst().orElse("no answer"));
            return;
        }
        Matcher named = SESSION.matcher(text);
        if (named.find()) {
            session = named.group(1).trim();
        }
        switch (step) {
            case DESCRIBE -> {
                int video = text.indexOf("m=video");
                Matcher found = CONTROL.matcher(video < 0 ? "" : text.substring(video));
                control = found.find() ? found.group(1) : "";
                step = Step.SETUP;
                send(open, "SETUP " + trackUri(), "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
            }
            case SETUP -> {
                step = Step.PLAY;
                send(open, "PLAY " + uri, "Session: " + session + "\r\nRange: npt=0.000-\r\n");
            }
            case PLAY -> step = Step.STREAM;
            default -> fail("answer while in " + step);
        }
    }

    private String trackUri() {
        if (control.startsWith("rtsp://")) {
            return control;
        }
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        String rest = query < 0 ? "" : uri.substring(query);
        return path + (path.endsWith("/") ? "" : "/") + control + rest;
    }

    private void media(ByteBuffer chunk) {
        tally.bytes += chunk.remaining();
        while (chunk.hasRemaining()) {
            if (skip > 0) {
                int step1 = Math.min(skip, chunk.remaining());
                chunk.position(chunk.position() + step1);
                skip -= step1;
                continue;
            }
            int need = headNeeded();
            int take = Math.min(need - have, chunk.remaining());
            chunk.get(head, have, take);
            have += take;
            if (have < need || have < headNeeded()) {
                continue;
            }
            int length = FRAME_HEAD + ((head[2] & 0xff) << 8 | (head[3] & 0xff));
            if (head[0] != '$') {
                fail("lost the frame border (byte " + head[0] + ")");
                return;
            }
            if (head[1] == 0) {
                packet();
            }
            skip = length - have;
            have = 0;
        }
    }

    /** Frame head first; then as much of the packet as tells what it is: an SEI of ours is needed with its stamp. */
    private int headNeeded() {
        if (have < FRAME_HEAD) {
            return FRAME_HEAD;
        }
        int length = FRAME_HEAD + ((head[2] & 0xff) << 8 | (head[3] & 0xff));
        int brief = Math.min(length, FRAME_HEAD + RTP_HEAD + 2);
        if (have < brief || (head[FRAME_HEAD + RTP_HEAD] & 0x1f) != 6) {
            return brief;
        }
        return Math.min(length, HEAD_NEEDED);
    }

    private void packet() {
        tally.packets++;
        if (firstPacketAt == 0) {
            firstPacketAt = System.nanoTime();
        }
        int sequence = (head[6] & 0xff) << 8 | (head[7] & 0xff);
        if (expectedSequence >= 0 && sequence != expectedSequence) {
            tally.lostPackets += (sequence - expectedSequence) & 0xffff;
        }
        expectedSequence = (sequence + 1) & 0xffff;
        int type = head[FRAME_HEAD + RTP_HEAD] & 0x1f;
        if (type == 6 && have >= HEAD_NEEDED) {
            pictureStamp = stamp();
        } else if (firstKeyAt == 0 && (type == 5 || (type == 28 && (head[FRAME_HEAD + RTP_HEAD + 1] & 0x1f) == 5))) {
            firstKeyAt = System.nanoTime();
        }
        if ((head[5] & 0x80) != 0) {
            picture();
        }
    }

    private void picture() {
        long now = System.nanoTime();
        tally.pictures++;
        if (pictureStamp != 0) {
            tally.delay(now - pictureStamp);
            pictureStamp = 0;
        }
        if (lastPictureAt != 0) {
            tally.worstPauseNanos = Math.max(tally.worstPauseNanos, now - lastPictureAt);
        }
        lastPictureAt = now;
    }

    private long stamp() {
        long value = 0;
        for (int i = 0; i < StampedVideo.STAMP_DIGITS; i++) {
            int digit = Character.digit(head[STAMP_AT + i], 16);
            if (digit < 0) {
                return 0;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}

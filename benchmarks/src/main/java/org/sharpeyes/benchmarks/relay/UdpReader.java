package org.sharpeyes.benchmarks.relay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many RTSP readers over UDP in this process, counted on one thread. For one owner. */
final class UdpReader implements AutoCloseable {
    private static final int RECEIVE_BYTES = 4 << 20;
    private static final int RTP_HEAD = 12;
    private static final int STAMP_AT = RTP_HEAD + 3 + 16;
    private static final Pattern HEADER = Pattern.compile("(?im)^(session|content-length): *([^;\\r]+)");
    private static final Pattern CONTROL = Pattern.compile("(?m)^a=control:(\\S+)");

    private static final class One {
        final Socket control;
        final DatagramChannel media;
        final DatagramSocket reports;
        String session = "";
        int cseq;
        int expectedSequence = -1;

        One(Socket control, DatagramChannel media, DatagramSocket reports) {
            this.control = control;
            this.media = media;
            this.reports = reports;
        }
    }

    private final List<One> readers = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final Tally tally = new Tally();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(65_536);
    private volatile boolean counting = true;
    private volatile boolean reset;

    UdpReader() throws IOException {}

    /** Plays {@code uri} to a pair of ports of its own. */
    void start(String uri) throws IOException {
        URI target = URI.create(uri);
        Socket control = new Socket(target.getHost(), target.getPort());
        control.setSoTimeout(20_000);
        One one = pair(control);
        String described = ask(one, "DESCRIBE " + uri, "Accept: application/sdp\r\n");
        int video = described.indexOf("m=video");
        Matcher found = CONTROL.matcher(video < 0 ? "" : described.substring(video));
        String track = found.find() ? found.group(1) : "";
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        String rest = query < 0 ? "" : uri.substring(query);
        String trackUri = track.startsWith("rtsp://") ? track : path + "/" + track + rest;
        int port = ((InetSocketAddress) one.media.getLocalAddress()).getPort();
        ask(one, "SETUP " + trackUri, "Transport: RTP/AVP;unicast;client_port=" + port + "-" + (port + 1) + "\r\n");
        one.media.configureBlocking(false);
        synchronized (readers) {
            one.media.register(selector, SelectionKey.OP_READ, one);
            readers.add(one);
        }
        ask(one, "PLAY " + uri, "Session: " + one.session + "\r\nRange: npt=0.000-\r\n");
    }

    private static One pair(Socket control) throws IOException {
        while (true) {
            DatagramChannel media = DatagramChannel.open();
            media.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
            media.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) media.getLocalAddress()).getPort();
            if (port % 2 == 0) {
                try {
                    DatagramSocket reports = new DatagramSocket(port + 1, InetAddress.getLoopbackAddress());
                    return new One(control, media, reports);
                } catch (IOException taken) {
                    media.close();
                    continue;
                }
            }
            media.close();
        }
    }

    private static String ask(One one, String line, String headers) throws IOException {
        String text = line + " RTSP/1.0\r\nCSeq: " + ++one.cseq + "\r\n" + headers + "\r\n";
        one.control.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = new BufferedInputStream(one.control.getInputStream(), 1);
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException(line + ": closed");
            }
            head.append((char) next);
        }
        if (!head.toString().contains(" 200 ")) {
            throw new IOException(
                    line + ": " + head.toString().lines().findFirst().orElse(""));
        }
        int body = 0;
        for (Matcher header = HEADER.matcher(head); header.find(); ) {
            if (header.group(1).equalsIgnoreCase("session")) {
                one.session = header.group(2).strip();
            } else {
                body = Integer.parseInt(header.group(2).strip());
            }
        }
        return head + new String(in.readNBytes(body), StandardCharsets.ISO_8859_1);
    }

    /** Counts for {@code length}; call from one thread at a time. Says a sign of life every 20 s. */
    Tally measure(java.time.Duration length, String uri) throws InterruptedException, IOException {
        CountDownLatch done = new CountDownLatch(1);
        reset = true;
        counting = true;
        Thread counter = new Thread(
                () -> {
                    try {
                        count();
                    } catch (IOException broken) {
                        throw new java.io.UncheckedIOException(broken);
                    } finally {
                        done.countDown();
                    }
                },
                "udp-readers");
        counter.setDaemon(true);
        counter.start();
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            long left = Math.min(end - System.nanoTime(), TimeUnit.SECONDS.toNanos(20));
            TimeUnit.NANOSECONDS.sleep(Math.max(1, left));
            if (System.nanoTime() < end) {
                for (One one : readers) {
                    ask(one, "GET_PARAMETER " + uri, "Session: " + one.session + "\r\n");
                }
            }
        }
        counting = false;
        selector.wakeup();
        if (!done.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the reader thread does not answer");
        }
        return tally;
    }

    private void count() throws IOException {
        while (counting) {
            selector.select(
                    key -> {
                        try {
                            drain((One) key.attachment());
                        } catch (IOException broken) {
                            key.cancel();
                        }
                    },
                    50);
            if (reset) {
                reset = false;
                tally.reset();
            }
        }
    }

    private void drain(One one) throws IOException {
        while (true) {
            packet.clear();
            if (one.media.receive(packet) == null) {
                return;
            }
            packet.flip();
            int length = packet.remaining();
            if (length < RTP_HEAD + 2) {
                continue;
            }
            tally.bytes += length;
            tally.packets++;
            int sequence = packet.getShort(2) & 0xffff;
            if (one.expectedSequence >= 0 && sequence != one.expectedSequence) {
                tally.lostPackets += sequence - one.expectedSequence & 0xffff;
            }
            one.expectedSequence = sequence + 1 & 0xffff;
            if ((packet.get(RTP_HEAD) & 0x1f) == 6 && length >= STAMP_AT + StampedVideo.STAMP_DIGITS) {
                byte[] digits = new byte[StampedVideo.STAMP_DIGITS];
                packet.get(STAMP_AT, digits);
                long stamp = Long.parseUnsignedLong(new String(digits, StandardCharsets.US_ASCII), 16);
                if (stamp != 0) {
                    tally.delay(System.nanoTime() - stamp);
                }
            }
            if ((packet.get(1) & 0x80) != 0) {
                tally.pictures++;
            }
        }
    }

    @Override
    public void close() throws IOException {
        counting = false;
        for (One one : readers) {
            one.control.close();
            one.media.close();
            one.reports.close();
        }
        selector.close();
    }
}

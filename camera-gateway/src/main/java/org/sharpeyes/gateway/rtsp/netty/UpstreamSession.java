package org.sharpeyes.gateway.rtsp.netty;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.rtsp.ClientDialogue;
import org.sharpeyes.gateway.rtsp.UpstreamDescription;
import org.sharpeyes.gateway.rtsp.UpstreamFailure;
import org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind;
import org.sharpeyes.gateway.rtsp.UpstreamListener;
import org.sharpeyes.gateway.rtsp.UpstreamRequest;
import org.sharpeyes.gateway.rtsp.UpstreamSettings;
import org.sharpeyes.gateway.rtsp.UpstreamTrack;
import org.sharpeyes.media.rtsp.InterleavedFrame;
import org.sharpeyes.media.rtsp.RtspDecoder;
import org.sharpeyes.media.rtsp.RtspInbound;
import org.sharpeyes.media.rtsp.RtspProtocolException;
import org.sharpeyes.media.rtsp.RtspRequest;
import org.sharpeyes.media.rtsp.RtspResponse;
import org.sharpeyes.media.rtsp.RtspWriter;
import org.sharpeyes.media.rtsp.Transport;

/**
 * One media session with one camera: a connection, its tracks, its timers. {@link #close()} may be called on any thread;
 * everything else runs on the session's event loop. It never reconnects: that is the caller's decision.
 */
public final class UpstreamSession implements AutoCloseable {
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(5);

    private static final String HTTP = "HTTP/";

    /** Packets that come between PLAY and its answer and wait for {@code opened}. */
    private static final int MAX_EARLY = 1024;

    private final UpstreamRequest request;
    private final UpstreamSettings settings;
    private final LongSupplier nanoTime;
    private final EventLoop loop;
    private final UpstreamListener listener;
    private final SecureRandom random;
    private final Deque<UpstreamWay> ways;
    private final Consumer<UpstreamWay> onWay;

    private final List<Track> tracks = new ArrayList<>();
    private final Track[] mediaChannels = new Track[256];
    private final Track[] controlChannels = new Track[256];
    private final Deque<Early> early = new ArrayDeque<>();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();

    private ClientDialogue dialogue;
    private @Nullable UpstreamWay way;
    private @Nullable Channel channel;
    private @Nullable UdpPair openedPorts;
    private @Nullable ScheduledFuture<?> answerTimer;
    private @Nullable UpstreamFailure firstFailure;
    private boolean heard;
    private boolean playSent;
    private boolean opened;
    private boolean closing;
    private boolean over;
    private long lastMediaNanos;
    private long strayFrames;

    private record Early(Track track, boolean media, ByteBuf packet) {}

    private record Track(
            int index,
            TrackReceiver receiver,
            Transport transport,
            @Nullable UdpPair ports) {}

    /**
     * @param ways to the camera, the likeliest first; the next one is tried where nothing that speaks RTSP is found
     * @param onWay told which way led to the camera, on the loop
     */
    UpstreamSession(
            UpstreamRequest request,
            UpstreamSettings settings,
            SecureRandom random,
            LongSupplier nanoTime,
            EventLoop loop,
            UpstreamListener listener,
            List<UpstreamWay> ways,
            Consumer<UpstreamWay> onWay) {
        this.request = request;
        this.settings = settings;
        this.random = random;
        this.nanoTime = nanoTime;
        this.loop = loop;
        this.listener = listener;
        this.ways = new ArrayDeque<>(ways);
        this.onWay = onWay;
        this.dialogue = new ClientDialogue(request, settings.basicAllowed(), random, new DialogueActions());
    }

    /** Ends the session: TEARDOWN, then the connection. The listener hears {@code closed} once, with {@code CLOSED}. */
    @Override
    public void close() {
        if (loop.inEventLoop()) {
            tearDown();
        } else {
            loop.execute(this::tearDown);
        }
    }

    void connect() {
        if (over) {
            return;
        }
        if (request.url().secure()) {
            end(Kind.PROTOCOL_ERROR, "rtsps to cameras is not supported yet");
            return;
        }
        UpstreamWay next = ways.remove();
        way = next;
        if (next.tunnel()) {
            dialogue = new ClientDialogue(request.inTunnel(), settings.basicAllowed(), random, new DialogueActions());
        }
        int connectMillis = (int) settings.connectTimeout().toMillis();
        ChannelFuture connecting = next.connect(
                loop, connectMillis, new Inbound(), () -> new TunnelClient(next, cookie(), connectMillis, this::begin));
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                end(next.failure(done.cause()));
            } else if (!next.tunnel()) {
                begin();
            }
        });
        if (next.tunnel()) {
            // Two connections and an answer may take as long as the first request after them.
            answerTimer =
                    loop.schedule(this::unanswered, settings.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void begin() {
        if (!over) {
            dialogue.start();
        }
    }

    private String cookie() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Reads the connection. */
    private final class Inbound extends ByteToMessageDecoder {
        private final RtspDecoder decoder = RtspDecoder.lenient();

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
                throws RtspProtocolException {
            if (context.channel() != channel) {
                in.skipBytes(in.readableBytes());
                return; // of a way that was given up
            }
            if (!heard && !over && startsAsHttp(in)) {
                end(Kind.PROTOCOL_ERROR, way + " speaks HTTP, not RTSP");
            }
            long now = nanoTime.getAsLong();
            RtspInbound item = over ? null : decoder.next(in);
            while (item != null) {
                if (item instanceof InterleavedFrame frame) {
                    try {
                        onFrame(frame, now);
                    } finally {
                        frame.payload().release();
                    }
                } else if (item instanceof RtspResponse response) {
                    onResponse(response);
                } else if (item instanceof RtspRequest asked) {
                    write(dialogue.onRequest(asked));
                }
                item = over ? null : decoder.next(in);
            }
            if (over) {
                in.skipBytes(in.readableBytes());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            super.channelInactive(context);
            if (context.channel() != channel) {
                return;
            }
            if (closing) {
                end(Kind.CLOSED, "closed");
            } else {
                end(
                        opened ? Kind.ENDED : Kind.PROTOCOL_ERROR,
                        "camera closed the connection in " + dialogue.position());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (context.channel() != channel) {
                return;
            }
            Throwable root = cause.getCause() == null ? cause : cause.getCause();
            if (root instanceof RtspProtocolException broken) {
                end(Kind.PROTOCOL_ERROR, broken.getMessage() + " in " + dialogue.position());
            } else {
                end(
                        opened ? Kind.ENDED : Kind.UNREACHABLE,
                        root.getClass().getSimpleName() + " in " + dialogue.position());
            }
        }
    }

    private static boolean startsAsHttp(ByteBuf in) {
        return in.readableBytes() >= HTTP.length()
                && in.toString(in.readerIndex(), HTTP.length(), StandardCharsets.US_ASCII)
                        .equals(HTTP);
    }

    private void onFrame(InterleavedFrame frame, long now) {
        Track media = mediaChannels[frame.channel()];
        Track control = controlChannels[frame.channel()];
        if (media != null) {
            onPacket(media, true, frame.payload(), now);
        } else if (control != null) {
            onPacket(control, false, frame.payload(), now);
        } else {
            strayFrames++; // a channel that was never negotiated
        }
    }

    private void onPacket(Track track, boolean media, ByteBuf packet, long now) {
        if (over || !playSent) {
            return;
        }
        if (!opened) {
            if (early.size() < MAX_EARLY) {
                early.add(new Early(track, media, packet.retain()));
            }
            return;
        }
        if (!media) {
            track.receiver().onControl(packet, now, listener);
        } else if (track.receiver().onMedia(packet, now, listener)) {
            lastMediaNanos = now;
        }
    }

    private void onResponse(RtspResponse response) {
        heard = true;
        dialogue.onResponse(response);
        if (!dialogue.awaitsAnswer() && answerTimer != null) {
            answerTimer.cancel(false);
            answerTimer = null;
        }
    }

    private void write(RtspResponse response) {
        Channel to = channel;
        if (to != null) {
            ByteBuf out = to.alloc().buffer(256);
            RtspWriter.write(response, out);
            to.writeAndFlush(out);
        }
    }

    /** What the dialogue decides. */
    private final class DialogueActions implements ClientDialogue.Actions {
        @Override
        public void send(RtspRequest asked) {
            Channel to = channel;
            if (to == null) {
                return;
            }
            ByteBuf out = to.alloc().buffer(512);
            RtspWriter.write(asked, out);
            to.writeAndFlush(out);
            if (over) {
                return; // a last TEARDOWN, whose answer nobody awaits
            }
            if (answerTimer != null) {
                answerTimer.cancel(false);
            }
            Duration patience = closing ? settings.closeTimeout() : settings.answerTimeout();
            answerTimer = loop.schedule(UpstreamSession.this::unanswered, patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public OptionalInt openPorts(int track) {
            Channel connection = channel;
            if (connection == null) {
                return OptionalInt.empty();
            }
            UdpPair last = openedPorts;
            if (last != null) {
                last.close(); // of a track that was refused
            }
            UdpSink sink = new UdpSink(track);
            openedPorts =
                    UdpPair.open(loop, ((InetSocketAddress) connection.localAddress()).getAddress(), camera(), sink);
            return openedPorts == null ? OptionalInt.empty() : OptionalInt.of(openedPorts.port());
        }

        @Override
        public void trackReady(int index, UpstreamTrack description, Transport answer) {
            UdpPair ports = answer.lower() == Transport.Lower.UDP ? openedPorts : null;
            openedPorts = null;
            Track track = new Track(index, new TrackReceiver(index, description, random.nextInt()), answer, ports);
            tracks.add(track);
            if (ports == null) {
                answer.interleaved().ifPresent(channels -> {
                    mediaChannels[channels.first()] = track;
                    if (channels.second() != channels.first()) {
                        controlChannels[channels.second()] = track;
                    }
                });
            } else {
                answer.serverPort().ifPresent(server -> ports.connect(camera(), server));
            }
        }

        @Override
        public void playSent() {
            playSent = true;
        }

        @Override
        public void opened(UpstreamDescription description) {
            UdpPair unused = openedPorts;
            if (unused != null) {
                unused.close();
                openedPorts = null;
            }
            opened = true;
            if (way != null) {
                onWay.accept(way);
            }
            lastMediaNanos = nanoTime.getAsLong();
            listener.opened(description);
            for (Early one = early.poll(); one != null; one = early.poll()) {
                try {
                    onPacket(one.track(), one.media(), one.packet(), lastMediaNanos);
                } finally {
                    one.packet().release();
                }
            }
            startTimers();
        }

        @Override
        public void failed(UpstreamFailure cause) {
            end(cause);
        }

        @Override
        public void tornDown() {
            end(Kind.CLOSED, "closed");
        }
    }

    private InetAddress camera() {
        return request.address().getAddress();
    }

    private final class UdpSink implements UdpPair.Sink {
        private final int track;

        UdpSink(int track) {
            this.track = track;
        }

        @Override
        public void media(ByteBuf packet) {
            if (track < tracks.size()) {
                onPacket(tracks.get(track), true, packet, nanoTime.getAsLong());
            }
        }

        @Override
        public void control(ByteBuf packet) {
            if (track < tracks.size()) {
                onPacket(tracks.get(track), false, packet, nanoTime.getAsLong());
            }
        }
    }

    private void startTimers() {
        if (over) {
            return;
        }
        long keepAlive = dialogue.keepAliveInterval().toMillis();
        timers.add(loop.scheduleAtFixedRate(dialogue::keepAlive, keepAlive, keepAlive, TimeUnit.MILLISECONDS));
        long report = REPORT_INTERVAL.toMillis();
        timers.add(loop.scheduleAtFixedRate(this::sendReports, report, report, TimeUnit.MILLISECONDS));
        long look = Math.max(50, settings.mediaTimeout().toMillis() / 8);
        timers.add(loop.scheduleAtFixedRate(this::watch, look, look, TimeUnit.MILLISECONDS));
    }

    private void watch() {
        long silent = nanoTime.getAsLong() - lastMediaNanos;
        if (!over && !closing && silent > settings.mediaTimeout().toNanos()) {
            end(Kind.NO_MEDIA, "no RTP packet for " + silent / 1_000_000 + " ms");
        }
    }

    private void sendReports() {
        Channel connection = channel;
        if (over || connection == null) {
            return;
        }
        long now = nanoTime.getAsLong();
        for (Track track : tracks) {
            ByteBuf report = track.receiver().report(now, connection.alloc());
            UdpPair ports = track.ports();
            if (ports != null && track.transport().serverPort().isPresent()) {
                ports.sendControl(
                        report, camera(), track.transport().serverPort().get());
            } else if (ports == null && track.transport().interleaved().isPresent()) {
                ByteBuf head = connection.alloc().buffer(4);
                RtspWriter.writeInterleavedHead(
                        track.transport().interleaved().get().second(), report.readableBytes(), head);
                connection.write(head);
                connection.write(report);
            } else {
                report.release();
            }
        }
        connection.flush();
    }

    private void unanswered() {
        answerTimer = null;
        if (over) {
            return;
        }
        if (closing) {
            end(Kind.CLOSED, "closed; TEARDOWN was not answered");
        } else if (dialogue.isPlaying()) {
            dialogue.forgetKeepAlive();
        } else {
            end(
                    Kind.TIMEOUT,
                    dialogue.position() + " not answered for "
                            + settings.answerTimeout().toMillis() + " ms");
        }
    }

    private void tearDown() {
        if (over || closing) {
            return;
        }
        closing = true;
        Channel connection = channel;
        if (connection == null || !connection.isActive() || !dialogue.tearDown()) {
            end(Kind.CLOSED, "closed");
        }
    }

    private void end(Kind kind, String detail) {
        end(new UpstreamFailure(closing ? Kind.CLOSED : kind, detail));
    }

    private void end(UpstreamFailure cause) {
        if (over) {
            return;
        }
        boolean nobodyThere = cause.kind() == Kind.REFUSED || cause.kind() == Kind.UNREACHABLE;
        if (way != null && nobodyThere) {
            ways.removeIf(other -> other.address().equals(requireNonNull(way).address()));
        }
        if (!heard && !closing && !ways.isEmpty()) {
            firstFailure = cause;
            Channel useless = channel;
            channel = null;
            if (answerTimer != null) {
                answerTimer.cancel(false);
                answerTimer = null;
            }
            if (useless != null) {
                useless.close();
            }
            connect();
            return;
        }
        over = true;
        UpstreamFailure first = heard ? null : firstFailure;
        UpstreamFailure told =
                first == null ? cause : new UpstreamFailure(first.kind(), first.detail() + "; " + cause.detail());
        timers.forEach(timer -> timer.cancel(false));
        if (answerTimer != null) {
            answerTimer.cancel(false);
        }
        early.forEach(one -> one.packet().release());
        early.clear();
        if (openedPorts != null) {
            openedPorts.close();
        }
        for (Track track : tracks) {
            if (track.ports() != null) {
                track.ports().close();
            }
        }
        listener.closed(told);
        // A camera that gave us a session and then failed us still counts it: tell it, without waiting.
        if (channel != null) {
            if (!closing && channel.isActive()) {
                dialogue.tearDown();
            }
            channel.close();
        }
    }

    /** Packets missing, over all tracks; read on the session's loop. */
    public long lostPackets() {
        return tracks.stream().mapToLong(track -> track.receiver().lost()).sum();
    }

    /** Packets that did not belong to the session and were dropped; read on the session's loop. */
    public long strayPackets() {
        long stray = strayFrames;
        for (Track track : tracks) {
            stray += track.receiver().refused()
                    + (track.ports() == null ? 0 : track.ports().refused());
        }
        return stray;
    }
}

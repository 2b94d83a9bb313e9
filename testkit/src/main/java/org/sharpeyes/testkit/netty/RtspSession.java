package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.RtspWriter;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.testkit.device.DeviceState;
import org.sharpeyes.testkit.fleet.Ailment;

/** One RTSP session: its tracks, its transports, and what is sent. Confined to the device's loop. */
final class RtspSession implements StreamFeed.Watcher {
    static final int VIDEO = 0;
    static final int AUDIO = 1;
    static final int VIDEO_PAYLOAD = 96;
    static final int ALAW_PAYLOAD = 8;

    private static final int REPORT_SECONDS = 5;
    private static final int AUDIO_MILLIS = 40;
    private static final int FRAME_HEAD_BYTES = 4;

    private final String id;
    private final DeviceState device;
    private final ChannelFeeds channel;
    private final StreamFeed feed;
    private final Channel connection;
    private final EventLoop loop;
    private final long startNanos = System.nanoTime();
    private final RtpTrack[] tracks;
    private final @Nullable Route[] routes = new @Nullable Route[2];
    private final List<Future<?>> timers = new ArrayList<>();
    private boolean playing;
    private boolean waitingForKey;
    private long audioSamples;
    private boolean closed;

    /** How packets of one track travel. */
    sealed interface Route {
        /** On the RTSP connection (RFC 2326 §10.12). */
        record Interleaved(int rtp, int rtcp) implements Route {}

        /** On two sockets of their own, connected to the viewer's ports. */
        record Datagrams(Channel rtp, Channel rtcp) implements Route {}
    }

    RtspSession(
            String id,
            DeviceState device,
            ChannelFeeds channel,
            StreamFeed feed,
            VideoCodec codec,
            Channel connection,
            EventLoop loop) {
        this.id = requireNonNull(id, "id");
        this.device = requireNonNull(device, "device");
        this.channel = requireNonNull(channel, "channel");
        this.feed = requireNonNull(feed, "feed");
        this.connection = requireNonNull(connection, "connection");
        this.loop = requireNonNull(loop, "loop");
        this.tracks = new RtpTrack[] {
            new RtpTrack(false, codec, VIDEO_PAYLOAD, ALAW_PAYLOAD, connection.alloc()),
            new RtpTrack(true, codec, VIDEO_PAYLOAD, ALAW_PAYLOAD, connection.alloc())
        };
        channel.opened(this);
    }

    String id() {
        return id;
    }

    StreamFeed feed() {
        return feed;
    }

    RtpTrack track(int number) {
        return tracks[number];
    }

    void route(int track, Route route) {
        closeRoute(routes[track]);
        routes[track] = route;
    }

    boolean routed(int track) {
        return routes[track] != null;
    }

    boolean playing() {
        return playing;
    }

    long videoTicksNow() {
        return feed.ticksNow();
    }

    void play() {
        if (playing || closed) {
            return;
        }
        playing = true;
        waitingForKey = true;
        timers.add(loop.scheduleAtFixedRate(this::report, 0, REPORT_SECONDS, TimeUnit.SECONDS));
        if (routes[AUDIO] != null) {
            timers.add(loop.scheduleAtFixedRate(this::audio, AUDIO_MILLIS, AUDIO_MILLIS, TimeUnit.MILLISECONDS));
        }
        if (routes[VIDEO] != null) {
            feed.add(this);
        }
    }

    void pause() {
        playing = false;
        feed.remove(this);
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        pause();
        channel.closed(this);
        for (int i = 0; i < routes.length; i++) {
            closeRoute(routes[i]);
            routes[i] = null;
        }
    }

    /** Ends the viewer's connection, and with it this session. */
    void disconnect() {
        connection.close();
    }

    private static void closeRoute(@Nullable Route route) {
        if (route instanceof Route.Datagrams datagrams) {
            datagrams.rtp().close();
            datagrams.rtcp().close();
        }
    }

    /** Whether anything reaches the viewer now. */
    private boolean mute() {
        return channel.ailment().reach() != Ailment.Reach.WELL;
    }

    @Override
    public void picture(List<byte[]> nalUnits, boolean key, long ticks, Instant at) {
        Route route = routes[VIDEO];
        if (route == null || mute()) {
            waitingForKey = true;
            return;
        }
        if (!connection.isWritable() && route instanceof Route.Interleaved) {
            // The viewer does not read: like a camera we drop whole pictures and go on at a key frame.
            waitingForKey = true;
            return;
        }
        if (waitingForKey && !key) {
            return;
        }
        waitingForKey = false;
        int bytes = 0;
        for (byte[] nal : nalUnits) {
            bytes += nal.length + (nal.length / 1_300 + 1) * 24;
        }
        try (Out out = new Out(route, bytes)) {
            tracks[VIDEO].picture(nalUnits, ticks, out);
        }
    }

    private void audio() {
        long due = (System.nanoTime() - startNanos) * ALawTone.SAMPLE_RATE / 1_000_000_000L;
        Route route = routes[AUDIO];
        int samples = ALawTone.SAMPLE_RATE * AUDIO_MILLIS / 1000;
        while (audioSamples + samples <= due) {
            if (route != null && !mute() && connection.isWritable()) {
                byte[] payload = new byte[samples];
                ALawTone.fill(payload, audioSamples);
                try (Out out = new Out(route, samples + 32)) {
                    out.accept(tracks[AUDIO].sound(audioSamples == 0, audioSamples, payload));
                }
            }
            audioSamples += samples;
        }
    }

    private void report() {
        if (mute()) {
            return;
        }
        report(VIDEO, feed.ticksNow());
        report(AUDIO, (System.nanoTime() - startNanos) * ALawTone.SAMPLE_RATE / 1_000_000_000L);
    }

    private void report(int track, long ticks) {
        Route route = routes[track];
        if (route == null) {
            return;
        }
        ByteBuf report = connection.alloc().buffer(128);
        tracks[track].report(report, ticks, device.ownTime());
        channel.bytesSent().addAndGet(report.readableBytes());
        if (route instanceof Route.Interleaved interleaved) {
            ByteBuf framed = connection.alloc().buffer(report.readableBytes() + FRAME_HEAD_BYTES);
            RtspWriter.writeInterleavedHead(interleaved.rtcp(), report.readableBytes(), framed);
            framed.writeBytes(report);
            report.release();
            connection.writeAndFlush(framed, connection.voidPromise());
        } else if (route instanceof Route.Datagrams datagrams) {
            datagrams.rtcp().writeAndFlush(report, datagrams.rtcp().voidPromise());
        } else {
            throw new IllegalStateException("a new kind of route: " + route);
        }
    }

    /** Gathers the packets of one picture: one write for a connection, one a packet for datagrams. */
    private final class Out implements Consumer<ByteBuf>, AutoCloseable {
        private final Route route;
        private final @Nullable ByteBuf gathered;

        Out(Route route, int expectedBytes) {
            this.route = route;
            this.gathered =
                    route instanceof Route.Interleaved ? connection.alloc().buffer(expectedBytes) : null;
        }

        /** Takes ownership of the packet. */
        @Override
        public void accept(ByteBuf packet) {
            channel.bytesSent().addAndGet(packet.readableBytes());
            if (route instanceof Route.Interleaved interleaved) {
                ByteBuf out = requireNonNull(gathered);
                RtspWriter.writeInterleavedHead(interleaved.rtp(), packet.readableBytes(), out);
                out.writeBytes(packet);
                packet.release();
            } else if (route instanceof Route.Datagrams datagrams) {
                datagrams.rtp().write(packet, datagrams.rtp().voidPromise());
            } else {
                throw new IllegalStateException("a new kind of route: " + route);
            }
        }

        @Override
        public void close() {
            if (gathered != null) {
                connection.writeAndFlush(gathered, connection.voidPromise());
            } else if (route instanceof Route.Datagrams datagrams) {
                datagrams.rtp().flush();
            }
        }
    }
}

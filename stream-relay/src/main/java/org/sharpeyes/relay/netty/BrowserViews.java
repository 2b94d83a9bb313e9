package org.sharpeyes.relay.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.fragment.BrowserWish;
import org.sharpeyes.relay.fragment.SoundTrack;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.picture.VideoTrack;
import org.sharpeyes.relay.playback.MediaSource;
import org.sharpeyes.relay.playback.PlayOpening;
import org.sharpeyes.relay.playback.PlayRequest;
import org.sharpeyes.relay.stream.StreamOpening;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.ViewFigures;
import org.sharpeyes.relay.stream.ViewIdentity;

/**
 * Views of browsers: fMP4 over a WebSocket that somebody else has admitted and upgraded.
 *
 * <p>The messages of the server, in order:
 *
 * <ol>
 *   <li>text {@code {"mime":"video/mp4; codecs=\"avc1.64001F\"","width":1280,"height":720}}, for
 *       {@code addSourceBuffer} or {@code changeType};
 *   <li>binary: the start segment ({@code ftyp}, {@code moov});
 *   <li>binary: fragments ({@code moof}, {@code mdat}) of one picture each; the first is a key frame. Times are the
 *       stream's, the same for all viewers, and begin anywhere: players go to {@code buffered.start(0)};
 *   <li>when the format changes, text and start segment come again before the next key frame;
 *   <li>before the server closes: text {@code {"reason":"…"}} with {@code camera-lost}, {@code no-room},
 *       {@code preempted}, {@code not-found}, {@code not-playable}, {@code too-many}, {@code stalled}, {@code revoked}, {@code kicked} or
 *       {@code shutdown}.
 * </ol>
 *
 * Nothing is expected of the browser but answers to pings; what else it says is ignored. Thread-safe.
 */
public final class BrowserViews {
    private static final int POLICY = 1008;
    private static final int TRY_AGAIN = 1013;
    private static final int PING_SECONDS = 20;
    private static final int SILENCE_SECONDS = 60;

    private final RelayContext context;

    BrowserViews(RelayContext context) {
        this.context = context;
    }

    /**
     * Takes over a channel whose last handlers are the WebSocket frame codec, and plays the stream on it. Call on the
     * channel's event loop.
     */
    public void watch(Channel channel, ViewerRequest request, Admission.Admitted admitted, BrowserWish wish) {
        channel.pipeline().addLast("sharp-eyes.view", new View(channel, request, admitted, wish));
    }

    /** Where browsers' recordings are opened. */
    public MediaSource recordings() {
        return context.recordings();
    }

    /**
     * Takes over a channel as {@link #watch} does, and the recording; nothing is played until the browser asks for it. Call
     * on the channel's event loop.
     */
    public void play(Channel channel, PlayRequest request, PlayOpening.Ready opened) {
        channel.pipeline().addLast("sharp-eyes.view", new BrowserPlayback(context, channel, request, opened));
    }

    /** One browser. Confined to the channel's event loop. */
    private final class View extends ChannelInboundHandlerAdapter implements TcpViewer.Owner {
        private final Channel channel;
        private final ViewerRequest request;
        private final BrowserWish wish;
        private final ViewIdentity identity;
        private @Nullable TcpViewer viewer;
        private @Nullable Subscription subscription;
        private boolean over;
        private long heardNanos;
        private int ticks;

        View(Channel channel, ViewerRequest request, Admission.Admitted admitted, BrowserWish wish) {
            this.channel = channel;
            this.request = request;
            this.wish = wish;
            this.identity = new ViewIdentity(
                    context.newId(),
                    request.stream(),
                    admitted,
                    request.client().getHostAddress(),
                    "mse",
                    context.time().instant());
            this.heardNanos = context.clock().getAsLong();
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            if (!context.views().enter(identity, channel.eventLoop(), this::viewEnded)) {
                end("too-many", POLICY);
                return;
            }
            tickLater();
            context.hub().describe(request.stream()).thenAcceptAsync(this::opened, channel.eventLoop());
        }

        private void opened(StreamOpening opening) {
            if (over || !channel.isActive()) {
                return;
            }
            if (opening instanceof StreamOpening.Failed failed) {
                end(wordFor(failed.cause()), TRY_AGAIN);
                return;
            }
            StreamDescription description = ((StreamOpening.Ready) opening).description();
            boolean playable = VideoTrack.of(description)
                    .map(video -> wish.plays(video.codec().name()))
                    .orElse(false);
            if (!playable) {
                end("not-playable", POLICY);
                return;
            }
            TcpViewer made = new TcpViewer(
                    channel,
                    new FragmentFraming(),
                    new ViewFigures(identity, context.clock().getAsLong()),
                    context.settings(),
                    context.clock(),
                    this);
            viewer = made;
            subscription = context.hub()
                    .attachForFragments(
                            request.stream(),
                            made,
                            channel.eventLoop(),
                            wish.sound()
                                    && SoundTrack.of(description)
                                            .map(sound -> wish.plays(sound.encoding()))
                                            .orElse(false));
        }

        @Override
        public void viewStarted(List<Picture> burst) {
            // The fragments say everything themselves.
        }

        @Override
        public void viewEnded(ViewEnd reason) {
            end(wordFor(reason), reason == ViewEnd.REVOKED || reason == ViewEnd.KICKED ? POLICY : TRY_AGAIN);
        }

        private void end(String word, int code) {
            if (over) {
                return;
            }
            leave();
            channel.write(new TextWebSocketFrame("{\"reason\":\"" + word + "\"}"));
            channel.writeAndFlush(new CloseWebSocketFrame(code, word));
            // A browser that reads nothing will not read this either: it gets a moment, then the connection goes.
            channel.eventLoop().schedule(() -> channel.close(), 1, TimeUnit.SECONDS);
        }

        private void leave() {
            over = true;
            context.views().leave(identity);
            Subscription running = subscription;
            if (running != null) {
                subscription = null;
                running.cancel();
            }
            TcpViewer playing = viewer;
            if (playing != null) {
                playing.stop();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            heardNanos = context.clock().getAsLong();
            if (message instanceof PingWebSocketFrame ping) {
                ctx.writeAndFlush(new PongWebSocketFrame(ping.content()));
            } else {
                ReferenceCountUtil.release(message);
                if (message instanceof CloseWebSocketFrame) {
                    leave();
                    ctx.close();
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            leave();
            ctx.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            leave();
            ctx.close();
        }

        private void tickLater() {
            channel.eventLoop().schedule(this::tick, 1, TimeUnit.SECONDS);
        }

        private void tick() {
            if (over || !channel.isActive()) {
                return;
            }
            long now = context.clock().getAsLong();
            TcpViewer playing = viewer;
            boolean stalled = playing != null && !playing.tick(now);
            if (stalled || now - heardNanos > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS)) {
                end("stalled", TRY_AGAIN);
                return;
            }
            if (++ticks % PING_SECONDS == 0) {
                channel.writeAndFlush(new PingWebSocketFrame());
            }
            tickLater();
        }
    }

    static String wordFor(ViewEnd reason) {
        return switch (reason) {
            case SOURCE_GONE -> "camera-lost";
            case PREEMPTED -> "preempted";
            case FORMAT_CHANGED -> "format-changed";
            case STALLED -> "stalled";
            case REVOKED -> "revoked";
            case KICKED -> "kicked";
            case SHUTDOWN -> "shutdown";
        };
    }

    private static String wordFor(UpstreamFailure cause) {
        return switch (cause.kind()) {
            case UNKNOWN_STREAM -> "not-found";
            case NO_ROOM, BUSY -> "no-room";
            case PREEMPTED -> "preempted";
            case UNREACHABLE, PASSWORD_REFUSED, NO_MEDIA, PROTOCOL, CLOSED -> "camera-lost";
        };
    }
}

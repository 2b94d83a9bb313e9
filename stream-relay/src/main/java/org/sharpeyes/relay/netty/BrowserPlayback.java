package org.sharpeyes.relay.netty;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.playback.MediaBatch;
import org.sharpeyes.relay.playback.PlayOpening;
import org.sharpeyes.relay.playback.PlayRequest;
import org.sharpeyes.relay.playback.PlaySpeed;
import org.sharpeyes.relay.playback.Playback;
import org.sharpeyes.relay.playback.Recording;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.ViewFigures;
import org.sharpeyes.relay.stream.ViewIdentity;

/**
 * A recording played to one browser over its WebSocket.
 *
 * <p>The browser says, as text: {@code play <from> <scale>} ({@code from} ISO-8601, or {@code -} for where it stands),
 * {@code pause}, {@code show <time>}. It is told what {@link BrowserViews} tells of live video, and as JSON text:
 * {@code window} first, then {@code playing} before the first fragment of each run, {@code shown} after the last of a single
 * picture, {@code gap} and {@code finished}; {@code refused} when a position lies outside of the window.
 *
 * <p>Confined to the channel's event loop.
 */
final class BrowserPlayback extends ChannelInboundHandlerAdapter implements TcpViewer.Owner, Playback.Listener {
    private static final int POLICY = 1008;
    private static final int TRY_AGAIN = 1013;
    private static final int PING_SECONDS = 20;
    private static final int SILENCE_SECONDS = 60;
    private static final int MAX_COMMAND = 100;
    /** What a picture is shown for when nothing follows it soon. */
    private static final double USUAL_SECONDS = 0.04;

    private final RelayContext context;
    private final Channel channel;
    private final Recording recording;
    private final ViewIdentity identity;
    private final ViewFigures figures;
    private final FragmentFraming framing = new FragmentFraming();
    private final Playback playback;
    private PlaySpeed speed = PlaySpeed.NORMAL;
    private @Nullable TcpViewer viewer;
    private boolean begun;
    private boolean over;
    private long heardNanos;
    private int ticks;
    private int runs;

    /** Takes over the recording. */
    BrowserPlayback(RelayContext context, Channel channel, PlayRequest request, PlayOpening.Ready opened) {
        this.context = context;
        this.channel = channel;
        this.recording = opened.recording();
        this.identity = new ViewIdentity(
                context.newId(),
                new StreamKey(request.camera(), StreamProfile.MAIN),
                request.grant(),
                opened.admitted(),
                request.client().getHostAddress(),
                "mse",
                context.time().instant());
        this.figures = new ViewFigures(identity, context.clock().getAsLong());
        this.playback = new Playback(
                recording,
                Subscription.Format.FRAGMENTS,
                false,
                channel.eventLoop(),
                context.clock(),
                PooledByteBufAllocator.DEFAULT,
                context.random(),
                this);
        this.heardNanos = context.clock().getAsLong();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (!context.views().enter(identity, channel.eventLoop(), this::viewEnded)) {
            end("too-many", POLICY);
            return;
        }
        TimeWindow window = recording.window();
        tell("{\"window\":{\"from\":\"" + window.from() + "\",\"to\":\"" + window.to() + "\"}}");
        tickLater();
    }

    private void command(String text) {
        String[] words = text.strip().split(" ", 4);
        if (words[0].equals("pause") && words.length == 1) {
            halt();
        } else if (words[0].equals("play") && words.length == 3) {
            play(words[1], words[2]);
        } else if (words[0].equals("show") && words.length == 2) {
            show(words[1]);
        } else {
            end("not-understood", POLICY);
        }
    }

    private void play(String from, String scale) {
        Instant begin;
        try {
            begin = from.equals("-") ? playback.position() : Instant.parse(from);
            speed = PlaySpeed.nearest(Double.parseDouble(scale), true, false);
        } catch (DateTimeException | IllegalArgumentException unreadable) {
            end("not-understood", POLICY);
            return;
        }
        TimeWindow window = recording.window();
        boolean atTheEnd = speed.scale() < 0 && begin.equals(window.to());
        if (!window.contains(begin) && !atTheEnd) {
            tell("{\"refused\":\"outside-of-window\"}");
            return;
        }
        whenBegun(() -> playback.play(newViewer(), begin, window.to(), speed, 0));
    }

    private void show(String time) {
        Instant at;
        try {
            at = Instant.parse(time);
        } catch (DateTimeException unreadable) {
            end("not-understood", POLICY);
            return;
        }
        if (!recording.window().contains(at)) {
            tell("{\"refused\":\"outside-of-window\"}");
            return;
        }
        whenBegun(() -> playback.show(newViewer(), at));
    }

    /** The last command counts; the first one of all waits for the access record. */
    private void whenBegun(Runnable run) {
        int mine = ++runs;
        if (begun) {
            run.run();
            return;
        }
        recording
                .begin()
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (over || mine != runs) {
                                return;
                            }
                            if (failure != null || !(answer instanceof org.sharpeyes.relay.Admission.Admitted)) {
                                end("revoked", POLICY);
                                return;
                            }
                            begun = true;
                            run.run();
                        },
                        channel.eventLoop());
    }

    private TcpViewer newViewer() {
        halt();
        TcpViewer made = new TcpViewer(channel, framing, figures, context.settings(), context.clock(), this);
        viewer = made;
        return made;
    }

    private void halt() {
        playback.pause();
        TcpViewer playing = viewer;
        if (playing != null) {
            viewer = null;
            playing.stop();
        }
    }

    @Override
    public void playing(@Nullable Instant time, long place) {
        if (time == null) {
            tell("{\"refused\":\"nothing-recorded\"}");
            return;
        }
        double media = Playback.fragmentSeconds(place);
        tell(String.format(
                Locale.ROOT,
                "{\"playing\":{\"first\":\"%s\",\"from\":\"%s\",\"media\":%.6f,\"scale\":%s}}",
                time,
                speed.scale() < 0 || playback.position().isBefore(time) ? time : playback.position(),
                media,
                speed.scale()));
    }

    @Override
    public void gap(MediaBatch.Gap gap) {
        String cause = gap.cause().replaceAll("[^a-z0-9-]", "");
        tell("{\"gap\":{\"from\":\"" + gap.from() + "\",\"until\":\"" + gap.until() + "\",\"cause\":\"" + cause
                + "\"}}");
    }

    @Override
    public void shown(Instant at, long place, @Nullable Instant after) {
        tell(String.format(
                Locale.ROOT,
                "{\"shown\":{\"at\":\"%s\",\"media\":%.6f,\"duration\":%.6f,\"after\":%s}}",
                at,
                Playback.fragmentSeconds(place),
                after == null
                        ? USUAL_SECONDS
                        : Math.min(USUAL_SECONDS, Duration.between(at, after).toNanos() / 1e9),
                after == null ? "null" : "\"" + after + "\""));
    }

    @Override
    public void finished() {
        tell("{\"finished\":true}");
    }

    @Override
    public void viewStarted(List<Picture> burst) {
        // The messages say everything themselves.
    }

    @Override
    public void viewEnded(ViewEnd reason) {
        end(BrowserViews.wordFor(reason), reason == ViewEnd.REVOKED || reason == ViewEnd.KICKED ? POLICY : TRY_AGAIN);
    }

    /** Nothing may come between the parts of a picture: text waits behind what the channel still has of it. */
    private void tell(String json) {
        channel.writeAndFlush(new TextWebSocketFrame(json));
    }

    private void end(String word, int code) {
        if (over) {
            return;
        }
        leave();
        channel.write(new TextWebSocketFrame("{\"reason\":\"" + word + "\"}"));
        channel.writeAndFlush(new CloseWebSocketFrame(code, word));
        channel.eventLoop().schedule(() -> channel.close(), 1, TimeUnit.SECONDS);
    }

    private void leave() {
        if (!over) {
            over = true;
            context.views().leave(identity);
            halt();
            playback.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        heardNanos = context.clock().getAsLong();
        if (message instanceof PingWebSocketFrame ping) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content()));
            return;
        }
        try {
            if (message instanceof CloseWebSocketFrame) {
                leave();
                ctx.close();
            } else if (message instanceof TextWebSocketFrame text && !over) {
                if (text.content().readableBytes() > MAX_COMMAND) {
                    end("not-understood", POLICY);
                } else {
                    command(text.text());
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
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

package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.ViewFigures;
import org.sharpeyes.relay.stream.Viewer;
import org.sharpeyes.relay.stream.ViewerQueue;

/**
 * A viewer whose pictures go through its TCP connection: interleaved in RTSP (RFC 2326 §10.12), or as messages of a
 * WebSocket.
 *
 * <p>At most one picture is in the hands of the channel; what comes meanwhile waits in the {@link ViewerQueue}. The rest
 * of a picture that the kernel took only in part is always handed over whole, so that nothing else can come between its
 * bytes.
 *
 * <p>Confined to the connection's event loop.
 */
final class TcpViewer implements Viewer, ChannelFutureListener {
    /** What the owner of a view does when it starts and ends. */
    interface Owner {
        void viewStarted(List<Picture> burst);

        void viewEnded(ViewEnd reason);
    }

    private static final int TURN_BYTES = 128 * 1024;

    private final Channel channel;
    private final Framing framing;
    private final ViewerQueue queue;
    private final ViewFigures figures;
    private final DirectWrite direct;
    private final LongSupplier clock;
    private final long stallNanos;
    private final Owner owner;

    private boolean inFlight;
    private boolean bursting;
    private boolean draining;
    private boolean over;
    private long progressNanos;
    private long progressSeen;

    TcpViewer(
            Channel channel,
            Framing framing,
            ViewFigures figures,
            RelaySettings settings,
            LongSupplier clock,
            Owner owner) {
        this.channel = channel;
        this.framing = framing;
        this.figures = figures;
        this.queue = new ViewerQueue(
                settings.viewerQueueBytes(), settings.viewerQueueAge().toNanos());
        this.direct = new DirectWrite(channel);
        this.clock = clock;
        this.stallNanos = settings.stallTimeout().toNanos();
        this.owner = owner;
    }

    @Override
    public void started(List<Picture> burst) {
        owner.viewStarted(burst);
        for (Picture picture : burst) {
            offer(picture);
            // The key frame at once, the rest in turns: nobody who comes with many waits for their whole groups.
            bursting = true;
        }
        if (bursting) {
            channel.eventLoop().execute(this::continueBurst);
        }
    }

    private void continueBurst() {
        int room = TURN_BYTES;
        while (!inFlight && !over && room > 0) {
            Picture next = queue.poll();
            if (next == null) {
                break;
            }
            room -= next.bytes();
            send(next);
            next.release();
        }
        // A viewer that is behind goes on when the kernel has taken what it has been given.
        bursting = !inFlight && !over && !queue.isEmpty();
        if (bursting) {
            channel.eventLoop().execute(this::continueBurst);
        }
    }

    @Override
    public void offer(Picture picture) {
        if (over || !framing.carries(picture.track()) || !queue.admits(picture)) {
            return;
        }
        if (inFlight || bursting) {
            queue.add(picture, clock.getAsLong());
        } else {
            send(picture);
        }
    }

    @Override
    public void restarted() {
        queue.waitForKey();
    }

    @Override
    public void ended(ViewEnd reason) {
        stop();
        owner.viewEnded(reason);
    }

    @Override
    public ViewerSnapshot snapshot() {
        return figures.snapshot(queue);
    }

    /** Lets go of everything that waits. Nothing is sent afterwards, but a picture that was begun is finished. */
    void stop() {
        over = true;
        queue.clear();
    }

    /**
     * Call about once a second.
     *
     * @return {@code false} if the viewer has taken nothing for too long
     */
    boolean tick(long nowNanos) {
        figures.tick(nowNanos);
        if (!inFlight) {
            return true;
        }
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        long progress = waiting == null ? 0 : waiting.currentProgress();
        if (progress != progressSeen) {
            progressSeen = progress;
            progressNanos = nowNanos;
        }
        return nowNanos - progressNanos < stallNanos;
    }

    @Override
    public void operationComplete(ChannelFuture future) {
        inFlight = false;
        if (!future.isSuccess()) {
            stop();
            channel.close();
            return;
        }
        if (!draining && !bursting) {
            drain();
        }
    }

    private void drain() {
        draining = true;
        while (!inFlight && !over) {
            Picture next = queue.poll();
            if (next == null) {
                break;
            }
            send(next);
            next.release();
        }
        draining = false;
    }

    private void send(Picture picture) {
        ByteBuf bytes = framing.framed(picture);
        int length = bytes.readableBytes();
        int written;
        try {
            written = direct.write(bytes);
        } catch (IOException broken) {
            // The connection is gone; the channel finds out by itself and tells its handlers.
            bytes.release();
            stop();
            channel.close();
            return;
        }
        long now = clock.getAsLong();
        figures.sent(picture, length, now);
        if (written == length) {
            bytes.release();
            return;
        }
        inFlight = true;
        progressNanos = now;
        progressSeen = 0;
        // Takes over our reference.
        channel.writeAndFlush(bytes.duplicate().skipBytes(written)).addListener(this);
    }
}

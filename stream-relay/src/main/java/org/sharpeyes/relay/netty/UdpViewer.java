package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.SegmentedDatagramPacket;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.ViewFigures;
import org.sharpeyes.relay.stream.Viewer;
import org.sharpeyes.relay.stream.ViewerQueue;

/**
 * A viewer that takes datagrams. What a camera sends over a whole picture interval must not arrive at the viewer's
 * socket in one instant, so sending is paced: {@link #BURST_BYTES} at once, then as much every {@link #PACE_MILLIS} ms.
 *
 * <p>Confined to the connection's event loop.
 */
final class UdpViewer implements Viewer {
    static final int BURST_BYTES = 48 * 1024;
    static final int PACE_MILLIS = 3;
    private static final int FRAME_HEAD = 4;
    /** The kernel's own limits for one send with segments. */
    private static final int MAX_SEGMENTS = 64;

    private static final int MAX_RUN_BYTES = 60_000;

    private final UdpPorts ports;
    private final EventLoop loop;
    private final @Nullable InetSocketAddress[] rtp = new InetSocketAddress[StreamDescription.MAX_TRACKS];
    private final @Nullable InetSocketAddress[] rtcp = new InetSocketAddress[StreamDescription.MAX_TRACKS];
    private final ViewerQueue queue;
    private final ViewFigures figures;
    private final LongSupplier clock;
    private final TcpViewer.Owner owner;

    private @Nullable Picture begun;
    private int begunAt;
    private int credit = BURST_BYTES;
    private long creditNanos;
    private boolean timerSet;
    private boolean over;

    UdpViewer(
            UdpPorts ports,
            EventLoop loop,
            ViewFigures figures,
            RelaySettings settings,
            LongSupplier clock,
            TcpViewer.Owner owner) {
        this.ports = ports;
        this.loop = loop;
        this.figures = figures;
        this.queue = new ViewerQueue(
                settings.viewerQueueBytes(), settings.viewerQueueAge().toNanos());
        this.clock = clock;
        this.owner = owner;
        this.creditNanos = clock.getAsLong();
    }

    void send(int track, InetSocketAddress toRtp, InetSocketAddress toRtcp) {
        rtp[track] = toRtp;
        rtcp[track] = toRtcp;
    }

    @Override
    public void started(List<Picture> burst) {
        owner.viewStarted(burst);
        burst.forEach(this::offer);
    }

    @Override
    public void offer(Picture picture) {
        if (over || rtp[picture.track()] == null || !queue.admits(picture)) {
            return;
        }
        queue.add(picture, clock.getAsLong());
        pump();
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

    void tick(long nowNanos) {
        figures.tick(nowNanos);
    }

    void stop() {
        over = true;
        queue.clear();
        Picture open = begun;
        if (open != null) {
            begun = null;
            open.release();
        }
    }

    private void pump() {
        refill();
        while (!over && credit > 0) {
            Picture picture = begun;
            if (picture == null) {
                picture = queue.poll();
                if (picture == null) {
                    break;
                }
                begun = picture;
                begunAt = picture.buffer().readerIndex();
            }
            if (!ports.writable()) {
                // The kernel takes no more: what is left of the picture is lost, and what leans on it with it.
                queue.lostOne(picture);
                begun = null;
                picture.release();
            } else if (sendSome(picture)) {
                figures.sent(picture, picture.bytes(), clock.getAsLong());
                begun = null;
                picture.release();
            }
        }
        ports.flush();
        if (!over && !timerSet && (begun != null || !queue.isEmpty())) {
            timerSet = true;
            loop.schedule(
                    () -> {
                        timerSet = false;
                        pump();
                    },
                    PACE_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void refill() {
        long now = clock.getAsLong();
        long periods = (now - creditNanos) / (PACE_MILLIS * 1_000_000L);
        if (periods > 0) {
            creditNanos = now;
            credit = (int) Math.min(BURST_BYTES, credit + periods * BURST_BYTES);
        }
    }

    /** @return whether the picture is done */
    private boolean sendSome(Picture picture) {
        ByteBuf framed = picture.buffer();
        int end = framed.writerIndex();
        while (begunAt < end && credit > 0) {
            int channel = framed.getUnsignedByte(begunAt + 1);
            boolean control = (channel & 1) == 1;
            InetSocketAddress to = control ? rtcp[channel / 2] : rtp[channel / 2];
            int after = ports.segments() ? endOfRun(framed, end) : begunAt + FRAME_HEAD + lengthAt(framed, begunAt);
            if (to != null) {
                sendRun(framed, after, control, to);
            }
            credit -= after - begunAt;
            begunAt = after;
        }
        return begunAt >= end;
    }

    /** Packets of one length, the last may be shorter: what the kernel cuts apart by itself (UDP_SEGMENT). */
    private int endOfRun(ByteBuf framed, int end) {
        int channel = framed.getUnsignedByte(begunAt + 1);
        int length = lengthAt(framed, begunAt);
        int at = begunAt + FRAME_HEAD + length;
        int count = 1;
        while (at < end
                && count < MAX_SEGMENTS
                && (count + 1) * length <= MAX_RUN_BYTES
                && framed.getUnsignedByte(at + 1) == channel
                && lengthAt(framed, at) <= length) {
            int next = lengthAt(framed, at);
            at += FRAME_HEAD + next;
            count++;
            if (next < length) {
                break;
            }
        }
        return at;
    }

    private void sendRun(ByteBuf framed, int after, boolean control, InetSocketAddress to) {
        int length = lengthAt(framed, begunAt);
        int first = begunAt + FRAME_HEAD;
        if (first + length == after) {
            ports.write(control, new DatagramPacket(framed.retainedSlice(first, length), to));
            return;
        }
        ByteBuf run = framed.alloc().directBuffer(after - begunAt);
        int at = begunAt;
        while (at < after) {
            int one = lengthAt(framed, at);
            run.writeBytes(framed, at + FRAME_HEAD, one);
            at += FRAME_HEAD + one;
        }
        ports.write(control, new SegmentedDatagramPacket(run, length, to));
    }

    private static int lengthAt(ByteBuf framed, int at) {
        return framed.getUnsignedShort(at + 2);
    }
}

package org.sharpeyes.gateway.rtsp.netty;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.sharpeyes.gateway.rtsp.UpstreamDescription;
import org.sharpeyes.gateway.rtsp.UpstreamFailure;
import org.sharpeyes.gateway.rtsp.UpstreamListener;

/**
 * Brings calls to a listener that lives on a thread without sockets. At most {@value #MAX_WAITING} packets wait; those
 * beyond are dropped and told as lost.
 */
final class HandedOver implements UpstreamListener {
    static final int MAX_WAITING = 4096;

    private final Executor owner;
    private final UpstreamListener listener;
    private final AtomicInteger waiting = new AtomicInteger();

    HandedOver(Executor owner, UpstreamListener listener) {
        this.owner = owner;
        this.listener = listener;
    }

    @Override
    public void opened(UpstreamDescription description) {
        owner.execute(() -> listener.opened(description));
    }

    @Override
    public void packet(int track, ByteBuf packet) {
        if (waiting.get() >= MAX_WAITING) {
            owner.execute(() -> listener.lost(track, 1));
            return;
        }
        later(packet, () -> listener.packet(track, packet));
    }

    @Override
    public void control(int track, ByteBuf packet) {
        if (waiting.get() < MAX_WAITING) {
            later(packet, () -> listener.control(track, packet));
        }
    }

    private void later(ByteBuf packet, Runnable call) {
        packet.retain();
        waiting.incrementAndGet();
        owner.execute(() -> {
            waiting.decrementAndGet();
            try {
                call.run();
            } finally {
                packet.release();
            }
        });
    }

    @Override
    public void lost(int track, int packets) {
        owner.execute(() -> listener.lost(track, packets));
    }

    @Override
    public void closed(UpstreamFailure cause) {
        owner.execute(() -> listener.closed(cause));
    }
}

package org.sharpeyes.relay;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;

/** Cameras that play a recording at its own pace, for as long as they are asked to. Counts its sessions. */
public final class RecordedCamera implements CameraStreams, AutoCloseable {
    private static final int PICTURE_MILLIS = 40;
    private static final int PICTURE_TICKS = 3600;

    private final RecordedVideo video = RecordedVideo.load();
    private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile @Nullable Session newest;

    public int opened() {
        return opened.get();
    }

    public int open() {
        return open.get();
    }

    /** The camera's power fails. */
    public void breakDown() {
        Session session = newest;
        if (session != null) {
            session.end(new UpstreamFailure(UpstreamFailure.Kind.UNREACHABLE, "power fails"));
        }
    }

    @Override
    public Upstream open(StreamKey stream, Executor owner, UpstreamListener listener) {
        int number = opened.incrementAndGet();
        open.incrementAndGet();
        Session session = new Session(owner, listener, 0x1000 + number);
        newest = session;
        owner.execute(() -> listener.opened(new StreamDescription(List.of(video.track()))));
        session.pacing =
                pacer.scheduleAtFixedRate(session::picture, PICTURE_MILLIS, PICTURE_MILLIS, TimeUnit.MILLISECONDS);
        return session;
    }

    @Override
    public void close() {
        pacer.shutdownNow();
    }

    private final class Session implements Upstream {
        private final Executor owner;
        private final UpstreamListener listener;
        private final int ssrc;
        private @Nullable ScheduledFuture<?> pacing;
        private int picture;
        private int sequence = 65500;
        private int timestamp = 77;
        private boolean over;

        Session(Executor owner, UpstreamListener listener, int ssrc) {
            this.owner = owner;
            this.listener = listener;
            this.ssrc = ssrc;
        }

        private synchronized void picture() {
            if (over) {
                return;
            }
            List<ByteBuf> packets = video.packets(picture, sequence, timestamp, ssrc);
            picture++;
            sequence += packets.size();
            timestamp += PICTURE_TICKS;
            owner.execute(() -> {
                for (ByteBuf packet : packets) {
                    listener.packet(0, packet);
                    packet.release();
                }
            });
        }

        synchronized void end(UpstreamFailure cause) {
            if (!over) {
                over = true;
                open.decrementAndGet();
                if (pacing != null) {
                    pacing.cancel(false);
                }
                owner.execute(() -> listener.closed(cause));
            }
        }

        @Override
        public void requestKeyFrame() {
            // A recording has its key frames where it has them.
        }

        @Override
        public void close() {
            end(new UpstreamFailure(UpstreamFailure.Kind.CLOSED, "closed by the relay"));
        }
    }
}

package org.sharpeyes.benchmarks.browser;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.media.video.Packetizer;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.UpstreamListener;

/**
 * Cameras whose RTP time stamps are the wall clock: 90 ticks for each millisecond since 1970, modulo 2^32. Whoever shows a
 * picture knows from its time stamp alone when the server got it. With A-law silence beside it.
 */
final class ClockedCameras implements CameraStreams, AutoCloseable {
    private static final int MAX_PACKET_BYTES = 1400;
    private static final int SOUND_TICKS = 320;
    private static final int ALAW = 8;
    private static final int TICKS_PER_MILLI = 90;
    private static final byte A_LAW_ZERO = (byte) 0xD5;

    private final Clip clip;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "cameras");
        thread.setDaemon(true);
        return thread;
    });

    ClockedCameras(Clip clip) {
        this.clip = clip;
    }

    @Override
    public Upstream open(StreamKey stream, Executor owner, UpstreamListener listener) {
        int number = (int) stream.camera().value().getLeastSignificantBits();
        Sending sending = new Sending(owner, listener, number);
        owner.execute(() -> listener.opened(new StreamDescription(List.of(
                clip.track(), new TrackDescription(TrackDescription.Kind.AUDIO, ALAW, "PCMA", 8000, 1, null)))));
        long interval = TimeUnit.SECONDS.toNanos(1) / Clip.PICTURES_PER_SECOND;
        // Cameras of a site do not take their pictures at the same moment.
        long phase = interval * Math.floorMod(number * 7, 16) / 16;
        sending.timers.add(clock.scheduleAtFixedRate(sending::picture, phase, interval, TimeUnit.NANOSECONDS));
        sending.timers.add(clock.scheduleAtFixedRate(sending::sound, 40, 40, TimeUnit.MILLISECONDS));
        return sending;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private final class Sending implements Upstream {
        final List<Future<?>> timers = new ArrayList<>();
        private final Executor owner;
        private final UpstreamListener listener;
        private final Packetizer packetizer;
        private final int soundSsrc;
        private long number;
        private int soundSequence;
        private int soundTicks;

        Sending(Executor owner, UpstreamListener listener, int camera) {
            this.owner = owner;
            this.listener = listener;
            this.packetizer = new Packetizer(
                    VideoCodec.H264, 96, camera, 0, MAX_PACKET_BYTES, false, PooledByteBufAllocator.DEFAULT);
            this.soundSsrc = ~camera;
        }

        void picture() {
            List<ByteBuf> packets = new ArrayList<>();
            int timestamp = (int) (System.currentTimeMillis() * TICKS_PER_MILLI);
            packetizer.packetize(clip.picture(number++), timestamp, packets::add);
            owner.execute(() -> {
                for (ByteBuf packet : packets) {
                    listener.packet(0, packet);
                    packet.release();
                }
            });
        }

        void sound() {
            ByteBuf packet = PooledByteBufAllocator.DEFAULT.buffer(RtpHeader.BYTES + SOUND_TICKS);
            RtpHeader.write(packet, false, ALAW, soundSequence++ & 0xFFFF, soundTicks, soundSsrc);
            for (int i = 0; i < SOUND_TICKS; i++) {
                packet.writeByte(A_LAW_ZERO);
            }
            soundTicks += SOUND_TICKS;
            owner.execute(() -> {
                listener.packet(1, packet);
                packet.release();
            });
        }

        @Override
        public void requestKeyFrame() {
            // The clip has its key frames where it has them.
        }

        @Override
        public void close() {
            timers.forEach(timer -> timer.cancel(false));
            owner.execute(() -> listener.closed(new UpstreamFailure(UpstreamFailure.Kind.CLOSED, "closed")));
        }
    }
}

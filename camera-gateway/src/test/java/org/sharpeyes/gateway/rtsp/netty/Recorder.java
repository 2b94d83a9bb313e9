package org.sharpeyes.gateway.rtsp.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.rtsp.UpstreamDescription;
import org.sharpeyes.gateway.rtsp.UpstreamFailure;
import org.sharpeyes.gateway.rtsp.UpstreamListener;
import org.sharpeyes.gateway.rtsp.UpstreamTrack;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;

/** Listens as a relay would and counts pictures of the first video track. */
final class Recorder implements UpstreamListener {
    final CompletableFuture<UpstreamDescription> opened = new CompletableFuture<>();
    final CompletableFuture<UpstreamFailure> closed = new CompletableFuture<>();
    final AtomicInteger pictures = new AtomicInteger();
    final AtomicInteger keyFrames = new AtomicInteger();
    final AtomicInteger damaged = new AtomicInteger();
    final AtomicInteger otherPackets = new AtomicInteger();
    final AtomicInteger reports = new AtomicInteger();
    final AtomicLong lost = new AtomicLong();
    final AtomicInteger width = new AtomicInteger();

    private int videoTrack = -1;
    private @Nullable Depacketizer depacketizer;

    @Override
    public void opened(UpstreamDescription description) {
        for (int i = 0; i < description.tracks().size() && videoTrack < 0; i++) {
            UpstreamTrack track = description.tracks().get(i);
            if (track.videoCodec().isPresent()) {
                videoTrack = i;
                VideoCodec codec = track.videoCodec().get();
                depacketizer = new Depacketizer(
                        codec,
                        track.parameterSets().orElse(ParameterSets.none(codec)),
                        new UnpooledByteBufAllocator(false, true));
            }
        }
        opened.complete(description);
    }

    @Override
    public void packet(int track, ByteBuf packet) {
        if (track == videoTrack && depacketizer != null) {
            depacketizer.push(packet, this::picture);
        } else {
            otherPackets.incrementAndGet();
        }
    }

    private void picture(AccessUnit unit) {
        pictures.incrementAndGet();
        keyFrames.addAndGet(unit.keyFrame() ? 1 : 0);
        damaged.addAndGet(unit.afterLoss() ? 1 : 0);
        unit.parameterSets().pictureFormat().ifPresent(format -> width.set(format.width()));
        unit.release();
    }

    @Override
    public void control(int track, ByteBuf packet) {
        reports.incrementAndGet();
    }

    @Override
    public void lost(int track, int packets) {
        lost.addAndGet(packets);
    }

    @Override
    public void closed(UpstreamFailure cause) {
        if (depacketizer != null) {
            depacketizer.close();
        }
        if (!closed.complete(cause)) {
            throw new IllegalStateException("closed: told twice");
        }
    }
}

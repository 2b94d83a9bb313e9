package org.sharpeyes.gateway.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.registration.FirstFrame;
import org.sharpeyes.gateway.registration.StreamAddress;
import org.sharpeyes.gateway.rtsp.UpstreamDescription;
import org.sharpeyes.gateway.rtsp.UpstreamFailure;
import org.sharpeyes.gateway.rtsp.UpstreamListener;
import org.sharpeyes.gateway.rtsp.UpstreamTrack;
import org.sharpeyes.gateway.rtsp.netty.UpstreamSession;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.PictureFormat;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.DeviceId;

/** Plays a stream by RTSP until its first whole key frame. Thread-safe. */
public final class RtspFirstFrame implements FirstFrame {
    private final GuardedUpstreams upstreams;
    private final EventLoop loop;

    /** @param loop an epoll loop: carries the sockets of the streams that are looked at */
    public RtspFirstFrame(GuardedUpstreams upstreams, EventLoop loop) {
        this.upstreams = upstreams;
        this.loop = loop;
    }

    /** Blocks while other connections log in to the same device. */
    @Override
    public CompletableFuture<Seen> await(
            DeviceId device, StreamAddress address, Optional<Credentials> credentials, Duration timeout) {
        Look look = new Look(timeout);
        try {
            UpstreamSession session = upstreams.open(device, address.socket(), address.uri(), credentials, loop, look);
            loop.execute(() -> look.started(session));
        } catch (IllegalArgumentException unusable) {
            look.seen.completeExceptionally(new NoPictureException(String.valueOf(unusable.getMessage())));
        } catch (InterruptedException e) {
            look.seen.completeExceptionally(new NoPictureException("the server is being stopped"));
            Thread.currentThread().interrupt();
        }
        return look.seen;
    }

    /** One look at one stream. Confined to the loop. */
    private final class Look implements UpstreamListener {
        final CompletableFuture<Seen> seen = new CompletableFuture<>();
        private final long startedAt = System.nanoTime();
        private final Duration timeout;
        private int videoTrack = -1;
        private long packets;
        private @Nullable Depacketizer depacketizer;
        private @Nullable UpstreamSession session;
        private @Nullable VideoCodec codec;

        Look(Duration timeout) {
            this.timeout = timeout;
        }

        void started(UpstreamSession opened) {
            session = opened;
            if (seen.isDone()) {
                opened.close();
                return;
            }
            var unused = loop.schedule(this::late, timeout.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void late() {
            if (!seen.isDone()) {
                end(new NoPictureException(
                        packets == 0
                                ? "no packet within " + timeout.toSeconds() + " s"
                                : packets + " packets, but no whole key frame within " + timeout.toSeconds() + " s"));
            }
        }

        @Override
        public void opened(UpstreamDescription description) {
            for (int i = 0; i < description.tracks().size(); i++) {
                UpstreamTrack track = description.tracks().get(i);
                VideoCodec found = track.videoCodec().orElse(null);
                if (found != null) {
                    videoTrack = i;
                    codec = found;
                    depacketizer = new Depacketizer(
                            found,
                            track.parameterSets().orElseGet(() -> ParameterSets.none(found)),
                            PooledByteBufAllocator.DEFAULT);
                    return;
                }
            }
            end(new NoPictureException("the stream has no H.264 or H.265 video"));
        }

        @Override
        public void packet(int track, ByteBuf packet) {
            if (track != videoTrack || depacketizer == null || seen.isDone()) {
                return;
            }
            packets++;
            depacketizer.push(packet, this::picture);
        }

        private void picture(AccessUnit picture) {
            try {
                if (picture.keyFrame() && picture.parameterSets().isComplete() && !seen.isDone()) {
                    PictureFormat format =
                            picture.parameterSets().pictureFormat().orElse(null);
                    seen.complete(new Seen(
                            String.valueOf(codec),
                            format == null ? 0 : format.width(),
                            format == null ? 0 : format.height(),
                            Duration.ofNanos(System.nanoTime() - startedAt)));
                    // Not from within the depacketizer that is being read from.
                    loop.execute(this::close);
                }
            } finally {
                picture.release();
            }
        }

        @Override
        public void control(int track, ByteBuf packet) {}

        @Override
        public void lost(int track, int packets) {}

        @Override
        public void closed(UpstreamFailure cause) {
            if (!seen.isDone()) {
                seen.completeExceptionally(new NoPictureException(words(cause)));
            }
            free();
        }

        private static String words(UpstreamFailure cause) {
            return cause.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ": " + cause.detail();
        }

        private void end(NoPictureException none) {
            seen.completeExceptionally(none);
            close();
        }

        private void close() {
            if (session != null) {
                session.close();
            }
            free();
        }

        private void free() {
            if (depacketizer != null) {
                depacketizer.close();
                depacketizer = null;
            }
        }
    }
}

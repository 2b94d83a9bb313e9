package org.sharpeyes.gateway.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.ledger.Claim;
import org.sharpeyes.gateway.ledger.Ledger;
import org.sharpeyes.gateway.ledger.Resource;
import org.sharpeyes.gateway.ledger.StreamPlace;
import org.sharpeyes.gateway.ledger.Use;
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
    private final Executor blocking;
    private final Ledger ledger;

    /**
     * @param loop an epoll loop: carries the sockets of the streams that are looked at
     * @param blocking where a session may wait for other logins to the same device
     */
    public RtspFirstFrame(GuardedUpstreams upstreams, EventLoop loop, Executor blocking, Ledger ledger) {
        this.upstreams = upstreams;
        this.loop = loop;
        this.blocking = blocking;
        this.ledger = ledger;
    }

    @Override
    public CompletableFuture<Seen> await(
            DeviceId device, StreamAddress address, Optional<Credentials> credentials, Duration timeout) {
        Look look = new Look(device, address, credentials, timeout);
        loop.execute(look.place::enter);
        return look.seen;
    }

    /** One look at one stream. Confined to the loop. */
    private final class Look implements UpstreamListener, StreamPlace.Holder {
        final CompletableFuture<Seen> seen = new CompletableFuture<>();
        final StreamPlace place;
        private final DeviceId device;
        private final StreamAddress address;
        private final Optional<Credentials> credentials;
        private final Duration timeout;
        private long startedAt;
        private int videoTrack = -1;
        private long packets;
        private @Nullable Depacketizer depacketizer;
        private @Nullable UpstreamSession session;
        private @Nullable VideoCodec codec;

        Look(DeviceId device, StreamAddress address, Optional<Credentials> credentials, Duration timeout) {
            this.device = device;
            this.address = address;
            this.credentials = credentials;
            this.timeout = timeout;
            Claim claim = new Claim(
                    "registration",
                    Use.SAMPLE,
                    Claim.HIGHEST_RANK,
                    0,
                    Set.of(new Resource(Resource.Kind.SESSIONS, device.toString())));
            this.place = new StreamPlace(ledger, loop, loop, claim, this);
        }

        @Override
        public void ready() {
            startedAt = System.nanoTime();
            try {
                blocking.execute(this::open);
            } catch (RejectedExecutionException full) {
                end(new NoPictureException("too many streams are being opened"));
            }
        }

        @Override
        public void noRoom(String reason) {
            end(new NoPictureException(reason));
        }

        @Override
        public void cutOff(String reason) {
            end(new NoPictureException(reason));
        }

        private void open() {
            try {
                UpstreamSession opened = upstreams.open(
                        device, address.socket(), address.http(), address.uri(), credentials, loop, this);
                loop.execute(() -> started(opened));
            } catch (IllegalArgumentException unusable) {
                loop.execute(() -> end(new NoPictureException(String.valueOf(unusable.getMessage()))));
            } catch (InterruptedException e) {
                loop.execute(() -> end(new NoPictureException("the server is being stopped")));
                Thread.currentThread().interrupt();
            }
        }

        private void started(UpstreamSession opened) {
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
            place.opened();
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
            place.close();
            if (depacketizer != null) {
                depacketizer.close();
                depacketizer = null;
            }
        }
    }
}

package org.sharpeyes.relay.webrtc.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.ViewFigures;
import org.sharpeyes.relay.stream.ViewIdentity;
import org.sharpeyes.relay.webrtc.DtlsAssociation;
import org.sharpeyes.relay.webrtc.DtlsPipe;
import org.sharpeyes.relay.webrtc.IceCredentials;
import org.sharpeyes.relay.webrtc.RtcAnswer;
import org.sharpeyes.relay.webrtc.RtcFeedback;
import org.sharpeyes.relay.webrtc.RtcMedia;
import org.sharpeyes.relay.webrtc.SrtpSession;
import org.sharpeyes.relay.webrtc.StunRequest;
import org.sharpeyes.relay.webrtc.StunResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One browser: its checks are answered, its handshake is handed to a thread, its pictures begin when both are through.
 *
 * <p>Only an address from which a check signed with our password came is listened to, and nothing is sent to any other.
 *
 * <p>Confined to its event loop.
 */
final class RtcSession implements RtcViewer.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(RtcSession.class);
    private static final int MAX_PATHS = 8;
    private static final int MAX_DATAGRAM = 2048;
    private static final Duration BETWEEN_KEY_FRAMES = Duration.ofSeconds(1);

    private final String id;
    private final RtcContext context;
    private final EventLoop loop;
    private final RtcAnswer answer;
    private final StreamDescription told;
    private final IceCredentials own;
    private final ViewIdentity identity;
    private final DtlsPipe pipe;
    private final Set<RtcPath> paths = new HashSet<>();
    private final byte[] scratch = new byte[MAX_DATAGRAM];

    private @Nullable RtcPath chosen;
    private boolean handshaking;
    private @Nullable DtlsAssociation association;
    private @Nullable RtcMedia media;
    private @Nullable RtcViewer viewer;
    private @Nullable Subscription subscription;
    private boolean over;
    private final long bornNanos;
    private long heardNanos;
    private long keyFrameNanos;

    RtcSession(
            String id,
            RtcContext context,
            EventLoop loop,
            RtcAnswer answer,
            StreamDescription told,
            IceCredentials own,
            ViewIdentity identity) {
        this.id = id;
        this.context = context;
        this.loop = loop;
        this.answer = answer;
        this.told = told;
        this.own = own;
        this.identity = identity;
        this.pipe = new DtlsPipe(datagram -> loop.execute(() -> sendHandshake(datagram)));
        this.bornNanos = context.clock().getAsLong();
        this.heardNanos = bornNanos;
        this.keyFrameNanos = bornNanos - BETWEEN_KEY_FRAMES.toNanos();
    }

    String id() {
        return id;
    }

    String ufrag() {
        return own.ufrag();
    }

    EventLoop loop() {
        return loop;
    }

    ViewIdentity identity() {
        return identity;
    }

    /** Begins to watch the clock. */
    void start() {
        tickLater();
    }

    /**
     * A connectivity check that names us.
     *
     * @param path where it came from, and where its answer goes
     */
    void check(StunRequest request, RtcPath path) {
        if (over || !request.isSignedWith(own.password())) {
            return;
        }
        heardNanos = context.clock().getAsLong();
        if (!paths.contains(path)) {
            if (paths.size() == MAX_PATHS) {
                return;
            }
            paths.add(path);
            context.sessions().reachedBy(path, this);
        }
        path.write(StunResponse.to(
                request, path.remote(), own.password(), path.channel().alloc()));
        path.flush();
        if (request.nominates() && !path.equals(chosen) && request.unknown().isEmpty() && !request.controlled()) {
            boolean first = chosen == null;
            chosen = path;
            log(first ? "reached by " + path.transport() : "goes on by " + path.transport());
        }
    }

    /** DTLS or SRTCP from an address that was checked; {@code datagram} is borrowed. */
    void datagram(ByteBuf datagram, RtcPath path) {
        int length = datagram.readableBytes();
        if (over || length == 0 || length > MAX_DATAGRAM || !paths.contains(path)) {
            return;
        }
        int first = datagram.getUnsignedByte(datagram.readerIndex());
        if (first >= 20 && first <= 63) {
            if (chosen == null) {
                // The browser speaks before it has said which way: on the one it speaks by, then.
                chosen = path;
            }
            handshake(datagram, length);
        } else if (first >= 128 && first <= 191) {
            feedback(datagram, length);
        }
    }

    /** A connection is gone. */
    void lost(RtcPath path) {
        paths.remove(path);
        if (path.equals(chosen)) {
            chosen = paths.stream().findAny().orElse(null);
            if (chosen == null && media != null) {
                end("connection closed");
            }
        }
    }

    private void handshake(ByteBuf datagram, int length) {
        byte[] record = new byte[length];
        datagram.getBytes(datagram.readerIndex(), record);
        pipe.received(record);
        DtlsAssociation done = association;
        if (done != null) {
            done.read(() -> loop.execute(() -> end("closed by the browser")));
        } else if (!handshaking) {
            handshaking = true;
            context.handshakes()
                    .accept(answer.offer().fingerprint(), pipe)
                    .whenCompleteAsync(
                            (made, failure) -> {
                                if (failure != null) {
                                    end(String.valueOf(failure.getMessage()));
                                } else {
                                    secured(made);
                                }
                            },
                            loop);
        }
    }

    private void secured(DtlsAssociation made) {
        if (over) {
            made.close();
            return;
        }
        association = made;
        long now = context.clock().getAsLong();
        RtcMedia sending = new RtcMedia(
                answer.tracks(),
                new SrtpSession(made.master()),
                context.random().nextLong(),
                context.allocator(),
                datagram -> {
                    RtcPath path = chosen;
                    if (path == null) {
                        datagram.release();
                    } else {
                        path.write(datagram);
                    }
                });
        media = sending;
        RtcViewer playing =
                new RtcViewer(loop, sending, new ViewFigures(identity, now), context.settings(), context.clock(), this);
        viewer = playing;
        subscription = context.hub().attachForPackets(identity.stream(), playing, loop, told);
        log("plays");
    }

    private void feedback(ByteBuf datagram, int length) {
        RtcMedia sending = media;
        if (sending == null || length < 8) {
            return;
        }
        int type = datagram.getUnsignedByte(datagram.readerIndex() + 1);
        if (type < 192 || type > 223) {
            return;
        }
        datagram.getBytes(datagram.readerIndex(), scratch, 0, length);
        List<RtcFeedback> wishes = sending.feedback(scratch, length);
        long now = context.clock().getAsLong();
        for (RtcFeedback wish : wishes) {
            if (wish instanceof RtcFeedback.Lost lost) {
                sending.repair(lost, now);
                path().flush();
            } else if (wish instanceof RtcFeedback.KeyFrameWanted
                    && now - keyFrameNanos >= BETWEEN_KEY_FRAMES.toNanos()) {
                keyFrameNanos = now;
                Subscription running = subscription;
                if (running != null) {
                    running.refresh();
                }
            }
        }
    }

    private void sendHandshake(byte[] datagram) {
        RtcPath path = chosen;
        if (path != null) {
            path.write(path.channel().alloc().directBuffer(datagram.length).writeBytes(datagram));
            path.flush();
        }
    }

    @Override
    public RtcPath path() {
        RtcPath path = chosen;
        if (path == null) {
            throw new IllegalStateException("session " + id + ": no path");
        }
        return path;
    }

    @Override
    public void viewEnded(ViewEnd reason) {
        end(reason.name());
    }

    /** Ends the session and tells the browser, as far as there is a way to it. Harmless when repeated. */
    void end(String cause) {
        if (over) {
            return;
        }
        over = true;
        log("ended: " + cause);
        context.views().leave(identity);
        Subscription running = subscription;
        if (running != null) {
            running.cancel();
        }
        RtcViewer playing = viewer;
        if (playing != null) {
            playing.stop();
        }
        RtcMedia sending = media;
        if (sending != null) {
            if (chosen != null) {
                sending.goodbye();
                path().flush();
            }
            sending.close();
        }
        DtlsAssociation secured = association;
        if (secured != null) {
            secured.close();
        } else {
            pipe.close();
        }
        context.sessions().forget(this, paths);
    }

    private void tickLater() {
        loop.schedule(this::tick, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        if (over) {
            return;
        }
        long now = context.clock().getAsLong();
        if (media == null && now - bornNanos > context.webRtc().connectTimeout().toNanos()) {
            end("not connected in time");
            return;
        }
        if (now - heardNanos > context.webRtc().consentTimeout().toNanos()) {
            end("no consent");
            return;
        }
        RtcViewer playing = viewer;
        RtcMedia sending = media;
        if (playing != null && sending != null && chosen != null) {
            playing.tick(now);
            sending.report(context.time().instant(), now);
            path().flush();
        }
        tickLater();
    }

    private void log(String state) {
        LOG.atInfo()
                .addKeyValue("stream", identity.stream())
                .addKeyValue("sessionId", identity.id())
                .addKeyValue("remote", chosen == null ? identity.client() : chosen.remote())
                .addKeyValue("state", state)
                .log("WebRTC");
    }
}

package org.sharpeyes.server.discovery;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.AllowedNetworks;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.credential.UnsealException;
import org.sharpeyes.gateway.credential.Vault;
import org.sharpeyes.gateway.ledger.Claim;
import org.sharpeyes.gateway.ledger.Ledger;
import org.sharpeyes.gateway.ledger.Resource;
import org.sharpeyes.gateway.ledger.StreamPlace;
import org.sharpeyes.gateway.ledger.Use;
import org.sharpeyes.gateway.netty.GuardedUpstreams;
import org.sharpeyes.gateway.rtsp.UpstreamDescription;
import org.sharpeyes.gateway.rtsp.UpstreamTrack;
import org.sharpeyes.gateway.rtsp.netty.UpstreamSession;
import org.sharpeyes.gateway.soap.KeyFrames;
import org.sharpeyes.gateway.soap.OnvifFailedException;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.registry.device.StreamDescription;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.Demand;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.UpstreamListener;
import org.sharpeyes.server.discovery.RegistryCameras.CameraRoute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens cameras for the relay: route from the registry, password from the vault, session from the gateway. Thread-safe. */
final class GatewayStreams implements CameraStreams {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayStreams.class);
    private static final long KEY_FRAME_PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long MEASURED_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MEASURED_BYTES = 64 * 1024;

    private final Registry registry;
    private final AllowedNetworks allowed;
    private final Vault vault;
    private final GuardedUpstreams upstreams;
    private final KeyFrames keyFrames;
    private final Executor blocking;
    private final Ledger ledger;
    private final StreamRanks ranks;
    private final ScheduledExecutorService timer;

    /** @param blocking bounded; when it takes no more the stream ends as having no room */
    GatewayStreams(
            Registry registry,
            AllowedNetworks allowed,
            Vault vault,
            GuardedUpstreams upstreams,
            KeyFrames keyFrames,
            Executor blocking,
            Ledger ledger,
            StreamRanks ranks,
            ScheduledExecutorService timer) {
        this.registry = registry;
        this.allowed = allowed;
        this.vault = vault;
        this.upstreams = upstreams;
        this.keyFrames = keyFrames;
        this.blocking = blocking;
        this.ledger = ledger;
        this.ranks = ranks;
        this.timer = timer;
    }

    @Override
    public Upstream open(StreamKey stream, Executor owner, UpstreamListener listener) {
        Opening opening = new Opening(stream, owner, listener);
        try {
            blocking.execute(opening::enter);
        } catch (RejectedExecutionException full) {
            opening.fail(UpstreamFailure.Kind.NO_ROOM, "too many streams are being opened");
        }
        return opening;
    }

    /** One stream. Confined to its owner, but for {@link #connect} and what it looks up. */
    private final class Opening implements Upstream, org.sharpeyes.gateway.rtsp.UpstreamListener {
        private final StreamKey stream;
        private final Executor owner;
        private final UpstreamListener listener;
        private @Nullable UpstreamSession session;
        private boolean closed;
        private boolean ended;
        private Demand demand = Demand.NOTHING;
        private @Nullable StreamPlace place;
        private int importance;
        private long countedBytes;
        private long countedSinceNanos;
        private long keyFrameAskedAt = System.nanoTime() - KEY_FRAME_PAUSE_NANOS;

        Opening(StreamKey stream, Executor owner, UpstreamListener listener) {
            this.stream = stream;
            this.owner = owner;
            this.listener = listener;
        }

        /** On a thread that may block: finds the camera and claims what the stream needs. */
        void enter() {
            CameraRoute route = registry.directory()
                    .camera(stream.camera())
                    .flatMap(RegistryCameras::route)
                    .orElse(null);
            StreamDescription described =
                    route == null ? null : route.stream(stream.profile()).orElse(null);
            if (route == null || described == null) {
                fail(UpstreamFailure.Kind.UNKNOWN_STREAM, "the registry knows no such stream");
                return;
            }
            if (!allowed.allows(route.rtsp().getAddress())) {
                fail(UpstreamFailure.Kind.UNKNOWN_STREAM, "its address is not in the networks allowed for cameras");
                return;
            }
            Set<Resource> resources = StreamClaims.resources(stream, route, registry.directory());
            int rank = StreamClaims.importance(stream, registry.directory());
            owner.execute(() -> claimPlace(resources, rank, route, described));
        }

        private void claimPlace(Set<Resource> resources, int rank, CameraRoute route, StreamDescription described) {
            if (closed || ended) {
                return;
            }
            importance = rank;
            Claim claim = StreamClaims.claim(stream, resources, use(), rank());
            StreamPlace claimed = new StreamPlace(ledger, timer, owner, claim, new StreamPlace.Holder() {
                @Override
                public void ready() {
                    try {
                        blocking.execute(() -> connect(route, described));
                    } catch (RejectedExecutionException full) {
                        fail(UpstreamFailure.Kind.NO_ROOM, "too many streams are being opened");
                    }
                }

                @Override
                public void noRoom(String reason) {
                    end(new UpstreamFailure(UpstreamFailure.Kind.NO_ROOM, reason));
                }

                @Override
                public void cutOff(String reason) {
                    preempted(reason);
                }
            });
            place = claimed;
            claimed.enter();
        }

        @Override
        public void wantedFor(Demand now) {
            demand = now;
            if (place != null) {
                place.becomes(use(), rank());
            }
        }

        private Use use() {
            return switch (demand) {
                case NOTHING, WARMTH -> Use.WARM;
                case SAMPLE -> Use.SAMPLE;
                case VIEWING -> Use.LIVE;
                case RECORDING -> Use.RECORDING;
            };
        }

        private int rank() {
            return switch (demand) {
                case NOTHING -> 0;
                case VIEWING -> ranks.rank(stream);
                case WARMTH, SAMPLE, RECORDING -> importance;
            };
        }

        private void preempted(String reason) {
            if (!ended) {
                end(new UpstreamFailure(UpstreamFailure.Kind.PREEMPTED, reason));
                closeSession();
            }
        }

        /** On a thread that may block. */
        private void connect(CameraRoute route, StreamDescription described) {
            String uri = "rtsp://" + IpLiteral.inUri(route.rtsp().getAddress()) + ":"
                    + route.rtsp().getPort() + described.path();
            try {
                Optional<Credentials> login = vault.of(route.device(), CameraService.RTSP);
                UpstreamSession opened =
                        upstreams.open(route.device(), route.rtsp(), route.http(), uri, login, owner, this);
                owner.execute(() -> started(opened));
            } catch (UnsealException e) {
                fail(UpstreamFailure.Kind.PASSWORD_REFUSED, String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                fail(UpstreamFailure.Kind.CLOSED, "the server is being stopped");
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("cameraId", stream.camera())
                        .setCause(e)
                        .log("stream not opened");
                fail(UpstreamFailure.Kind.UNREACHABLE, "an error of the server; see its log");
            }
        }

        private void started(UpstreamSession opened) {
            if (closed || ended) {
                opened.close();
            } else {
                session = opened;
            }
        }

        void fail(UpstreamFailure.Kind kind, String detail) {
            owner.execute(() -> end(new UpstreamFailure(kind, detail)));
        }

        private void end(UpstreamFailure failure) {
            if (!ended) {
                ended = true;
                if (place != null) {
                    place.close();
                }
                listener.closed(failure);
            }
        }

        private void closeSession() {
            UpstreamSession open = session;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public void requestKeyFrame() {
            long now = System.nanoTime();
            if (ended || now - keyFrameAskedAt < KEY_FRAME_PAUSE_NANOS) {
                return;
            }
            keyFrameAskedAt = now;
            try {
                blocking.execute(this::askForKeyFrame);
            } catch (RejectedExecutionException full) {
                LOG.atDebug().addKeyValue("cameraId", stream.camera()).log("key frame not asked for: too much to do");
            }
        }

        private void askForKeyFrame() {
            CameraRoute route = registry.directory()
                    .camera(stream.camera())
                    .flatMap(RegistryCameras::route)
                    .orElse(null);
            String profile = route == null
                    ? null
                    : route.stream(stream.profile())
                            .map(StreamDescription::profileToken)
                            .orElse(null);
            if (route == null || route.onvif().isEmpty() || profile == null) {
                return;
            }
            try {
                keyFrames.ask(
                        route.device(),
                        route.path(),
                        route.onvif().get(),
                        vault.of(route.device(), CameraService.ONVIF),
                        profile);
            } catch (OnvifFailedException | UnsealException e) {
                LOG.atDebug()
                        .addKeyValue("cameraId", stream.camera())
                        .addKeyValue("cause", e.getMessage())
                        .log("no key frame on request");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            closed = true;
            if (session != null) {
                closeSession();
            } else {
                end(new UpstreamFailure(UpstreamFailure.Kind.CLOSED, "closed before it was open"));
            }
        }

        @Override
        public void opened(UpstreamDescription description) {
            if (ended) {
                return;
            }
            if (place != null) {
                place.opened();
            }
            countedSinceNanos = System.nanoTime();
            try {
                listener.opened(translated(description));
            } catch (IllegalArgumentException unusable) {
                end(new UpstreamFailure(UpstreamFailure.Kind.PROTOCOL, String.valueOf(unusable.getMessage())));
                if (session != null) {
                    session.close();
                }
            }
        }

        @Override
        public void packet(int track, ByteBuf packet) {
            if (!ended) {
                count(packet.readableBytes());
                listener.packet(track, packet);
            }
        }

        private void count(int bytes) {
            countedBytes += bytes;
            if (countedBytes >= MEASURED_BYTES) {
                long now = System.nanoTime();
                long elapsed = now - countedSinceNanos;
                if (elapsed >= MEASURED_NANOS && place != null) {
                    place.measured(countedBytes * 8 * 1_000_000 / (elapsed / 1000));
                    countedBytes = 0;
                    countedSinceNanos = now;
                }
            }
        }

        @Override
        public void control(int track, ByteBuf packet) {
            if (!ended) {
                listener.control(track, packet);
            }
        }

        @Override
        public void lost(int track, int packets) {
            if (!ended) {
                listener.lost(track, packets);
            }
        }

        @Override
        public void closed(org.sharpeyes.gateway.rtsp.UpstreamFailure cause) {
            UpstreamFailure.Kind kind = kind(cause.kind());
            boolean refused = cause.kind() == org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind.BUSY
                    || cause.kind() == org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind.FORBIDDEN;
            if (!ended && refused && place != null && place.refusedByDevice()) {
                // Many devices say 403 when all of their sessions are taken.
                kind = UpstreamFailure.Kind.NO_ROOM;
            }
            end(new UpstreamFailure(kind, cause.detail()));
        }
    }

    private static UpstreamFailure.Kind kind(org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind kind) {
        return switch (kind) {
            case UNREACHABLE, REFUSED, TIMEOUT, ENDED -> UpstreamFailure.Kind.UNREACHABLE;
            case PASSWORD_NEEDED, WRONG_PASSWORD, FORBIDDEN -> UpstreamFailure.Kind.PASSWORD_REFUSED;
            case NOT_FOUND -> UpstreamFailure.Kind.UNKNOWN_STREAM;
            case BUSY -> UpstreamFailure.Kind.BUSY;
            case PROTOCOL_ERROR -> UpstreamFailure.Kind.PROTOCOL;
            case NO_MEDIA -> UpstreamFailure.Kind.NO_MEDIA;
            case CLOSED -> UpstreamFailure.Kind.CLOSED;
        };
    }

    private static org.sharpeyes.relay.StreamDescription translated(UpstreamDescription description) {
        List<TrackDescription> tracks = new ArrayList<>();
        for (UpstreamTrack track : description.tracks()) {
            Map<String, String> parameters =
                    track.media().formatParameters(track.map().payloadType());
            StringBuilder format = new StringBuilder();
            parameters.forEach((name, value) -> format.append(format.isEmpty() ? "" : "; ")
                    .append(name)
                    .append(value.isEmpty() ? "" : "=" + value));
            tracks.add(new TrackDescription(
                    switch (track.media().type()) {
                        case "video" -> TrackDescription.Kind.VIDEO;
                        case "audio" -> TrackDescription.Kind.AUDIO;
                        default -> TrackDescription.Kind.APPLICATION;
                    },
                    track.map().payloadType(),
                    track.map().encoding(),
                    track.map().clockRate(),
                    track.map().channels(),
                    format.isEmpty() ? null : format.toString()));
        }
        return new org.sharpeyes.relay.StreamDescription(tracks);
    }
}

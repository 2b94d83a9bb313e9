package org.sharpeyes.server.live;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.AllowedNetworks;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.access.RefusedAddressException;
import org.sharpeyes.gateway.credential.AuthenticationGuard;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.credential.UnsealException;
import org.sharpeyes.gateway.credential.Vault;
import org.sharpeyes.gateway.rtsp.UpstreamDescription;
import org.sharpeyes.gateway.rtsp.UpstreamRequest;
import org.sharpeyes.gateway.rtsp.UpstreamTrack;
import org.sharpeyes.gateway.rtsp.netty.RtspUpstreams;
import org.sharpeyes.gateway.rtsp.netty.UpstreamSession;
import org.sharpeyes.media.rtsp.RtspUrl;
import org.sharpeyes.media.sdp.SdpAttribute;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.registry.device.Service;
import org.sharpeyes.registry.device.ServiceAddress;
import org.sharpeyes.registry.device.StreamDescription;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.UpstreamListener;

/**
 * Gives the relay its streams from cameras: the registry says where they are, the vault with which password, the gateway
 * opens them. Thread-safe; what blocks (vault, guard) runs on {@code blocking}, the sockets on the stream's own loop.
 */
final class GatewayStreams implements CameraStreams {
    private static final Duration GUARD_PATIENCE = Duration.ofSeconds(5);

    private final Supplier<CameraDirectory> directory;
    private final AllowedNetworks networks;
    private final Vault vault;
    private final AuthenticationGuard guard;
    private final RtspUpstreams upstreams;
    private final Executor blocking;

    GatewayStreams(
            Supplier<CameraDirectory> directory,
            AllowedNetworks networks,
            Vault vault,
            AuthenticationGuard guard,
            RtspUpstreams upstreams,
            Executor blocking) {
        this.directory = directory;
        this.networks = networks;
        this.vault = vault;
        this.guard = guard;
        this.upstreams = upstreams;
        this.blocking = blocking;
    }

    @Override
    public Upstream open(StreamKey stream, Executor owner, UpstreamListener listener) {
        Opening opening = new Opening(owner, listener);
        Optional<CameraSource> source = directory.get().camera(stream.camera()).flatMap(CameraEntry::source);
        Optional<StreamDescription> wanted = source.flatMap(one -> one.stream(stream.profile()));
        Optional<ServiceAddress> service =
                source.flatMap(one -> one.accessPath().of(Service.RTSP));
        if (source.isEmpty() || wanted.isEmpty() || service.isEmpty()) {
            opening.fail(UpstreamFailure.Kind.UNKNOWN_STREAM, "nothing is registered for " + stream);
            return opening;
        }
        try {
            blocking.execute(
                    () -> prepare(source.get(), service.get(), wanted.get().path(), opening));
        } catch (RejectedExecutionException full) {
            opening.fail(UpstreamFailure.Kind.NO_ROOM, "too many cameras are being opened");
        }
        return opening;
    }

    private void prepare(CameraSource source, ServiceAddress service, String path, Opening opening) {
        try {
            InetAddress host = IpLiteral.parse(service.host())
                    .orElseThrow(() -> new RefusedAddressException("host is a name (expected: an IP address)"));
            networks.require(host);
            RtspUrl url = RtspUrl.parse("rtsp://" + IpLiteral.inUri(host) + ":" + service.port() + path)
                    .orElseThrow(() -> new RefusedAddressException("the stream's path makes no RTSP address"));
            Optional<Credentials> login = vault.of(source.device(), CameraService.RTSP);
            AuthenticationGuard.@Nullable Attempt attempt = null;
            if (login.isPresent()) {
                var permission = guard.ask(source.device(), login.get(), GUARD_PATIENCE);
                if (permission instanceof AuthenticationGuard.Permission.Granted granted) {
                    attempt = granted.attempt();
                } else if (permission instanceof AuthenticationGuard.Permission.Stopped) {
                    opening.fail(UpstreamFailure.Kind.PASSWORD_REFUSED, "the stored password was refused before");
                    return;
                } else {
                    opening.fail(UpstreamFailure.Kind.NO_ROOM, "others are signing in to the device");
                    return;
                }
            }
            UpstreamRequest request = UpstreamRequest.of(
                    new InetSocketAddress(host, service.port()),
                    url,
                    login.map(one -> new org.sharpeyes.media.digest.Credentials(one.username(), one.password())));
            opening.begin(request, attempt);
        } catch (RefusedAddressException refused) {
            opening.fail(UpstreamFailure.Kind.UNKNOWN_STREAM, String.valueOf(refused.getMessage()));
        } catch (UnsealException unreadable) {
            opening.fail(UpstreamFailure.Kind.PASSWORD_REFUSED, "the stored password cannot be read");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            opening.fail(UpstreamFailure.Kind.CLOSED, "the server stops");
        } catch (RuntimeException storeAway) {
            opening.fail(UpstreamFailure.Kind.UNREACHABLE, "the store of passwords is away");
        }
    }

    /** One upstream from the question to its end; its state belongs to the owner thread. */
    private final class Opening implements Upstream, org.sharpeyes.gateway.rtsp.UpstreamListener {
        private final Executor owner;
        private final UpstreamListener listener;
        private @Nullable UpstreamSession session;
        private AuthenticationGuard.@Nullable Attempt attempt;
        private boolean closed;
        private boolean told;

        Opening(Executor owner, UpstreamListener listener) {
            this.owner = owner;
            this.listener = listener;
        }

        void begin(UpstreamRequest request, AuthenticationGuard.@Nullable Attempt granted) {
            owner.execute(() -> {
                attempt = granted;
                if (closed) {
                    closed(new org.sharpeyes.gateway.rtsp.UpstreamFailure(
                            org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind.CLOSED, "closed before it began"));
                } else {
                    session = upstreams.open(request, owner, this);
                }
            });
        }

        void fail(UpstreamFailure.Kind kind, String detail) {
            owner.execute(() -> tell(new UpstreamFailure(kind, detail)));
        }

        @Override
        public void requestKeyFrame() {
            // Needs ONVIF SetSynchronizationPoint, which the gateway does not offer yet: the camera's own pace it is.
        }

        @Override
        public void close() {
            closed = true;
            UpstreamSession open = session;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public void opened(UpstreamDescription description) {
            verdict(AuthenticationGuard.Attempt::accepted);
            listener.opened(describe(description));
        }

        @Override
        public void packet(int track, ByteBuf packet) {
            listener.packet(track, packet);
        }

        @Override
        public void control(int track, ByteBuf packet) {
            listener.control(track, packet);
        }

        @Override
        public void lost(int track, int packets) {
            listener.lost(track, packets);
        }

        @Override
        public void closed(org.sharpeyes.gateway.rtsp.UpstreamFailure cause) {
            boolean refused = cause.kind() == org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind.WRONG_PASSWORD;
            verdict(refused ? AuthenticationGuard.Attempt::refused : AuthenticationGuard.Attempt::unanswered);
            tell(new UpstreamFailure(kindOf(cause.kind()), cause.detail()));
        }

        private void tell(UpstreamFailure cause) {
            if (!told) {
                told = true;
                listener.closed(cause);
            }
        }

        /** The first word counts; saying it may write to the store, so it leaves the loop. */
        private void verdict(java.util.function.Consumer<AuthenticationGuard.Attempt> word) {
            AuthenticationGuard.Attempt open = attempt;
            if (open == null) {
                return;
            }
            attempt = null;
            try {
                blocking.execute(() -> word.accept(open));
            } catch (RejectedExecutionException full) {
                word.accept(open);
            }
        }
    }

    static org.sharpeyes.relay.StreamDescription describe(UpstreamDescription description) {
        List<TrackDescription> tracks = new ArrayList<>();
        for (UpstreamTrack track : description.tracks()) {
            tracks.add(describe(track));
        }
        return new org.sharpeyes.relay.StreamDescription(tracks);
    }

    private static TrackDescription describe(UpstreamTrack track) {
        TrackDescription.Kind kind =
                switch (track.media().type().toLowerCase(Locale.ROOT)) {
                    case "video" -> TrackDescription.Kind.VIDEO;
                    case "audio" -> TrackDescription.Kind.AUDIO;
                    default -> TrackDescription.Kind.APPLICATION;
                };
        return new TrackDescription(
                kind,
                track.map().payloadType(),
                track.map().encoding(),
                track.map().clockRate(),
                track.map().channels(),
                format(track));
    }

    /** As the camera wrote it; one that is not plain text would not be believed by players anyway. */
    private static @Nullable String format(UpstreamTrack track) {
        String prefix = track.map().payloadType() + " ";
        for (SdpAttribute attribute : track.media().attributes()) {
            String value = attribute.value().strip();
            if (attribute.name().equalsIgnoreCase("fmtp") && value.startsWith(prefix)) {
                String format = value.substring(prefix.length()).strip();
                return TrackDescription.isFormat(format) ? format : null;
            }
        }
        return null;
    }

    static UpstreamFailure.Kind kindOf(org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind kind) {
        return switch (kind) {
            case UNREACHABLE, REFUSED, TIMEOUT, ENDED -> UpstreamFailure.Kind.UNREACHABLE;
            case PASSWORD_NEEDED, WRONG_PASSWORD -> UpstreamFailure.Kind.PASSWORD_REFUSED;
            case FORBIDDEN, BUSY -> UpstreamFailure.Kind.NO_ROOM;
            case NOT_FOUND -> UpstreamFailure.Kind.UNKNOWN_STREAM;
            case PROTOCOL_ERROR -> UpstreamFailure.Kind.PROTOCOL;
            case NO_MEDIA -> UpstreamFailure.Kind.NO_MEDIA;
            case CLOSED -> UpstreamFailure.Kind.CLOSED;
        };
    }
}

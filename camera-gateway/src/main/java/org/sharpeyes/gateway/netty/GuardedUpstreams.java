package org.sharpeyes.gateway.netty;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.credential.AuthenticationGuard;
import org.sharpeyes.gateway.credential.AuthenticationGuard.Attempt;
import org.sharpeyes.gateway.credential.AuthenticationGuard.Permission;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.rtsp.UpstreamDescription;
import org.sharpeyes.gateway.rtsp.UpstreamFailure;
import org.sharpeyes.gateway.rtsp.UpstreamListener;
import org.sharpeyes.gateway.rtsp.UpstreamRequest;
import org.sharpeyes.gateway.rtsp.netty.RtspUpstreams;
import org.sharpeyes.gateway.rtsp.netty.UpstreamSession;
import org.sharpeyes.media.rtsp.RtspUrl;
import org.sharpeyes.model.DeviceId;

/** Opens media sessions under the rule of two refusals. Thread-safe; {@link #open} blocks. */
public final class GuardedUpstreams {
    private final RtspUpstreams upstreams;
    private final AuthenticationGuard guard;
    private final Duration patience;

    /** @param patience how long to wait while other connections log in to the same device */
    public GuardedUpstreams(RtspUpstreams upstreams, AuthenticationGuard guard, Duration patience) {
        this.upstreams = upstreams;
        this.guard = guard;
        this.patience = patience;
    }

    /**
     * Opens a stream. When the device refused this password too often the session is opened without one and ends as
     * {@code PASSWORD_NEEDED}, with the reason.
     *
     * @param device whose refusals are counted
     * @param http where RTSP over HTTP is tried when nothing at {@code address} speaks RTSP
     * @param uri {@code rtsp://address:port/…}, held to the access path
     * @param owner as for {@link RtspUpstreams#open}
     * @throws IllegalArgumentException if {@code uri} cannot be asked for
     */
    public UpstreamSession open(
            DeviceId device,
            InetSocketAddress address,
            InetSocketAddress http,
            String uri,
            Optional<Credentials> credentials,
            Executor owner,
            UpstreamListener listener)
            throws InterruptedException {
        RtspUrl url = RtspUrl.parse(uri)
                .orElseThrow(() -> new IllegalArgumentException("stream address: cannot be asked for"));
        Attempt attempt = null;
        String instead = null;
        if (credentials.isPresent()) {
            Permission permission = guard.ask(device, credentials.get(), patience);
            if (permission instanceof Permission.Granted granted) {
                attempt = granted.attempt();
            } else if (permission instanceof Permission.Stopped stopped) {
                instead = "the device refused the stored password " + stopped.refusals()
                        + " times; not tried again until a person acts";
            } else {
                instead = "other logins to the device take too long";
            }
        }
        Optional<org.sharpeyes.media.digest.Credentials> login = attempt == null
                ? Optional.empty()
                : credentials.map(each -> new org.sharpeyes.media.digest.Credentials(each.username(), each.password()));
        return upstreams.open(
                UpstreamRequest.of(address, url, login).orThrough(http), owner, new Judged(listener, attempt, instead));
    }

    /** Tells the guard how the attempt ended. */
    private record Judged(
            UpstreamListener listener,
            @Nullable Attempt attempt,
            @Nullable String instead) implements UpstreamListener {
        @Override
        public void opened(UpstreamDescription description) {
            if (attempt != null) {
                attempt.accepted();
            }
            listener.opened(description);
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
        public void closed(UpstreamFailure cause) {
            if (attempt != null) {
                if (cause.kind() == UpstreamFailure.Kind.WRONG_PASSWORD) {
                    attempt.refused();
                } else {
                    attempt.unanswered();
                }
            }
            boolean stopped = instead != null && cause.kind() == UpstreamFailure.Kind.PASSWORD_NEEDED;
            listener.closed(stopped && instead != null ? new UpstreamFailure(cause.kind(), instead) : cause);
        }
    }
}

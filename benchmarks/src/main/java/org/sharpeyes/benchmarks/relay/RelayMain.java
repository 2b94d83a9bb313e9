package org.sharpeyes.benchmarks.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.sharpeyes.gateway.rtsp.UpstreamDescription;
import org.sharpeyes.gateway.rtsp.UpstreamRequest;
import org.sharpeyes.gateway.rtsp.UpstreamSettings;
import org.sharpeyes.gateway.rtsp.netty.RtspUpstreams;
import org.sharpeyes.gateway.rtsp.netty.UpstreamSession;
import org.sharpeyes.media.rtsp.RtspUrl;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.UpstreamListener;
import org.sharpeyes.relay.ViewerAccounts;
import org.sharpeyes.relay.ViewerAdmission;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.netty.RelayServer;

/**
 * The relay and the gateway's RTSP client as a process of their own, as the server runs them, but everybody may watch.
 *
 * <p>{@code main CAMERA_BASE}; prints {@code RELAY port=…}, ends when its standard input does.
 */
final class RelayMain {
    private RelayMain() {}

    /** The id under which the relay offers camera {@code number}. */
    static CameraId camera(int number) {
        return new CameraId(new UUID(0x5ea7, number));
    }

    public static void main(String[] args) throws IOException {
        RtspUrl base = RtspUrl.parse(args[0]).orElseThrow();
        RtspUpstreams upstreams = new RtspUpstreams(new DefaultEventLoopGroup(1), UpstreamSettings.defaults());
        RelayServer server = RelayServer.start(
                RtspServerSettings.defaults()
                        .withListener("127.0.0.1", 0)
                        .withLimits(10_000, 10_000, 10_000)
                        .withTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(60)),
                // A quarter of this process's direct memory.
                RelaySettings.defaults().withGopCachesBytes(32L << 20),
                (stream, owner, listener) -> open(upstreams, base, stream, owner, listener),
                new Everybody(),
                new Nobody(),
                InstantSource.system());
        System.out.println("RELAY port=" + server.address().getPort());
        while (System.in.read() >= 0) {
            // Only the end of the stream matters.
        }
        Runtime.getRuntime().halt(0);
    }

    private static Upstream open(
            RtspUpstreams upstreams, RtspUrl base, StreamKey stream, Executor owner, UpstreamListener listener) {
        long number = stream.camera().value().getLeastSignificantBits();
        UpstreamSession session = upstreams.open(
                UpstreamRequest.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), base.port()),
                        base.withResource("/cam/" + number),
                        Optional.empty()),
                owner,
                new Passed(listener));
        return new Upstream() {
            @Override
            public void requestKeyFrame() {
                KeyFrameRequest.send(base.port(), number);
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    private record Passed(UpstreamListener listener) implements org.sharpeyes.gateway.rtsp.UpstreamListener {
        @Override
        public void opened(UpstreamDescription description) {
            listener.opened(new StreamDescription(description.tracks().stream()
                    .map(track -> new TrackDescription(
                            track.isVideo() ? TrackDescription.Kind.VIDEO : TrackDescription.Kind.AUDIO,
                            track.map().payloadType(),
                            track.map().encoding(),
                            track.map().clockRate(),
                            track.map().channels(),
                            track.media().formatParameters().entrySet().stream()
                                    .map(one -> one.getKey() + "=" + one.getValue())
                                    .collect(Collectors.joining(";"))))
                    .toList()));
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
            listener.closed(new UpstreamFailure(UpstreamFailure.Kind.UNREACHABLE, cause.toString()));
        }
    }

    private static final class Everybody implements ViewerAdmission {
        private final Admission.Admitted admitted = new Admission.Admitted(UserId.random(), "bench", "benchmark", null);

        @Override
        public CompletionStage<Admission> admit(ViewerRequest request) {
            return CompletableFuture.completedFuture(admitted);
        }

        @Override
        public CompletionStage<Admission> begin(ViewerRequest request, Admission.Admitted before) {
            return CompletableFuture.completedFuture(admitted);
        }
    }

    private static final class Nobody implements ViewerAccounts {
        @Override
        public String realm() {
            return "bench";
        }

        @Override
        public boolean mayTry(String account, InetAddress client) {
            return false;
        }

        @Override
        public Optional<PasswordHashes> find(String account) {
            return Optional.empty();
        }

        @Override
        public void tried(String account, InetAddress client, boolean right) {
            // Nobody can.
        }
    }

    /** Where a reader finds camera {@code number}. */
    static String address(int port, int number) {
        return "rtsp://127.0.0.1:" + port + "/live/" + new StreamKey(camera(number), StreamProfile.MAIN)
                + "?ticket=everybody";
    }
}

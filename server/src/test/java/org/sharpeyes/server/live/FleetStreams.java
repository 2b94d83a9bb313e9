package org.sharpeyes.server.live;

import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultEventLoopGroup;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.sharpeyes.gateway.rtsp.UpstreamDescription;
import org.sharpeyes.gateway.rtsp.UpstreamRequest;
import org.sharpeyes.gateway.rtsp.UpstreamSettings;
import org.sharpeyes.gateway.rtsp.netty.RtspUpstreams;
import org.sharpeyes.gateway.rtsp.netty.UpstreamSession;
import org.sharpeyes.media.digest.Credentials;
import org.sharpeyes.media.rtsp.RtspUrl;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.UpstreamListener;
import org.sharpeyes.testkit.netty.SimulatedCamera;

/** Every stream is that of one simulated camera, by the gateway's RTSP client. */
final class FleetStreams implements CameraStreams {
    private final SimulatedCamera camera;
    private final RtspUpstreams upstreams =
            new RtspUpstreams(new DefaultEventLoopGroup(1), UpstreamSettings.defaults());

    @Override
    public Upstream open(StreamKey stream, Executor owner, UpstreamListener listener) {
        boolean main = stream.profile() == StreamProfile.MAIN;
        var login = camera.device().credentials();
        UpstreamSession session = upstreams.open(
                UpstreamRequest.of(
                        new InetSocketAddress(camera.device().address(), camera.rtspPort()),
                        RtspUrl.parse(camera.rtspUrl(main)).orElseThrow(),
                        Optional.of(new Credentials(login.username(), login.password()))),
                owner,
                new org.sharpeyes.gateway.rtsp.UpstreamListener() {
                    @Override
                    public void opened(UpstreamDescription description) {
                        listener.opened(new StreamDescription(description.tracks().stream()
                                .map(track -> new TrackDescription(
                                        track.isVideo() ? TrackDescription.Kind.VIDEO : TrackDescription.Kind.AUDIO,
                                        track.map().payloadType(),
                                        track.map().encoding(),
                                        track.map().clockRate(),
                                        track.map().channels(),
                                        null))
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
                        listener.closed(new UpstreamFailure(UpstreamFailure.Kind.UNREACHABLE, cause.detail()));
                    }
                });
        return new Upstream() {
            @Override
            public void requestKeyFrame() {
                // The simulated camera has a key frame soon enough.
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    FleetStreams(SimulatedCamera camera) {
        this.camera = camera;
    }
}

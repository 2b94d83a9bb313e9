package org.sharpeyes.server.live;

import java.util.concurrent.Executor;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.UpstreamListener;

/** A server to which no gateway is wired has no cameras. */
final class NoCameras implements CameraStreams {
    private static final Upstream CLOSED = new Upstream() {
        @Override
        public void requestKeyFrame() {}

        @Override
        public void close() {}
    };

    @Override
    public Upstream open(StreamKey stream, Executor owner, UpstreamListener listener) {
        owner.execute(
                () -> listener.closed(new UpstreamFailure(UpstreamFailure.Kind.UNKNOWN_STREAM, "no gateway is wired")));
        return CLOSED;
    }
}

package org.sharpeyes.relay.stream;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.Demand;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamListener;

/** Streams that a test plays by hand. */
final class HandCamera implements CameraStreams {
    static final class Session implements Upstream {
        final UpstreamListener listener;
        int keyRequests;
        boolean closed;
        Demand wantedFor = Demand.NOTHING;

        Session(UpstreamListener listener) {
            this.listener = listener;
        }

        void give(ByteBuf packet) {
            listener.packet(0, packet);
            packet.release();
        }

        @Override
        public void requestKeyFrame() {
            keyRequests++;
        }

        @Override
        public void wantedFor(Demand demand) {
            wantedFor = demand;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    final List<Session> sessions = new ArrayList<>();

    Session newest() {
        return sessions.get(sessions.size() - 1);
    }

    @Override
    public Upstream open(StreamKey stream, Executor owner, UpstreamListener listener) {
        Session session = new Session(listener);
        sessions.add(session);
        return session;
    }
}

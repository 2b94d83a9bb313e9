package org.sharpeyes.relay.webrtc.netty;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All sessions: by id, by what their checks name, and by where they come from. Thread-safe. */
final class RtcSessions {
    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, RtcSession> byId = new ConcurrentHashMap<>();
    private final Map<String, RtcSession> byUfrag = new ConcurrentHashMap<>();
    private final Map<Object, RtcSession> byRemote = new ConcurrentHashMap<>();

    RtcSessions(int most) {
        this.most = most;
    }

    /** @return {@code false} if there are as many as there may be */
    boolean enter(RtcSession session) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return false;
        }
        byId.put(session.id(), session);
        byUfrag.put(session.ufrag(), session);
        return true;
    }

    @Nullable
    RtcSession byId(String id) {
        return byId.get(id);
    }

    @Nullable
    RtcSession byUfrag(String ufrag) {
        return byUfrag.get(ufrag);
    }

    /** Whose datagrams from this address are. */
    @Nullable
    RtcSession byAddress(InetSocketAddress from) {
        return byRemote.get(from);
    }

    @Nullable
    RtcSession byPath(RtcPath path) {
        return byRemote.get(key(path));
    }

    /** From now on what comes by this path is the session's; whoever had the address before has moved away. */
    void reachedBy(RtcPath path, RtcSession session) {
        byRemote.put(key(path), session);
    }

    void forget(RtcSession session, Collection<RtcPath> paths) {
        if (byId.remove(session.id(), session)) {
            count.decrementAndGet();
        }
        byUfrag.remove(session.ufrag(), session);
        paths.forEach(path -> byRemote.remove(key(path), session));
    }

    List<RtcSession> all() {
        return List.copyOf(byId.values());
    }

    int size() {
        return byId.size();
    }

    /** Datagrams are told apart by address, connections by themselves. */
    private static Object key(RtcPath path) {
        return path instanceof RtcPath.Tcp tcp ? tcp.channel() : path.remote();
    }
}

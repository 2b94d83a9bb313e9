package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.sharpeyes.testkit.fleet.Ailment;
import org.sharpeyes.testkit.fleet.ChannelPlan;

/** Main and sub stream of one channel, and what was drawn from them. Confined to the device's loop, counters aside. */
final class ChannelFeeds {
    private final ChannelPlan plan;
    private final StreamFeed main;
    private final StreamFeed sub;
    private final AtomicInteger sessionCount = new AtomicInteger();
    private final Set<RtspSession> sessions = new HashSet<>();
    private final AtomicLong bytesSent = new AtomicLong();
    private Ailment ailment = Ailment.NONE;

    ChannelFeeds(ChannelPlan plan, StreamFeed main, StreamFeed sub) {
        this.plan = requireNonNull(plan, "plan");
        this.main = requireNonNull(main, "main");
        this.sub = requireNonNull(sub, "sub");
    }

    ChannelPlan plan() {
        return plan;
    }

    StreamFeed main() {
        return main;
    }

    StreamFeed sub() {
        return sub;
    }

    /** How many RTSP sessions play or are set up; to be read anywhere. */
    int sessionCount() {
        return sessionCount.get();
    }

    void opened(RtspSession session) {
        sessions.add(session);
        sessionCount.set(sessions.size());
    }

    void closed(RtspSession session) {
        sessions.remove(session);
        sessionCount.set(sessions.size());
    }

    /** Bytes of RTP and RTCP sent. */
    AtomicLong bytesSent() {
        return bytesSent;
    }

    /** What ails this channel, its device's troubles included. */
    Ailment ailment() {
        return ailment;
    }

    void ail(Ailment now) {
        ailment = now;
        main.show(now.picture());
        sub.show(now.picture());
        if (now.reach() == Ailment.Reach.REFUSED) {
            Set.copyOf(sessions).forEach(RtspSession::disconnect);
        }
    }

    void keyFrame() {
        main.keyFrame();
        sub.keyFrame();
    }

    void close() {
        main.close();
        sub.close();
    }
}

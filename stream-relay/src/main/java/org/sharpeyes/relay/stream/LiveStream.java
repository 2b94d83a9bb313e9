package org.sharpeyes.relay.stream;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.Demand;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.StreamSnapshot;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.UpstreamListener;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.picture.PictureGatherer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream: at most one upstream, opened when somebody asks, kept for a while after the last viewer, reopened while
 * viewers stay.
 *
 * <p>Confined to its owner thread.
 */
final class LiveStream {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
    private static final Duration BETWEEN_KEY_REQUESTS = Duration.ofSeconds(2);
    /** So long may somebody who was told of the stream take to come; afterwards it is for whoever is there. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(2);

    private record Asked(CompletableFuture<StreamOpening> answer, Demand demand) {}

    private final StreamKey key;
    private final StreamContext context;
    private final Runnable onClosed;
    private final StreamViewers viewers;
    private final List<Asked> waiting = new ArrayList<>();

    private StreamState state = new StreamState.Opening(0);
    private @Nullable Upstream upstream;
    private @Nullable StreamDescription description;
    private List<PictureGatherer> gatherers = List.of();
    private @Nullable Future<?> openTimer;
    private @Nullable Future<?> graceTimer;
    private @Nullable Future<?> retryTimer;
    private @Nullable Future<?> demandTimer;
    private boolean holdTimerSet;
    /** Calls of an upstream that we gave up carry an older number and are ignored. */
    private int generation;

    private long lastKeyRequestNanos;
    private @Nullable UpstreamFailure lastCause;
    private int openings;
    private long receivedPackets;
    private long receivedBytes;
    private long lostPackets;
    private long droppedBefore;
    private long pictureCount;
    private long keyCount;

    LiveStream(StreamKey key, StreamContext context, Runnable onClosed) {
        this.key = key;
        this.context = context;
        this.onClosed = onClosed;
        this.viewers = new StreamViewers(context);
        this.lastKeyRequestNanos = context.nanoTime() - BETWEEN_KEY_REQUESTS.toNanos();
    }

    /** Opens the camera for the first time. Call once. */
    void start() {
        open(new StreamState.Opening(0));
    }

    CompletionStage<StreamOpening> describe(Demand demand) {
        StreamDescription known = description;
        if (known != null && state instanceof StreamState.Live) {
            startGraceIfUnused();
            wanted(demand);
            return CompletableFuture.completedFuture(new StreamOpening.Ready(known));
        }
        CompletableFuture<StreamOpening> answer = new CompletableFuture<>();
        // While the camera is given a pause nobody's asking shortens it: the answer comes with the next attempt.
        boolean raises = demand.compareTo(demand()) > 0;
        waiting.add(new Asked(answer, demand));
        if (raises && state instanceof StreamState.Opening) {
            startOpenTimer();
        }
        wanted(demand);
        return answer;
    }

    void attach(Subscription subscription) {
        StreamDescription known = description;
        StreamDescription told = subscription.told();
        if (known != null && told != null && !known.compatibleWith(told)) {
            subscription.loop().execute(() -> subscription.end(ViewEnd.FORMAT_CHANGED));
            return;
        }
        cancel(graceTimer);
        graceTimer = null;
        boolean startsAtOnce = viewers.add(subscription, known, context.nanoTime());
        wanted(subscription.demand());
        if (!startsAtOnce) {
            requestKeyFrame();
        }
    }

    /** Gives a viewer that lost its way what a new one would start with, or asks the camera for it. */
    void refresh(Subscription subscription) {
        if (!viewers.refresh(subscription, context.nanoTime())) {
            requestKeyFrame();
        }
    }

    void detach(Subscription subscription) {
        viewers.remove(subscription);
        wanted(Demand.NOTHING);
        startGraceIfUnused();
    }

    void shutdown(ViewEnd reason, UpstreamFailure cause) {
        if (state instanceof StreamState.Closed) {
            return;
        }
        state = state.close();
        giveUpUpstream();
        cancel(graceTimer);
        cancel(retryTimer);
        cancel(demandTimer);
        for (PictureGatherer gatherer : gatherers) {
            gatherer.restart();
        }
        answerWaiting(new StreamOpening.Failed(cause));
        viewers.end(reason);
        onClosed.run();
    }

    CompletionStage<StreamSnapshot> snapshot() {
        StreamSnapshot.State shown = state.shown();
        String cause = lastCause == null ? null : lastCause.kind() + ": " + lastCause.detail();
        StreamSnapshot bare = new StreamSnapshot(
                key,
                shown,
                cause,
                openings,
                receivedPackets,
                receivedBytes,
                lostPackets,
                droppedPackets(),
                pictureCount,
                keyCount,
                viewers.cachedBytes(),
                List.of());
        return viewers.snapshot().thenApply(bare::withViewers);
    }

    private void open(StreamState.Opening opening) {
        state = opening;
        openings++;
        int mine = ++generation;
        startOpenTimer();
        upstream = context.streams().open(key, context.owner(), new Listener(mine));
        wanted(Demand.NOTHING);
    }

    private void startOpenTimer() {
        cancel(openTimer);
        int mine = generation;
        openTimer = context.schedule(context.settings().openTimeout(), () -> {
            if (mine == generation && state instanceof StreamState.Opening) {
                giveUpUpstream();
                lost(new UpstreamFailure(
                        UpstreamFailure.Kind.NO_MEDIA,
                        "not open after " + context.settings().openTimeout().toMillis() + " ms"));
            }
        });
    }

    private void opened(StreamDescription now) {
        cancel(openTimer);
        StreamDescription before = description;
        if (before != null && before.compatibleWith(now)) {
            description = now.withPayloadTypesOf(before);
        } else {
            description = now;
            if (before != null) {
                log("format changed");
            }
            droppedBefore = droppedPackets();
            gatherers = PictureGatherer.forTracks(now.tracks(), context.allocator(), this::deliver);
            viewers.formatChanged(before != null, now);
        }
        if (state instanceof StreamState.Opening opening) {
            state = opening.opened();
        }
        log("live");
        requestKeyFrame();
        answerWaiting(new StreamOpening.Ready(requireNonNull(description)));
        startGraceIfUnused();
    }

    private void lost(UpstreamFailure cause) {
        lastCause = cause;
        upstream = null;
        generation++;
        cancel(openTimer);
        for (PictureGatherer gatherer : gatherers) {
            gatherer.restart();
        }
        viewers.restarted();
        answerWaiting(new StreamOpening.Failed(cause));
        if (viewers.count() == 0 || !cause.kind().worthRetrying()) {
            log("closed");
            shutdown(cause.kind() == UpstreamFailure.Kind.PREEMPTED ? ViewEnd.PREEMPTED : ViewEnd.SOURCE_GONE, cause);
            return;
        }
        StreamState.Pausing pausing;
        if (state instanceof StreamState.Live live) {
            pausing = live.lost(cause);
        } else if (state instanceof StreamState.Opening opening) {
            pausing = opening.failed(cause);
        } else {
            throw new IllegalStateException(key + ": lost in " + state);
        }
        state = pausing;
        log("lost");
        retryTimer = context.schedule(pausing.pause(context.settings(), context.random()), () -> {
            if (state == pausing) {
                retry(pausing);
            }
        });
    }

    private void retry(StreamState.Pausing pausing) {
        cancel(retryTimer);
        open(pausing.retry());
    }

    private void deliver(Picture picture) {
        if (picture.kind() != Picture.Kind.CONTROL) {
            pictureCount++;
            if (picture.key()) {
                keyCount++;
            }
        }
        viewers.deliver(picture);
    }

    private void packet(int track, ByteBuf packet) {
        receivedPackets++;
        receivedBytes += packet.readableBytes();
        PictureGatherer gatherer = gatherers.get(track);
        gatherer.packet(packet, context.nanoTime());
        if (!holdTimerSet && gatherer.needsTimer()) {
            holdTimerSet = true;
            context.schedule(Duration.ofNanos(PictureGatherer.HOLD_NANOS), this::holdTimer);
        }
    }

    private void holdTimer() {
        holdTimerSet = false;
        long now = context.nanoTime();
        boolean again = false;
        for (PictureGatherer gatherer : gatherers) {
            gatherer.flushIfHeld(now);
            again |= gatherer.needsTimer();
        }
        if (again) {
            holdTimerSet = true;
            context.schedule(Duration.ofNanos(PictureGatherer.HOLD_NANOS), this::holdTimer);
        }
    }

    private void requestKeyFrame() {
        StreamDescription known = description;
        Upstream open = upstream;
        long now = context.nanoTime();
        if (open != null
                && known != null
                && known.hasVideo()
                && now - lastKeyRequestNanos >= BETWEEN_KEY_REQUESTS.toNanos()) {
            lastKeyRequestNanos = now;
            open.requestKeyFrame();
        }
    }

    /** The most important thing that it is wanted for by those who are there or wait. */
    private Demand demand() {
        Demand most = viewers.demand();
        for (Asked one : waiting) {
            most = most.or(one.demand());
        }
        return most;
    }

    /** @param coming what somebody wants who is not there yet */
    private void wanted(Demand coming) {
        if (state instanceof StreamState.Closed) {
            return;
        }
        Demand present = demand();
        Demand most = present.or(coming);
        cancel(demandTimer);
        if (most != present || most == Demand.NOTHING) {
            demandTimer = context.schedule(ON_THE_WAY, () -> tell(demand()));
        }
        if (most != Demand.NOTHING) {
            tell(most);
        }
    }

    private void tell(Demand most) {
        Upstream open = upstream;
        if (open != null) {
            open.wantedFor(most);
        }
    }

    private void startGraceIfUnused() {
        if (viewers.count() > 0 || state instanceof StreamState.Closed) {
            return;
        }
        cancel(graceTimer);
        graceTimer = context.schedule(context.settings().idleTimeout(), () -> {
            if (viewers.count() == 0 && waiting.isEmpty()) {
                log("idle");
                shutdown(ViewEnd.SOURCE_GONE, new UpstreamFailure(UpstreamFailure.Kind.CLOSED, "nobody watches"));
            }
        });
    }

    private void giveUpUpstream() {
        cancel(openTimer);
        generation++;
        Upstream open = upstream;
        if (open != null) {
            upstream = null;
            open.close();
        }
    }

    private void answerWaiting(StreamOpening outcome) {
        List<Asked> asked = List.copyOf(waiting);
        waiting.clear();
        asked.forEach(one -> one.answer().complete(outcome));
        wanted(Demand.NOTHING);
    }

    private long droppedPackets() {
        long dropped = droppedBefore;
        for (PictureGatherer gatherer : gatherers) {
            dropped += gatherer.dropped();
        }
        return dropped;
    }

    private void log(String what) {
        LOG.atInfo()
                .addKeyValue("stream", key)
                .addKeyValue("state", what)
                .addKeyValue("viewers", viewers.count())
                .addKeyValue("cause", lastCause)
                .log("Stream");
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private final class Listener implements UpstreamListener {
        private final int mine;

        Listener(int mine) {
            this.mine = mine;
        }

        @Override
        public void opened(StreamDescription now) {
            if (mine == generation) {
                LiveStream.this.opened(now);
            }
        }

        @Override
        public void packet(int track, ByteBuf packet) {
            if (mine == generation && track < gatherers.size()) {
                LiveStream.this.packet(track, packet);
            }
        }

        @Override
        public void control(int track, ByteBuf packet) {
            if (mine == generation && track < gatherers.size()) {
                gatherers.get(track).control(packet, context.nanoTime());
            }
        }

        @Override
        public void lost(int track, int packets) {
            if (mine == generation) {
                lostPackets += packets;
            }
        }

        @Override
        public void closed(UpstreamFailure cause) {
            if (mine == generation) {
                LiveStream.this.lost(cause);
            }
        }
    }
}

package org.sharpeyes.relay.stream;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.Demand;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.StreamSnapshot;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.picture.GopMemory;

/**
 * All streams. Each belongs for good to one of the owner threads, chosen by its key, so that there is exactly one of it.
 *
 * <p>Thread-safe: every call is a message to the owner.
 */
public final class StreamHub {
    private static final class Shard {
        final StreamContext context;
        /** Touched on the owner thread only. */
        final Map<StreamKey, LiveStream> streams = new HashMap<>();

        Shard(StreamContext context) {
            this.context = context;
        }

        LiveStream stream(StreamKey key) {
            LiveStream known = streams.get(key);
            if (known != null) {
                return known;
            }
            LiveStream stream = new LiveStream(key, context, () -> streams.remove(key));
            streams.put(key, stream);
            stream.start();
            return stream;
        }
    }

    private final List<Shard> shards;

    /**
     * @param owners single threads; event loops in life
     * @param clock monotonic nanoseconds
     * @param jitter in [0, 1), called on any owner
     */
    public StreamHub(
            List<? extends ScheduledExecutorService> owners,
            CameraStreams streams,
            RelaySettings settings,
            ByteBufAllocator allocator,
            LongSupplier clock,
            DoubleSupplier jitter) {
        List<Shard> made = new ArrayList<>();
        GopMemory gopMemory = new GopMemory(settings.gopCachesBytes());
        for (ScheduledExecutorService owner : owners) {
            made.add(new Shard(new StreamContext(owner, streams, settings, allocator, gopMemory, clock, jitter)));
        }
        shards = List.copyOf(made);
    }

    /** As below, for somebody who watches. */
    public CompletionStage<StreamOpening> describe(StreamKey key) {
        return describe(key, Demand.VIEWING);
    }

    /** Opens the stream if need be and says what it is. Completes on the stream's owner thread. */
    public CompletionStage<StreamOpening> describe(StreamKey key, Demand demand) {
        CompletableFuture<StreamOpening> answer = new CompletableFuture<>();
        Shard shard = shardOf(key);
        shard.context.owner().execute(() -> shard.stream(key).describe(demand).thenAccept(answer::complete));
        return answer;
    }

    /**
     * Puts a viewer at a stream, opening it again if it was closed meanwhile.
     *
     * @param loop the viewer's event loop
     * @param told what the viewer knows of the stream; if it is another by now the viewer is ended
     */
    public Subscription attach(StreamKey key, Viewer viewer, Executor loop, StreamDescription told) {
        return attach(key, viewer, loop, told, Demand.VIEWING);
    }

    /** As above, for one that does not watch. */
    public Subscription attach(StreamKey key, Viewer viewer, Executor loop, StreamDescription told, Demand demand) {
        return attach(key, new Subscription(this, key, viewer, loop, Subscription.Format.RTP, told, demand));
    }

    /** As above, for a viewer that takes packets made for WebRTC. */
    public Subscription attachForPackets(StreamKey key, Viewer viewer, Executor loop, StreamDescription told) {
        return attach(
                key, new Subscription(this, key, viewer, loop, Subscription.Format.PACKETS, told, Demand.VIEWING));
    }

    /**
     * As above, for a viewer that takes fMP4 fragments and learns of the stream's format from them.
     *
     * @param sound whether it wants sound with them
     */
    public Subscription attachForFragments(StreamKey key, Viewer viewer, Executor loop, boolean sound) {
        Subscription.Format format = sound ? Subscription.Format.SOUNDING_FRAGMENTS : Subscription.Format.FRAGMENTS;
        return attach(key, new Subscription(this, key, viewer, loop, format, null, Demand.VIEWING));
    }

    private Subscription attach(StreamKey key, Subscription subscription) {
        Shard shard = shardOf(key);
        shard.context.owner().execute(() -> shard.stream(key).attach(subscription));
        return subscription;
    }

    void refresh(Subscription subscription) {
        Shard shard = shardOf(subscription.stream());
        shard.context.owner().execute(() -> {
            LiveStream stream = shard.streams.get(subscription.stream());
            if (stream != null) {
                stream.refresh(subscription);
            }
        });
    }

    void detach(Subscription subscription) {
        Shard shard = shardOf(subscription.stream());
        shard.context.owner().execute(() -> {
            LiveStream stream = shard.streams.get(subscription.stream());
            if (stream != null) {
                stream.detach(subscription);
            }
        });
    }

    /** Figures of all open streams, gathered loop by loop. */
    public CompletionStage<List<StreamSnapshot>> snapshot() {
        CompletableFuture<List<StreamSnapshot>> all = CompletableFuture.completedFuture(List.of());
        for (Shard shard : shards) {
            all = all.thenCombine(snapshot(shard), StreamHub::joined);
        }
        return all;
    }

    /** Ends every view and closes every camera session. Completes when all are told. */
    public CompletionStage<Void> close() {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Shard shard : shards) {
            closing.add(CompletableFuture.runAsync(
                    () -> {
                        for (LiveStream stream : List.copyOf(shard.streams.values())) {
                            stream.shutdown(
                                    ViewEnd.SHUTDOWN,
                                    new UpstreamFailure(UpstreamFailure.Kind.CLOSED, "the server stops"));
                        }
                    },
                    shard.context.owner()));
        }
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<List<StreamSnapshot>> snapshot(Shard shard) {
        return CompletableFuture.supplyAsync(() -> List.copyOf(shard.streams.values()), shard.context.owner())
                .thenComposeAsync(
                        streams -> {
                            CompletableFuture<List<StreamSnapshot>> some = CompletableFuture.completedFuture(List.of());
                            for (LiveStream stream : streams) {
                                some = some.thenCombine(
                                        stream.snapshot(), (left, right) -> joined(left, List.of(right)));
                            }
                            return some;
                        },
                        shard.context.owner());
    }

    static <T> List<T> joined(List<T> left, List<T> right) {
        List<T> both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    private Shard shardOf(StreamKey key) {
        return shards.get(Math.floorMod(key.hashCode(), shards.size()));
    }
}

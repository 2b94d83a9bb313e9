package org.sharpeyes.relay.stream;

import io.netty.buffer.ByteBufAllocator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.Demand;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.fragment.FragmentMaker;
import org.sharpeyes.relay.picture.GopCache;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.webrtc.RtcPacketMaker;

/**
 * All viewers of one stream: those who take its pictures as they are, and those who take them in another shape.
 *
 * <p>Confined to the stream's owner thread.
 */
final class StreamViewers {
    private final Fanout pictures;
    private final Map<Subscription.Format, MadePictures> made = new EnumMap<>(Subscription.Format.class);

    StreamViewers(StreamContext context) {
        ByteBufAllocator allocator = context.allocator();
        pictures = new Fanout(cache(context));
        made.put(
                Subscription.Format.FRAGMENTS,
                new MadePictures(cache(context), (told, sink) -> FragmentMaker.of(told, allocator, sink)));
        made.put(
                Subscription.Format.SOUNDING_FRAGMENTS,
                new MadePictures(cache(context), (told, sink) -> FragmentMaker.withSound(told, allocator, sink)));
        made.put(
                Subscription.Format.PACKETS,
                new MadePictures(cache(context), (told, sink) -> RtcPacketMaker.of(told, allocator, sink)));
    }

    private static GopCache cache(StreamContext context) {
        RelaySettings settings = context.settings();
        return new GopCache(settings.gopCacheBytes(), settings.gopCacheAge().toNanos(), context.gopMemory());
    }

    int count() {
        int viewers = pictures.viewers();
        for (MadePictures shape : made.values()) {
            viewers += shape.fanout().viewers();
        }
        return viewers;
    }

    /** The most important thing that the stream is taken for. */
    Demand demand() {
        Demand most = pictures.demand();
        for (MadePictures shape : made.values()) {
            most = most.or(shape.fanout().demand());
        }
        return most;
    }

    int cachedBytes() {
        return pictures.cachedBytes();
    }

    /**
     * @param description what the stream is, {@code null} while that is not known
     * @return whether it can start at once; otherwise it needs a key frame
     */
    boolean add(Subscription subscription, @Nullable StreamDescription description, long nowNanos) {
        Fanout fanout = fanoutOf(subscription);
        MadePictures shape = made.get(subscription.format());
        if (shape != null && fanout.viewers() == 0) {
            shape.start(description, pictures.burst(nowNanos));
        }
        boolean startsAtOnce = fanout.canStartAtOnce();
        fanout.add(subscription, nowNanos);
        return startsAtOnce;
    }

    /** @return {@code false} if there is nothing it could start anew with */
    boolean refresh(Subscription subscription, long nowNanos) {
        return fanoutOf(subscription).refresh(subscription, nowNanos);
    }

    /** Harmless for one that was never added, or was ended meanwhile. */
    void remove(Subscription subscription) {
        fanoutOf(subscription).remove(subscription);
        made.values().forEach(MadePictures::stopIfUnused);
    }

    /** Takes over {@code picture}. */
    void deliver(Picture picture) {
        for (MadePictures shape : made.values()) {
            shape.push(picture);
        }
        pictures.deliver(picture);
    }

    /**
     * The stream is something else from now on. Who takes it as it is has to go; viewers of fragments follow: they get a
     * new start segment.
     *
     * @param before whether it was anything yet
     */
    void formatChanged(boolean before, StreamDescription now) {
        if (before) {
            pictures.end(ViewEnd.FORMAT_CHANGED);
        }
        made.forEach((format, shape) -> {
            if (before && !format.describesItself()) {
                shape.end(ViewEnd.FORMAT_CHANGED);
            } else if (shape.fanout().viewers() > 0) {
                shape.start(now, List.of());
            }
        });
    }

    void restarted() {
        pictures.restarted();
        made.values().forEach(MadePictures::restarted);
    }

    void end(ViewEnd reason) {
        pictures.end(reason);
        made.values().forEach(shape -> shape.end(reason));
        pictures.clear();
    }

    CompletionStage<List<ViewerSnapshot>> snapshot() {
        CompletionStage<List<ViewerSnapshot>> viewing = pictures.snapshot();
        for (MadePictures shape : made.values()) {
            viewing = viewing.thenCombine(shape.fanout().snapshot(), StreamHub::joined);
        }
        return viewing;
    }

    private Fanout fanoutOf(Subscription subscription) {
        MadePictures shape = made.get(subscription.format());
        return shape == null ? pictures : shape.fanout();
    }
}

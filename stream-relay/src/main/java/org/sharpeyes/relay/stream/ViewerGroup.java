package org.sharpeyes.relay.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;

/**
 * The viewers of one stream on one event loop. A picture costs one task per group, not one per viewer.
 *
 * <p>Confined to that loop.
 */
final class ViewerGroup {
    private final Executor loop;
    private final List<Subscription> subscriptions = new ArrayList<>();

    ViewerGroup(Executor loop) {
        this.loop = loop;
    }

    Executor loop() {
        return loop;
    }

    /** Takes over the references of {@code burst}. */
    void add(Subscription subscription, List<Picture> burst) {
        if (!subscription.cancelled()) {
            subscriptions.add(subscription);
            subscription.viewer().started(burst);
        }
        burst.forEach(Picture::release);
    }

    /** Takes over the references of {@code burst}. */
    void refresh(Subscription subscription, List<Picture> burst) {
        if (!subscription.cancelled() && !burst.isEmpty()) {
            subscription.viewer().refreshed(burst);
        }
        burst.forEach(Picture::release);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /** Takes over one reference of {@code picture}. */
    void deliver(Picture picture) {
        // By index, from the end: a viewer may leave while it is offered a picture, nobody else is passed over then.
        for (int i = subscriptions.size() - 1; i >= 0; i--) {
            Subscription subscription = subscriptions.get(i);
            if (!subscription.cancelled()) {
                subscription.viewer().offer(picture);
            }
        }
        picture.release();
    }

    void restarted() {
        for (Subscription subscription : List.copyOf(subscriptions)) {
            if (!subscription.cancelled()) {
                subscription.viewer().restarted();
            }
        }
    }

    void end(ViewEnd reason) {
        List<Subscription> ending = List.copyOf(subscriptions);
        subscriptions.clear();
        for (Subscription subscription : ending) {
            subscription.end(reason);
        }
    }

    List<ViewerSnapshot> snapshot() {
        List<ViewerSnapshot> snapshots = new ArrayList<>(subscriptions.size());
        for (Subscription subscription : subscriptions) {
            if (!subscription.cancelled()) {
                snapshots.add(subscription.viewer().snapshot());
            }
        }
        return snapshots;
    }
}

package org.sharpeyes.testkit.device;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.events.Notification;

/** Subscriptions of one device. Confined to the device's loop. */
final class PullPoints {
    /** Like many cameras: the next one is refused. */
    static final int MAX_SUBSCRIPTIONS = 8;
    /** A subscription that nobody pulls loses its oldest events. */
    static final int MAX_QUEUED = 64;

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Map<Integer, Subscription> subscriptions = new HashMap<>();
    private int next = 1;

    /** One client's queue. */
    static final class Subscription {
        private final int id;
        private final Deque<Notification> queue = new ArrayDeque<>();
        private Instant until;
        private @Nullable Runnable waiter;

        private Subscription(int id, Instant until) {
            this.id = id;
            this.until = until;
        }

        int id() {
            return id;
        }

        Instant until() {
            return until;
        }

        List<Notification> take(int limit) {
            List<Notification> taken = new ArrayList<>();
            while (taken.size() < Math.max(1, limit) && !queue.isEmpty()) {
                taken.add(queue.remove());
            }
            return taken;
        }

        boolean empty() {
            return queue.isEmpty();
        }

        /** Calls once when an event comes; a second waiter releases the first. */
        void await(Runnable ready) {
            release();
            waiter = ready;
        }

        private void release() {
            Runnable waiting = waiter;
            waiter = null;
            if (waiting != null) {
                waiting.run();
            }
        }
    }

    Optional<Subscription> create(@Nullable Duration wanted, Instant now) {
        subscriptions.values().removeIf(subscription -> subscription.until.isBefore(now));
        if (subscriptions.size() >= MAX_SUBSCRIPTIONS) {
            return Optional.empty();
        }
        Subscription made = new Subscription(next++, now.plus(bounded(wanted)));
        subscriptions.put(made.id, made);
        return Optional.of(made);
    }

    Optional<Subscription> find(int id, Instant now) {
        Subscription found = subscriptions.get(id);
        return found == null || found.until.isBefore(now) ? Optional.empty() : Optional.of(found);
    }

    void renew(Subscription subscription, Duration wanted, Instant now) {
        subscription.until = now.plus(bounded(wanted));
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription.id);
        subscription.release();
    }

    private static Duration bounded(@Nullable Duration wanted) {
        if (wanted == null || wanted.isNegative() || wanted.isZero()) {
            return Duration.ofMinutes(1);
        }
        return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }

    void publish(Notification notification) {
        for (Subscription subscription : List.copyOf(subscriptions.values())) {
            enqueue(subscription, notification);
        }
    }

    static void enqueue(Subscription subscription, Notification notification) {
        if (subscription.queue.size() >= MAX_QUEUED) {
            subscription.queue.remove();
        }
        subscription.queue.add(notification);
        subscription.release();
    }

    boolean anybody(Instant now) {
        return subscriptions.values().stream().anyMatch(subscription -> !subscription.until.isBefore(now));
    }
}

package org.sharpeyes.relay.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.sharpeyes.model.UserId;

/**
 * Every running view of every transport, so that it can be ended from outside: kicked, or cut off because a right or a
 * ticket was withdrawn.
 *
 * <p>Thread-safe. Touched when a view starts and ends, never for a picture.
 */
public final class ViewRegistry {
    /** Ends one view; called on the view's own loop, harmless when the view is over. */
    @FunctionalInterface
    public interface Ender {
        void end(ViewEnd reason);
    }

    private record View(ViewIdentity identity, Executor loop, Ender ender) {}

    private final Map<String, View> views = new ConcurrentHashMap<>();
    private final int maxPerUser;

    public ViewRegistry(int maxPerUser) {
        this.maxPerUser = maxPerUser;
    }

    /**
     * Enters a view.
     *
     * @return {@code false} if its user watches as many streams as one may
     */
    public boolean enter(ViewIdentity identity, Executor loop, Ender ender) {
        UserId user = identity.admitted().user();
        long running = views.values().stream()
                .filter(view -> view.identity.admitted().user().equals(user))
                .count();
        if (running >= maxPerUser) {
            return false;
        }
        views.put(identity.id(), new View(identity, loop, ender));
        return true;
    }

    public void leave(ViewIdentity identity) {
        views.remove(identity.id());
    }

    /**
     * Ends all views that match, each on its own loop.
     *
     * @return how many
     */
    public int end(Predicate<ViewIdentity> which, ViewEnd reason) {
        int ended = 0;
        for (View view : views.values()) {
            if (which.test(view.identity)) {
                ended++;
                view.loop.execute(() -> view.ender.end(reason));
            }
        }
        return ended;
    }

    public int size() {
        return views.size();
    }
}

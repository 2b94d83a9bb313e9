package org.sharpeyes.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AccessDecision;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/**
 * The one decision point, for API, streams, events and counts. Thread-safe; no method blocks, so event loops may ask.
 *
 * <p>Whoever keeps something running for a user (a media session, an event stream) subscribes with {@link #onChange} and
 * decides anew at each change: that is how a withdrawn right ends what is under way.
 */
public final class AccessControl {
    private final Places places;
    private final InstantSource clock;
    private final List<AccessListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Rights rights = Rights.NONE;
    private volatile @Nullable Instant nextExpiry;

    public AccessControl(Places places, InstantSource clock) {
        this.places = places;
        this.clock = clock;
    }

    /** Whether {@code user} may do {@code action} with this camera. */
    public AccessDecision decide(UserId user, Action action, CameraId camera) {
        return rights.decide(user, action, camera, places, clock.instant());
    }

    /** Whether {@code user} may do {@code action} in this area as a whole. */
    public AccessDecision decide(UserId user, Action action, AreaId area) {
        return rights.decide(user, action, area, places, clock.instant());
    }

    /** Whether {@code user} may do {@code action} that belongs to no area, or in some area at least. */
    public AccessDecision decide(UserId user, Action action) {
        return rights.decide(user, action, clock.instant());
    }

    /** The assignments of {@code user} that are in force now. */
    public List<Assignment> assignments(UserId user) {
        return rights.inForce(user, clock.instant()).toList();
    }

    /** Takes over new rights at once and tells the listeners. */
    public void replace(
            Set<UserId> activeUsers, Collection<Assignment> assignments, Collection<OpenedPoint> openedPoints) {
        Rights fresh = new Rights(activeUsers, assignments, openedPoints);
        nextExpiry = fresh.nextExpiry(clock.instant());
        rights = fresh;
        tell(new AccessChange.Rights());
    }

    /** Told that cameras moved between areas or changed their class. */
    public void placesChanged() {
        tell(new AccessChange.Rights());
    }

    /** Call once a second: tells the listeners when an assignment or an opening has ended by itself. */
    public void tick() {
        Instant expiry = nextExpiry;
        Instant now = clock.instant();
        if (expiry != null && !now.isBefore(expiry)) {
            nextExpiry = rights.nextExpiry(now);
            tell(new AccessChange.Rights());
        }
    }

    /** Told by sessions and tickets when they end early. */
    public void tell(AccessChange change) {
        listeners.forEach(listener -> listener.changed(change));
    }

    /** Adds a listener for good; it is called on the thread that made the change and must hand over, not work. */
    public void onChange(AccessListener listener) {
        listeners.add(listener);
    }

    /** Hears of changes after which what is running must be decided anew. */
    public interface AccessListener {
        void changed(AccessChange change);
    }
}

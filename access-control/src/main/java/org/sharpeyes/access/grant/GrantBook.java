package org.sharpeyes.access.grant;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sharpeyes.access.AccessChange;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;

/**
 * All grants in force, in memory: whoever shows recordings asks {@link #check} for each segment, fragment or group of
 * pictures before it leaves, and asks anew about what runs when {@link AccessControl#onChange} tells of
 * {@link AccessChange.Grants}. Thread-safe; nothing blocks, so event loops may ask.
 */
public final class GrantBook {
    private final AccessControl control;
    private final InstantSource clock;
    private final Map<GrantId, Grant> grants = new ConcurrentHashMap<>();

    public GrantBook(AccessControl control, InstantSource clock) {
        this.control = control;
        this.clock = clock;
    }

    /**
     * @param action {@link Action#PLAY_BACK} or {@link Action#EXPORT}
     * @param piece what is about to be shown, from its first picture to the end of its last
     */
    public GrantCheck check(GrantId id, UserId user, Action action, CameraId camera, TimeWindow piece) {
        Grant grant = grants.get(id);
        Instant now = clock.instant();
        if (grant == null || !grant.user().equals(user)) {
            return new GrantCheck.Closed(GrantCheck.Reason.NO_GRANT);
        }
        if (!grant.open(now)) {
            return new GrantCheck.Closed(GrantCheck.Reason.EXPIRED);
        }
        if (!grant.cameras().contains(camera)) {
            return new GrantCheck.Closed(GrantCheck.Reason.OTHER_CAMERA);
        }
        if (piece.from().isBefore(grant.window().from())
                || piece.to().isAfter(grant.window().to())) {
            return new GrantCheck.Closed(GrantCheck.Reason.OTHER_TIME);
        }
        return control.decide(user, action, camera).allowed()
                ? new GrantCheck.Open(grant.expiresAt())
                : new GrantCheck.Closed(GrantCheck.Reason.NO_RIGHT);
    }

    /** The grant of this id if it is in force and {@code user}'s. */
    public Optional<Grant> find(GrantId id, UserId user) {
        return Optional.ofNullable(grants.get(id))
                .filter(grant -> grant.user().equals(user) && grant.open(clock.instant()));
    }

    /** Whether a grant is in force, whoever's it is. */
    public boolean open(GrantId id) {
        Grant grant = grants.get(id);
        return grant != null && grant.open(clock.instant());
    }

    /** Takes a new grant into force, or a narrowed one in place of the old. */
    public void put(Grant grant) {
        if (grants.put(grant.id(), grant) != null) {
            control.tell(new AccessChange.Grants(grant.id()));
        }
    }

    /** Takes a grant out of force: from here on {@link #check} says no, and those who show something under it are told. */
    public void close(GrantId id) {
        if (grants.remove(id) != null) {
            control.tell(new AccessChange.Grants(id));
        }
    }

    /** Takes over what is in force at the start. */
    public void load(Collection<Grant> inForce) {
        inForce.forEach(grant -> grants.put(grant.id(), grant));
    }

    /** Call once a second: drops what has ended by itself and tells of it. Returns what was dropped. */
    public List<GrantId> tick() {
        Instant now = clock.instant();
        List<GrantId> ended = grants.values().stream()
                .filter(grant -> !grant.open(now))
                .map(Grant::id)
                .toList();
        ended.forEach(this::close);
        return ended;
    }
}

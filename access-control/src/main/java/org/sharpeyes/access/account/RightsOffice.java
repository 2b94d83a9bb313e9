package org.sharpeyes.access.account;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.Assignment;
import org.sharpeyes.access.OpenedPoint;
import org.sharpeyes.access.Role;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/**
 * Grants and takes rights, by the rules of the three administrators: nobody grants himself, an administrator is nothing
 * else, and no two of the three are one person. Thread-safe; methods block.
 */
public final class RightsOffice {
    private final AccountStore store;
    private final Accounts accounts;
    private final AccessControl control;
    private final InstantSource clock;

    public RightsOffice(AccountStore store, Accounts accounts, AccessControl control, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.control = control;
        this.clock = clock;
        publish();
    }

    /** What became of a grant. */
    public sealed interface Grant {
        record Granted(Assignment assignment) implements Grant {}

        /** A rule forbids it. */
        record Refused(String reason) implements Grant {}
    }

    /** Grants {@code assignment}. The caller has decided that {@code by} may manage rights, and writes the record. */
    public synchronized Grant grant(Assignment assignment, UserId by) {
        if (assignment.user().equals(by)) {
            return new Grant.Refused("nobody grants himself a right");
        }
        Account account = accounts.find(assignment.user())
                .orElseThrow(() ->
                        new IllegalArgumentException("user id: " + assignment.user() + " (expected: an account)"));
        String conflict = account.demo() ? null : conflict(assignment);
        if (conflict != null) {
            return new Grant.Refused(conflict);
        }
        store.insert(assignment, by, clock.instant());
        publish();
        return new Grant.Granted(assignment);
    }

    /** What the server itself gives at its first start. */
    public synchronized void grantAtFirstStart(Assignment assignment) {
        store.insert(assignment, null, clock.instant());
        publish();
    }

    /** @return {@code false} if there is no such assignment in force */
    public synchronized boolean revoke(UUID assignment, UserId by) {
        boolean revoked = store.revoke(assignment, by, clock.instant());
        publish();
        return revoked;
    }

    /** All that were not revoked, of one account or of all. */
    public List<Assignment> assignments(@Nullable UserId user) {
        return store.assignments().stream()
                .filter(a -> user == null || a.user().equals(user))
                .toList();
    }

    /** Opens a point to grid workers and residents, or changes its opening. */
    public synchronized void open(OpenedPoint point, UserId by) {
        store.put(point, by, clock.instant());
        publish();
    }

    public synchronized void close(CameraId point, UserId by) {
        store.close(point, by, clock.instant());
        publish();
    }

    public List<OpenedPoint> openedPoints() {
        return store.openedPoints();
    }

    /** Makes the decision point follow the store; also after accounts were disabled or enabled. */
    public synchronized void publish() {
        control.replace(accounts.active(), store.assignments(), store.openedPoints());
    }

    private @Nullable String conflict(Assignment wanted) {
        if (wanted.effect() == Assignment.Effect.DENY) {
            return null;
        }
        for (Assignment held : assignments(wanted.user())) {
            boolean different = held.role() != wanted.role() && held.effect() == Assignment.Effect.ALLOW;
            if (different && (held.role().administrator() || wanted.role().administrator())) {
                Role administrator = held.role().administrator() ? held.role() : wanted.role();
                return "whoever is " + administrator.text() + " can be nothing else";
            }
        }
        return null;
    }
}

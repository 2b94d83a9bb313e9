package org.sharpeyes.access.request;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.access.request.Outcome.Done;
import org.sharpeyes.access.request.Outcome.Refused;
import org.sharpeyes.access.request.Outcome.Rule;
import org.sharpeyes.access.request.RequestState.Ended;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.UserId;

/**
 * Takes requests and decisions about them, and keeps the {@link GrantBook} in step with what was decided. Thread-safe;
 * methods block. Decisions are taken one after the other, so what the book says follows the store's order; what ends a
 * grant closes it in the book first, so that nothing is shown even if the store then fails.
 *
 * <p>Callers write the access record before they call.
 */
public final class RequestOffice {
    private final RequestStore store;
    private final ApprovalPolicies policies;
    private final AccessControl control;
    private final GrantBook grants;
    private final ControlSettings settings;
    private final InstantSource clock;
    private final List<RequestListener> listeners = new CopyOnWriteArrayList<>();

    public RequestOffice(
            RequestStore store,
            ApprovalPolicies policies,
            AccessControl control,
            GrantBook grants,
            ControlSettings settings,
            InstantSource clock) {
        this.store = store;
        this.policies = policies;
        this.control = control;
        this.grants = grants;
        this.settings = settings;
        this.clock = clock;
        Instant now = clock.instant();
        grants.load(store.unfinished().stream()
                .flatMap(request -> request.grant(now).stream())
                .toList());
    }

    /** Adds a listener for good. */
    public void onChange(RequestListener listener) {
        listeners.add(listener);
    }

    /**
     * Takes a request. The caller has decided that the requester may ask for these points.
     *
     * @throws IllegalArgumentException if it is over a limit
     */
    public synchronized AccessRequest ask(Ask ask) {
        checkLimits(ask);
        AccessRequest request =
                AccessRequest.asked(ask, policies.of(ask.cameras()), ask.at().plus(settings.decideWithin()));
        store.insert(request);
        tell(request);
        return request;
    }

    /** Opens what is asked for at once, where the policy allows it and no earlier break-glass waits too long for its review. */
    public synchronized Outcome breakGlass(Ask ask, String reason) {
        checkLimits(ask);
        ApprovalPolicy policy = policies.of(ask.cameras());
        if (!policy.breakGlass()) {
            return new Refused(Rule.POLICY, "the policy of the area allows no break-glass");
        }
        boolean overdue = store.unfinished().stream()
                .filter(earlier -> earlier.ask().requester().equals(ask.requester()))
                .map(AccessRequest::breakGlass)
                .anyMatch(glass -> glass != null && glass.overdue(ask.at()));
        if (overdue) {
            return new Refused(Rule.POLICY, "an earlier break-glass of yours still waits for its review");
        }
        AccessRequest request = AccessRequest.brokenGlass(
                ask, policy, new BreakGlass(reason, ask.at().plus(settings.reviewWithin()), 0, null));
        store.insert(request);
        request.grant(clock.instant()).ifPresent(grants::put);
        tell(request);
        return new Done(request);
    }

    /**
     * @param number of the paper behind it; {@code null}: one is made
     * @throws IllegalArgumentException if the narrowing would widen
     */
    public synchronized Outcome approve(
            RequestId id, long version, UserId by, @Nullable String number, String comment, Scope.Narrowing narrowing) {
        AccessRequest request = known(id);
        if (request.version() != version) {
            return new Refused(Rule.NOT_NOW, "the request was changed meanwhile: look at it again");
        }
        if (!mayDecide(by, request.scope().narrowed(narrowing).cameras())) {
            return new Refused(Rule.NO_RIGHT, "you may not approve for all of these points");
        }
        Instant now = clock.instant();
        boolean supervisor = request.scope().cameras().stream()
                .allMatch(camera ->
                        control.decide(by, Action.SUPERVISE_ACCESS, camera).allowed());
        String paper = number == null ? id + "-" + (request.votes().size() + 1) : number;
        return keep(request.approve(new Vote(by, now, paper, supervisor, comment), narrowing));
    }

    public synchronized Outcome refuse(RequestId id, long version, UserId by, String reason) {
        AccessRequest request = known(id);
        if (request.version() != version) {
            return new Refused(Rule.NOT_NOW, "the request was changed meanwhile: look at it again");
        }
        return mayDecide(by, request.scope().cameras())
                ? keep(request.refuse(by, clock.instant(), reason))
                : new Refused(Rule.NO_RIGHT, "you may not decide about all of these points");
    }

    public synchronized Outcome withdraw(RequestId id, UserId by) {
        return keep(known(id).withdraw(by, clock.instant()));
    }

    /** Any approver of any of the points may end a grant: closing needs fewer rights than opening. */
    public synchronized Outcome revoke(RequestId id, UserId by, String reason) {
        AccessRequest request = known(id);
        if (!mayDecideSome(by, request)) {
            return new Refused(Rule.NO_RIGHT, "only an approver revokes a grant");
        }
        closeBefore(request);
        return keep(request.revoke(by, clock.instant(), reason));
    }

    /** @throws IllegalArgumentException if it would widen */
    public synchronized Outcome narrow(RequestId id, long version, UserId by, Scope.Narrowing narrowing) {
        AccessRequest request = known(id);
        if (request.version() != version) {
            return new Refused(Rule.NOT_NOW, "the request was changed meanwhile: look at it again");
        }
        return by.equals(request.ask().requester()) || mayDecideSome(by, request)
                ? keep(request.narrow(narrowing, clock.instant()))
                : new Refused(Rule.NO_RIGHT, "only the requester or an approver narrows a request");
    }

    public synchronized Outcome review(RequestId id, UserId by, boolean justified, String comment) {
        AccessRequest request = known(id);
        if (!mayDecideSome(by, request)) {
            return new Refused(Rule.NO_RIGHT, "only an approver reviews a break-glass");
        }
        if (!justified && !by.equals(request.ask().requester())) {
            closeBefore(request);
        }
        return keep(request.review(new BreakGlass.Review(by, clock.instant(), justified, comment)));
    }

    /** Call once a second: ends in the book what has run out. Never blocks for long. */
    public List<GrantId> tick() {
        return grants.tick();
    }

    /** Call every few seconds: writes down what time has done: lapsed, expired, escalated. Returns what changed. */
    public synchronized List<AccessRequest> sweep() {
        Instant now = clock.instant();
        return store.unfinished().stream()
                .map(request -> {
                    AccessRequest passed = request.passed(now, settings.reviewWithin());
                    return passed.equals(request) ? null : keep(new Done(passed));
                })
                .filter(Done.class::isInstance)
                .map(outcome -> ((Done) outcome).request())
                .toList();
    }

    /** Whether {@code user} may know of the request: its requester, who may decide about some of it, the auditor. */
    public boolean visible(UserId user, AccessRequest request) {
        return request.ask().requester().equals(user)
                || control.decide(user, Action.READ_ACCESS_REGISTER).allowed()
                || mayDecideSome(user, request);
    }

    /** Empty also for one that {@code user} may not know of. */
    public Optional<AccessRequest> find(RequestId id, UserId user) {
        return store.find(id).filter(request -> visible(user, request));
    }

    /** For our own modules: what a hold or an export belongs to. */
    public Optional<AccessRequest> find(RequestId id) {
        return store.find(id);
    }

    /** The request whose grant this is, or was. */
    public Optional<AccessRequest> findByGrant(GrantId grant) {
        return store.findByGrant(grant);
    }

    /** Newest first, whoever asks: the caller asks {@link #visible} of each. */
    public List<AccessRequest> newest(@Nullable RequestId before, int limit) {
        return store.newest(before, limit);
    }

    public boolean mayDecideSome(UserId user, AccessRequest request) {
        return request.ask().cameras().stream().anyMatch(camera -> control.decide(user, Action.APPROVE_ACCESS, camera)
                .allowed());
    }

    private boolean mayDecide(UserId user, Collection<CameraId> cameras) {
        return cameras.stream().allMatch(camera -> control.decide(user, Action.APPROVE_ACCESS, camera)
                .allowed());
    }

    private void checkLimits(Ask ask) {
        Duration length = ask.window().length();
        if (length.compareTo(settings.windowLongest()) > 0) {
            throw new IllegalArgumentException(
                    "to: a window of " + length + " (expected: at most " + settings.windowLongest() + ")");
        }
        if (ask.grantFor().compareTo(settings.grantLongest()) > 0) {
            throw new IllegalArgumentException(
                    "grantFor: " + ask.grantFor() + " (expected: at most " + settings.grantLongest() + ")");
        }
    }

    /** Nothing more is shown from here on, whatever becomes of the store. */
    private void closeBefore(AccessRequest request) {
        GrantId grant = request.grantId();
        if (grant != null) {
            grants.close(grant);
        }
    }

    private Outcome keep(Outcome outcome) {
        if (!(outcome instanceof Done done)) {
            return outcome;
        }
        AccessRequest next = done.request();
        RequestStore.Kept kept = store.replace(next);
        if (kept == RequestStore.Kept.NUMBER_TAKEN) {
            return new Refused(Rule.NUMBER_TAKEN, "the approval number belongs to another request");
        }
        if (kept == RequestStore.Kept.STALE) {
            return new Refused(Rule.NOT_NOW, "the request was changed meanwhile: look at it again");
        }
        next.grant(clock.instant()).ifPresentOrElse(grants::put, () -> closeBefore(next));
        if (next.state() instanceof Ended) {
            closeBefore(next);
        }
        tell(next);
        return outcome;
    }

    private AccessRequest known(RequestId id) {
        return store.find(id)
                .orElseThrow(() -> new IllegalArgumentException("request id: " + id + " (expected: a request)"));
    }

    private void tell(AccessRequest request) {
        listeners.forEach(listener -> listener.changed(request));
    }
}

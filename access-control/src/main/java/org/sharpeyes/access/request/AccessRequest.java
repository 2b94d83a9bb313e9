package org.sharpeyes.access.request;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.grant.Grant;
import org.sharpeyes.access.request.Outcome.Done;
import org.sharpeyes.access.request.Outcome.Refused;
import org.sharpeyes.access.request.Outcome.Rule;
import org.sharpeyes.access.request.RequestState.End;
import org.sharpeyes.access.request.RequestState.Ended;
import org.sharpeyes.access.request.RequestState.Granted;
import org.sharpeyes.access.request.RequestState.Pending;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.UserId;

/**
 * A request for recordings, and the rules of its life. Immutable; every change is a new version.
 *
 * <p>Who may decide where is for {@link RequestOffice} to know; what is here holds whoever decides: nobody approves his
 * own request, two approvals are two people, what is opened never grows, what has ended never opens again.
 *
 * @param version from 1; one more with each change
 * @param scope what is asked for or opened, after narrowing
 * @param breakGlass {@code null} for a request that waited for its approval
 */
public record AccessRequest(
        RequestId id,
        long version,
        Ask ask,
        ApprovalPolicy policy,
        Scope scope,
        List<Vote> votes,
        @Nullable BreakGlass breakGlass,
        RequestState state) {
    public AccessRequest {
        requireNonNull(id, "id");
        requireNonNull(ask, "ask");
        requireNonNull(policy, "policy");
        requireNonNull(scope, "scope");
        requireNonNull(state, "state");
        votes = List.copyOf(votes);
    }

    static AccessRequest asked(Ask ask, ApprovalPolicy policy, Instant decideBy) {
        return new AccessRequest(
                RequestId.random(),
                1,
                ask,
                policy,
                new Scope(ask.cameras(), ask.window(), null),
                List.of(),
                null,
                new Pending(decideBy));
    }

    static AccessRequest brokenGlass(Ask ask, ApprovalPolicy policy, BreakGlass breakGlass) {
        Instant expiresAt = ask.at().plus(shorter(policy.breakGlassFor(), ask.grantFor()));
        return new AccessRequest(
                RequestId.random(),
                1,
                ask,
                policy,
                new Scope(ask.cameras(), ask.window(), expiresAt),
                List.of(),
                breakGlass,
                new Granted(GrantId.random(), ask.at(), expiresAt));
    }

    /** The grant in force at {@code now}, if there is one. */
    public Optional<Grant> grant(Instant now) {
        return state instanceof Granted granted && now.isBefore(granted.expiresAt())
                ? Optional.of(new Grant(
                        granted.grant(), ask.requester(), scope.cameras(), scope.window(), granted.expiresAt()))
                : Optional.empty();
    }

    /** The grant that it ever had. */
    public @Nullable GrantId grantId() {
        if (state instanceof Granted granted) {
            return granted.grant();
        }
        return state instanceof Ended ended ? ended.grant() : null;
    }

    /** Whether nobody will change it any more, but for a review that is due. */
    public boolean over() {
        return state instanceof Ended && (breakGlass == null || breakGlass.review() != null);
    }

    /**
     * Somebody approves, perhaps less than was asked for.
     *
     * @throws IllegalArgumentException if the narrowing would widen
     */
    Outcome approve(Vote vote, Scope.Narrowing narrowing) {
        if (!(state instanceof Pending pending) || !vote.at().isBefore(pending.decideBy())) {
            return notNow("approved");
        }
        if (vote.by().equals(ask.requester())) {
            return new Refused(Rule.OWN_REQUEST, "nobody approves his own request");
        }
        if (votes.stream().anyMatch(earlier -> earlier.by().equals(vote.by()))) {
            return new Refused(Rule.SAME_PERSON, "the second approval must come from another person");
        }
        Scope approved = scope.narrowed(narrowing);
        List<Vote> all = Stream.concat(votes.stream(), Stream.of(vote)).toList();
        RequestState next = state;
        if (policy.satisfiedBy(all)) {
            Instant latest = vote.at().plus(ask.grantFor());
            Instant wanted = approved.expiresAt() == null ? latest : approved.expiresAt();
            if (wanted.isAfter(latest) || !wanted.isAfter(vote.at())) {
                throw new IllegalArgumentException(
                        "expiresAt: " + wanted + " (expected: after now, not after " + latest + ")");
            }
            approved = new Scope(approved.cameras(), approved.window(), wanted);
            next = new Granted(GrantId.random(), vote.at(), wanted);
        }
        return new Done(new AccessRequest(id, version + 1, ask, policy, approved, all, breakGlass, next));
    }

    Outcome refuse(UserId by, Instant now, String reason) {
        if (!(state instanceof Pending)) {
            return notNow("refused");
        }
        return by.equals(ask.requester())
                ? new Refused(Rule.OWN_REQUEST, "withdraw your own request instead")
                : ended(End.REFUSED, by, now, reason);
    }

    Outcome withdraw(UserId by, Instant now) {
        if (!by.equals(ask.requester())) {
            return new Refused(Rule.NO_RIGHT, "only the requester withdraws a request");
        }
        return state instanceof Pending ? ended(End.WITHDRAWN, by, now, "") : notNow("withdrawn");
    }

    Outcome revoke(UserId by, Instant now, String reason) {
        return state instanceof Granted ? ended(End.REVOKED, by, now, reason) : notNow("revoked");
    }

    /** @throws IllegalArgumentException if the narrowing would widen */
    Outcome narrow(Scope.Narrowing narrowing, Instant now) {
        if (state instanceof Ended) {
            return notNow("narrowed");
        }
        Scope less = scope.narrowed(narrowing);
        RequestState next = state;
        if (state instanceof Granted granted) {
            Instant expiresAt = less.expiresAt() == null ? granted.expiresAt() : less.expiresAt();
            if (!now.isBefore(granted.expiresAt()) || !now.isBefore(expiresAt)) {
                return notNow("narrowed");
            }
            next = new Granted(granted.grant(), granted.at(), expiresAt);
        }
        return new Done(new AccessRequest(id, version + 1, ask, policy, less, votes, breakGlass, next));
    }

    Outcome review(BreakGlass.Review review) {
        if (breakGlass == null || breakGlass.review() != null) {
            return new Refused(Rule.NOT_NOW, "there is nothing to review, or it was reviewed already");
        }
        if (review.by().equals(ask.requester())) {
            return new Refused(Rule.OWN_REQUEST, "nobody reviews his own break-glass");
        }
        BreakGlass reviewed =
                new BreakGlass(breakGlass.reason(), breakGlass.reviewBy(), breakGlass.escalation(), review);
        RequestState next = !review.justified() && state instanceof Granted granted
                ? new Ended(End.REVOKED, granted.grant(), review.by(), review.at(), review.comment())
                : state;
        return new Done(new AccessRequest(id, version + 1, ask, policy, scope, votes, reviewed, next));
    }

    /** What time has done to it; itself if nothing. {@code again}: after what time an unreviewed break-glass escalates again. */
    AccessRequest passed(Instant now, Duration again) {
        if (state instanceof Pending pending && !now.isBefore(pending.decideBy())) {
            return with(breakGlass, new Ended(End.LAPSED, null, null, pending.decideBy(), ""));
        }
        if (state instanceof Granted granted && !now.isBefore(granted.expiresAt())) {
            return with(breakGlass, new Ended(End.EXPIRED, granted.grant(), null, granted.expiresAt(), ""));
        }
        if (breakGlass != null && breakGlass.review() == null && !now.isBefore(breakGlass.reviewBy())) {
            return with(
                    new BreakGlass(
                            breakGlass.reason(), breakGlass.reviewBy().plus(again), breakGlass.escalation() + 1, null),
                    state);
        }
        return this;
    }

    private Outcome ended(End end, UserId by, Instant now, String reason) {
        return new Done(with(breakGlass, new Ended(end, grantId(), by, now, reason)));
    }

    private AccessRequest with(@Nullable BreakGlass glass, RequestState next) {
        return new AccessRequest(id, version + 1, ask, policy, scope, votes, glass, next);
    }

    private Refused notNow(String what) {
        return new Refused(Rule.NOT_NOW, "a request that is " + state.text() + " cannot be " + what);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

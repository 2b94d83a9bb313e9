package org.sharpeyes.server.live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.ticket.TicketCheck;
import org.sharpeyes.access.ticket.TicketOffice;
import org.sharpeyes.model.AccessDecision;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.Ticket;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.ViewerAdmission;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.server.discovery.StreamRanks;
import org.sharpeyes.server.security.Access;

/** Lets access-control decide about the relay's viewers. Thread-safe; only the access record leaves the caller's thread. */
final class AccessAdmission implements ViewerAdmission {
    /** A player that signs in by itself states no purpose. */
    private static final String NO_PURPOSE = "";

    private final AccessControl control;
    private final TicketOffice tickets;
    private final Accounts accounts;
    private final Access access;
    private final Executor recorder;
    private final StreamRanks ranks;

    /** @param recorder bounded; where access records are written */
    AccessAdmission(
            AccessControl control,
            TicketOffice tickets,
            Accounts accounts,
            Access access,
            Executor recorder,
            StreamRanks ranks) {
        this.control = control;
        this.tickets = tickets;
        this.accounts = accounts;
        this.access = access;
        this.recorder = recorder;
        this.ranks = ranks;
    }

    @Override
    public CompletionStage<Admission> admit(ViewerRequest request) {
        return CompletableFuture.completedFuture(decide(request));
    }

    private Admission decide(ViewerRequest request) {
        if (request.credential() instanceof ViewerCredential.TicketText shown) {
            TicketCheck check = tickets.verify(
                    shown.text(), request.stream(), request.client().getHostAddress());
            if (check instanceof TicketCheck.Valid valid) {
                Ticket ticket = valid.ticket();
                return accounts.find(ticket.user())
                        .map(account -> decide(request, account, ticket.purpose(), ticket.id()))
                        .orElseGet(Admission.Unauthenticated::new);
            }
            return new Admission.Unauthenticated();
        }
        if (request.credential() instanceof ViewerCredential.Account named) {
            return accounts.find(named.name())
                    .map(account -> decide(request, account, NO_PURPOSE, null))
                    .orElseGet(Admission.Unauthenticated::new);
        }
        throw new IllegalStateException("credential " + request.credential());
    }

    private Admission decide(
            ViewerRequest request,
            Account account,
            String purpose,
            @org.jspecify.annotations.Nullable String ticketId) {
        AccessDecision decision =
                control.decide(account.id(), Action.VIEW_LIVE, request.stream().camera());
        if (decision instanceof AccessDecision.Allowed allowed) {
            // A rule begins with the role that it comes from.
            ranks.admitted(request.stream(), allowed.rule().split(" ", 2)[0]);
            return new Admission.Admitted(account.id(), account.username(), purpose, ticketId);
        }
        return decision instanceof AccessDecision.Forbidden forbidden
                ? new Admission.Forbidden(forbidden.reason())
                : new Admission.Hidden();
    }

    @Override
    public CompletionStage<Admission> begin(ViewerRequest request, Admission.Admitted admitted) {
        UserId user = admitted.user();
        AccessDecision decision =
                control.decide(user, Action.VIEW_LIVE, request.stream().camera());
        if (!(decision instanceof AccessDecision.Allowed allowed)) {
            return CompletableFuture.completedFuture(
                    decision instanceof AccessDecision.Forbidden forbidden
                            ? new Admission.Forbidden(forbidden.reason())
                            : new Admission.Hidden());
        }
        if (admitted.ticketId() != null) {
            // Its record was written when the ticket was handed out.
            return CompletableFuture.completedFuture(admitted);
        }
        try {
            return CompletableFuture.supplyAsync(() -> recorded(request, admitted, allowed.rule()), recorder);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedFuture(new Admission.Unavailable("too many views begin at once"));
        }
    }

    private Admission recorded(ViewerRequest request, Admission.Admitted admitted, String rule) {
        access.record(
                admitted.user(),
                admitted.userName(),
                request.client().getHostAddress(),
                Action.VIEW_LIVE.name(),
                request.stream().camera(),
                request.stream().profile().text(),
                admitted.purpose(),
                rule);
        return admitted;
    }
}

package org.sharpeyes.access.ticket;

import org.sharpeyes.model.Ticket;

/** What became of a ticket that somebody showed. */
public sealed interface TicketCheck {
    record Valid(Ticket ticket) implements TicketCheck {}

    /** Forged, expired, revoked, for another stream or from another address; the caller answers the same to all. */
    record Refused(String reason) implements TicketCheck {}
}

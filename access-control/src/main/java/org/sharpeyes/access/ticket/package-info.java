/**
 * Tickets: short-lived permissions that the media plane checks without SQL.
 *
 * <p>Start from {@link org.sharpeyes.access.ticket.TicketOffice}.
 */
@NullMarked
package org.sharpeyes.access.ticket;

import org.jspecify.annotations.NullMarked;

package org.sharpeyes.access;

import java.util.Set;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.UserId;

/** Something that may end what is running. */
public sealed interface AccessChange {
    /** A grant was revoked or narrowed, or ran out: ask anew about everything that runs under it. */
    record Grants(GrantId grant) implements AccessChange {}

    /** Rights, places or openings changed or ran out: decide anew about everything that runs. */
    record Rights() implements AccessChange {}

    /**
     * A session ended: what was opened with these tickets must end, whatever the rights say.
     *
     * @param user whose session it was
     */
    record TicketsRevoked(UserId user, Set<String> ticketIds) implements AccessChange {
        public TicketsRevoked {
            ticketIds = Set.copyOf(ticketIds);
        }
    }
}

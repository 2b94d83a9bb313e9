package org.sharpeyes.access.request;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.GrantId;

/** Where requests are kept. Methods block. */
public interface RequestStore {
    /** What became of a change. */
    enum Kept {
        DONE,
        /** Somebody else changed the request meanwhile. */
        STALE,
        /** An approval number of it belongs to another request. */
        NUMBER_TAKEN
    }

    void insert(AccessRequest request);

    /** Replaces the version before {@code next}, in one transaction with its approval numbers. */
    Kept replace(AccessRequest next);

    Optional<AccessRequest> find(RequestId id);

    /** The request whose grant this is, or was. */
    Optional<AccessRequest> findByGrant(GrantId grant);

    /** All that are not over, in no order. */
    List<AccessRequest> unfinished();

    /**
     * Newest first.
     *
     * @param before the last of the page before; {@code null} for the first page
     */
    List<AccessRequest> newest(@Nullable RequestId before, int limit);
}

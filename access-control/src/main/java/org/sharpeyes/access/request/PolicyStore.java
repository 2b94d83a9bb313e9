package org.sharpeyes.access.request;

import java.time.Instant;
import java.util.Map;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.UserId;

/** Where the areas' approval policies are kept. Methods block. */
public interface PolicyStore {
    Map<AreaId, ApprovalPolicy> policies();

    void put(AreaId area, ApprovalPolicy policy, UserId by, Instant at);

    /** @return {@code false} if the area had none of its own */
    boolean remove(AreaId area, UserId by, Instant at);
}

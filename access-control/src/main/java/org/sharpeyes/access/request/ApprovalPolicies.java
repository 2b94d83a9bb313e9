package org.sharpeyes.access.request;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sharpeyes.access.Places;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/** Which policy holds where: that of the nearest area above a point, else the general one. Thread-safe. */
public final class ApprovalPolicies {
    private final PolicyStore store;
    private final Places places;
    private final ApprovalPolicy general;
    private final InstantSource clock;

    public ApprovalPolicies(PolicyStore store, Places places, ApprovalPolicy general, InstantSource clock) {
        this.store = store;
        this.places = places;
        this.general = general;
        this.clock = clock;
    }

    /** The strictest of all that hold at these points. Blocks. */
    ApprovalPolicy of(Collection<CameraId> cameras) {
        Map<AreaId, ApprovalPolicy> own = store.policies();
        return cameras.stream()
                .map(camera -> lineage(camera).stream()
                        .map(own::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(general))
                .reduce(ApprovalPolicy::strictest)
                .orElse(general);
    }

    /** The policies that areas have of their own. Blocks. */
    public Map<AreaId, ApprovalPolicy> own() {
        return store.policies();
    }

    public ApprovalPolicy general() {
        return general;
    }

    /** Requests that are pending keep the policy that they were made under. Blocks. */
    public void put(AreaId area, ApprovalPolicy policy, UserId by) {
        store.put(area, policy, by, clock.instant());
    }

    /** @return {@code false} if the area had none of its own. Blocks. */
    public boolean remove(AreaId area, UserId by) {
        return store.remove(area, by, clock.instant());
    }

    private List<AreaId> lineage(CameraId camera) {
        Places.Place place = places.of(camera);
        AreaId area = place == null ? null : place.area();
        return area == null ? List.of() : places.lineage(area);
    }
}

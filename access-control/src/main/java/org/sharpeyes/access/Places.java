package org.sharpeyes.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;

/**
 * Where cameras stand, as the decision point needs to know it. Answers come from memory at once: event loops ask.
 * Implementations are thread-safe.
 */
public interface Places {
    /** The place of a camera, or {@code null} if there is no such camera. */
    @Nullable
    Place of(CameraId camera);

    /** The area and all above it, the area first; empty if there is no such area. */
    List<AreaId> lineage(AreaId area);

    /**
     * @param area {@code null} for a camera that nobody has put into an area yet; only an assignment to the whole tree
     *     reaches it
     * @param pointClass class of the point ({@code 1}, {@code 2}, {@code 3}); empty when not known
     */
    record Place(@Nullable AreaId area, String pointClass) {}
}

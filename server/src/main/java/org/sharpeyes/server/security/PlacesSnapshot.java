package org.sharpeyes.server.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.Places;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;

/**
 * Where cameras stand, in memory. Thread-safe; the registry's adapter replaces the whole at each change and then calls
 * {@code AccessControl.placesChanged()}.
 */
public final class PlacesSnapshot implements Places {
    /** Deeper than county → town → village → grid, and an end to what should never be a circle. */
    private static final int MAX_DEPTH = 16;

    private record Content(Map<CameraId, Place> cameras, Map<AreaId, List<AreaId>> lineages) {}

    private volatile Content content = new Content(Map.of(), Map.of());

    /**
     * @param cameras every camera with its place
     * @param parents every area with the one above it; an area that is no key and no value does not exist
     * @param roots areas without parent
     */
    public void replace(Map<CameraId, Place> cameras, Map<AreaId, AreaId> parents, List<AreaId> roots) {
        Map<AreaId, List<AreaId>> lineages = new java.util.HashMap<>();
        roots.forEach(root -> lineages.put(root, List.of(root)));
        parents.keySet().forEach(area -> lineages.put(area, lineage(area, parents)));
        content = new Content(Map.copyOf(cameras), Map.copyOf(lineages));
    }

    @Override
    public @Nullable Place of(CameraId camera) {
        return content.cameras().get(camera);
    }

    @Override
    public List<AreaId> lineage(AreaId area) {
        return content.lineages().getOrDefault(area, List.of());
    }

    private static List<AreaId> lineage(AreaId area, Map<AreaId, AreaId> parents) {
        List<AreaId> lineage = new ArrayList<>();
        AreaId next = area;
        while (next != null && lineage.size() < MAX_DEPTH) {
            lineage.add(next);
            next = parents.get(next);
        }
        return List.copyOf(lineage);
    }
}

package org.sharpeyes.registry.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;

/**
 * A camera as it is now: a point, what hangs there, where that looks. Immutable.
 *
 * @param sources ways to the picture, best first; empty while nothing hangs at the point
 * @param dependencies accepted ones that it hangs on directly
 * @param since when the point came into being
 */
public record CameraEntry(
        CameraId id,
        PointDetails details,
        Pose pose,
        List<CameraSource> sources,
        List<DependencyId> dependencies,
        Instant since) {
    public CameraEntry {
        sources = List.copyOf(sources);
        dependencies = List.copyOf(dependencies);
    }

    /** The way to try first. */
    public Optional<CameraSource> source() {
        return sources.stream().findFirst();
    }

    public boolean installed() {
        return !sources.isEmpty();
    }
}

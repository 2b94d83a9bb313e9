package org.sharpeyes.alarm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which group explains a loss. Looks at cameras and groups, changes nothing but the groups' samples. Confined to the
 * engine's thread.
 *
 * <p>A group is judged by a sample of at most {@code siblingSample} siblings that were probed at once when the first of
 * them fell silent, so a switch with 600 cameras is known to be dead long before its last camera was probed in turn.
 */
final class RootCauses {
    private static final double DEPENDENCY_SHARE = 0.8;
    private static final double AREA_SHARE = 0.5;
    private static final int LEAST_LOST = 3;
    private static final int LEAST_LOST_WHEN_SILENT = 2;

    /** A group is not sampled again sooner, however many of it fall silent. */
    private static final long SAMPLE_GAP_NANOS = 10_000_000_000L;

    private final AlarmSettings settings;
    private final long together;

    RootCauses(AlarmSettings settings) {
        this.settings = settings;
        this.together = settings.together().toNanos();
    }

    /**
     * Chooses the siblings to probe because {@code camera} missed.
     *
     * @return those who must be probed now; none while the groups' last samples are fresh
     */
    Set<WatchedCamera> siblingsToProbe(WatchedCamera camera, List<CauseGroup> groups, long now) {
        Set<WatchedCamera> ask = new LinkedHashSet<>();
        for (CauseGroup group : groups) {
            if (group.sampledAt != WatchedCamera.NEVER && now - group.sampledAt < SAMPLE_GAP_NANOS) {
                continue;
            }
            group.sampledAt = now;
            group.sample = sample(group, now);
            for (WatchedCamera sibling : group.sample) {
                if (sibling != camera && !sibling.down()) {
                    ask.add(sibling);
                }
            }
        }
        return ask;
    }

    /** The first of those whose answer tells something: not in maintenance, not dead for long. */
    private List<WatchedCamera> sample(CauseGroup group, long now) {
        List<WatchedCamera> able = new ArrayList<>(settings.siblingSample());
        for (WatchedCamera camera : group.cameras()) {
            CameraHealth health = camera.health();
            if (health instanceof CameraHealth.Up
                    || health instanceof CameraHealth.Unknown
                    || health instanceof CameraHealth.Suspect
                    || health instanceof CameraHealth.Down && camera.lostNear(now, 2 * together)) {
                able.add(camera);
                if (able.size() == settings.siblingSample()) {
                    break;
                }
            }
        }
        return able;
    }

    /** Whether answers of siblings may still come. */
    boolean mustWait(WatchedCamera camera, long now) {
        long wait = settings.siblingWait().toNanos();
        for (CauseGroup group : camera.dependencies) {
            if (waitsFor(group, now, wait)) {
                return true;
            }
        }
        for (CauseGroup group : camera.areas) {
            if (waitsFor(group, now, wait)) {
                return true;
            }
        }
        return false;
    }

    private static boolean waitsFor(CauseGroup group, long now, long wait) {
        if (group.sampledAt == WatchedCamera.NEVER || now - group.sampledAt >= wait || group.sample.size() < 2) {
            return false;
        }
        for (WatchedCamera sibling : group.sample) {
            boolean answered = sibling.lastProofAt >= group.sampledAt;
            boolean missed = sibling.health() instanceof CameraHealth.Suspect suspect && suspect.rounds() > 0;
            if (!answered && !missed && !sibling.down()) {
                return true;
            }
        }
        return false;
    }

    /** The topmost dependency that explains the loss of {@code camera}, or {@code null}. */
    @Nullable
    CauseGroup dependencyFor(WatchedCamera camera) {
        return topmost(camera.dependencies.stream()
                .filter(group -> explainsDependency(group, camera))
                .toList());
    }

    private boolean explainsDependency(CauseGroup group, WatchedCamera camera) {
        int lost = 0;
        for (WatchedCamera sibling : group.sample) {
            if (sibling.lostNear(camera.lossBeganAt(), together)) {
                lost++;
            }
        }
        int least = group.silent ? LEAST_LOST_WHEN_SILENT : LEAST_LOST;
        return lost >= least && lost >= DEPENDENCY_SHARE * group.sample.size();
    }

    /** The topmost area of which at least half is gone, all told or by its sample just now, or {@code null}. */
    @Nullable
    CauseGroup areaFor(WatchedCamera camera) {
        return topmost(camera.areas.stream()
                .filter(group -> group.incident == null)
                .filter(group -> halfOfTheSampleIsLost(group, camera) || halfIsDown(group))
                .toList());
    }

    private boolean halfOfTheSampleIsLost(CauseGroup area, WatchedCamera camera) {
        List<WatchedCamera> lost = area.sample.stream()
                .filter(sibling -> sibling.lostNear(camera.lossBeganAt(), together))
                .toList();
        return lost.size() >= LEAST_LOST
                && lost.size() >= AREA_SHARE * area.sample.size()
                && !oneDependencyExplains(lost);
    }

    /** A village behind one switch is a dead switch, not an area outage. */
    private static boolean halfIsDown(CauseGroup area) {
        return area.down() >= LEAST_LOST
                && area.downShare() >= AREA_SHARE
                && !area.explainedByOneDependency(DEPENDENCY_SHARE);
    }

    private static boolean oneDependencyExplains(List<WatchedCamera> lost) {
        Map<CauseGroup, Integer> explained = new HashMap<>();
        for (WatchedCamera camera : lost) {
            for (CauseGroup group : camera.dependencies) {
                if (group.incident != null) {
                    explained.merge(group, 1, Integer::sum);
                }
            }
        }
        return explained.values().stream().anyMatch(count -> count >= DEPENDENCY_SHARE * lost.size());
    }

    /** Whether a wider incident still has the share that made it one. */
    boolean stillExplains(OpenIncident incident, CauseGroup group, Fleet fleet, long now) {
        if (group.isArea()) {
            // Cameras are found down in turn: a share is not complete before each was asked often enough.
            boolean complete = now - incident.raisedAt
                    > together
                            + settings.downAfter().plus(settings.siblingWait()).toNanos();
            return !complete || group.downShare() >= AREA_SHARE;
        }
        int down = 0;
        int all = 0;
        for (var id : incident.cameras) {
            WatchedCamera camera = fleet.find(id);
            if (camera != null && !(camera.health() instanceof CameraHealth.Maintenance)) {
                all++;
                // Not yet confirmed is not yet back.
                if (camera.down() || camera.health() instanceof CameraHealth.Suspect) {
                    down++;
                }
            }
        }
        return all > 0 && down >= DEPENDENCY_SHARE * all;
    }

    private static @Nullable CauseGroup topmost(List<CauseGroup> candidates) {
        CauseGroup best = null;
        for (CauseGroup candidate : candidates) {
            boolean topmost = candidates.stream().noneMatch(candidate.above::contains);
            if (topmost
                    && (best == null
                            || candidate.cameras().size() > best.cameras().size())) {
                best = candidate;
            }
        }
        return best;
    }
}

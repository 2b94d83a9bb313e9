package org.sharpeyes.server.registry;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.registry.RegistryProblem;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.history.ChangedMeanwhile;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;

/** The registry as one person may see and change it. Thread-safe. */
final class VisibleRegistry {
    private final Registry registry;
    private final Access access;
    private final AccessControl control;
    private final CameraConditions conditions;
    private volatile Sorted sorted = new Sorted(CameraDirectory.empty(), List.of());

    /** All cameras of one directory by point code. */
    private record Sorted(CameraDirectory of, List<CameraEntry> cameras) {}

    VisibleRegistry(Registry registry, Access access, AccessControl control, CameraConditions conditions) {
        this.registry = registry;
        this.access = access;
        this.control = control;
        this.conditions = conditions;
    }

    CameraDirectory directory() {
        return registry.directory();
    }

    /** All cameras that the user may know of, by point code. */
    List<CameraEntry> cameras(CurrentUser user) {
        CameraDirectory now = registry.directory();
        Sorted known = sorted;
        if (known.of() != now) {
            known = new Sorted(
                    now,
                    now.cameras().stream()
                            .sorted(Comparator.comparing(
                                    entry -> entry.details().code()))
                            .toList());
            sorted = known;
        }
        return known.cameras().stream()
                .filter(entry -> access.visible(user, entry.id()))
                .toList();
    }

    /** @throws ApiProblem 404 if it is not there or not to be known */
    CameraEntry camera(CurrentUser user, String id) {
        return camera(user, id, Action.SEE_CAMERA);
    }

    /** @throws ApiProblem 404 or 403 */
    CameraEntry camera(CurrentUser user, String id, Action action) {
        CameraId camera;
        try {
            camera = CameraId.parse(id);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
        access.require(user, action, camera);
        return registry.directory().camera(camera).orElseThrow(ApiProblem::notFound);
    }

    /** Areas the user works in or sees a camera in, and all above those. */
    Set<AreaId> areas(CurrentUser user) {
        CameraDirectory now = registry.directory();
        Set<AreaId> seen = new HashSet<>();
        now.areas().stream()
                .filter(area ->
                        control.decide(user.id(), Action.SEE_CAMERA, area.id()).allowed())
                .forEach(area -> seen.addAll(now.path(area.id())));
        cameras(user).forEach(camera -> seen.addAll(now.path(camera.details().area())));
        return seen;
    }

    /** Whether the user may know of a point that lay in {@code areaThen}, also when it is gone now. */
    boolean mayKnow(CurrentUser user, CameraId camera, AreaId areaThen) {
        return registry.directory().camera(camera).isPresent() ? access.visible(user, camera) : maySee(user, areaThen);
    }

    boolean maySee(CurrentUser user, AreaId area) {
        return control.decide(user.id(), Action.SEE_CAMERA, area).allowed();
    }

    boolean mayEdit(CurrentUser user, AreaId area) {
        return control.decide(user.id(), Action.EDIT_REGISTRY, area).allowed();
    }

    /** Serial numbers and addresses are for those who look after the hardware. */
    boolean seesHardware(CurrentUser user, CameraEntry camera) {
        return access.allows(user, Action.EDIT_REGISTRY, camera.id());
    }

    CameraConditions.Condition condition(CameraEntry camera) {
        Optional<CameraConditions.Condition> known = conditions.of(camera.id());
        return known.orElseGet(() ->
                new CameraConditions.Condition(CameraState.UNKNOWN, camera.since(), "nothing was observed yet", null));
    }

    Registry registry() {
        return registry;
    }

    Access access() {
        return access;
    }

    /** A change from now on in the user's name. */
    static Change change(CurrentUser user, String reason) {
        return Change.now(user.username(), reason);
    }

    /** Runs a command and turns the registry's refusals into answers. */
    static <T> T answering(Supplier<T> command) {
        try {
            return command.get();
        } catch (ChangedMeanwhile changed) {
            throw ApiProblem.changedMeanwhile(
                    String.valueOf(changed.getMessage()), changed.version(), changed.changes());
        } catch (RegistryProblem problem) {
            if (problem.kind() == RegistryProblem.Kind.CONFLICT) {
                throw ApiProblem.conflict(String.valueOf(problem.getMessage()));
            }
            // The message has the house form, which the problem writer answers as a value that cannot be used.
            throw new IllegalArgumentException(problem.getMessage(), problem);
        }
    }
}

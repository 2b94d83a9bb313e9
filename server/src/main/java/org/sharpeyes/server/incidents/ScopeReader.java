package org.sharpeyes.server.incidents;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;

/** Finds what a scope means that a person wrote, and whether he may plan or see work there. Stateless but for its parts. */
final class ScopeReader {
    private final CameraDirectory directory;
    private final Access access;
    private final CurrentUser user;

    ScopeReader(CameraDirectory directory, Access access, CurrentUser user) {
        this.directory = directory;
        this.access = access;
        this.user = user;
    }

    /** By key, point code, or the name of an area or dependency if only one has it; empty if it is none the caller may see. */
    Optional<Subject> find(String written) {
        List<Subject> found = written.matches("(camera|dependency|area):[0-9a-fA-F-]{36}")
                ? List.of(Subject.parse(written))
                : named(written);
        return found.size() == 1 && exists(found.get(0)) && allows(Action.SEE_INCIDENTS, found.get(0))
                ? Optional.of(found.get(0))
                : Optional.empty();
    }

    private List<Subject> named(String written) {
        List<Subject> points = directory.cameras().stream()
                .filter(camera -> camera.details().code().digits().equals(written))
                .<Subject>map(camera -> new Subject.OfCamera(camera.id()))
                .toList();
        return !points.isEmpty()
                ? points
                : Stream.<Subject>concat(
                                directory.areas().stream()
                                        .filter(area -> area.name().equals(written))
                                        .map(area -> new Subject.OfArea(area.id())),
                                directory.dependencies().stream()
                                        .filter(dependency -> dependency.name().equals(written))
                                        .map(dependency -> new Subject.OfDependency(dependency.id())))
                        .toList();
    }

    private boolean exists(Subject subject) {
        return !cameras(subject).isEmpty()
                || subject instanceof Subject.OfArea of
                        && directory.area(of.area()).isPresent();
    }

    /** Whether the caller may do this with every camera of it. */
    boolean allows(Action action, Subject subject) {
        if (subject instanceof Subject.OfArea of) {
            return access.allows(user, action, of.area());
        }
        List<CameraId> cameras = cameras(subject);
        return !cameras.isEmpty() && cameras.stream().allMatch(camera -> access.allows(user, action, camera));
    }

    private List<CameraId> cameras(Subject subject) {
        if (subject instanceof Subject.OfCamera of) {
            return directory.camera(of.camera()).stream()
                    .map(camera -> camera.id())
                    .toList();
        }
        if (subject instanceof Subject.OfDependency of) {
            return directory.cameras().stream()
                    .filter(camera -> directory.chain(camera).stream()
                            .anyMatch(dependency -> dependency.id().equals(of.dependency())))
                    .map(camera -> camera.id())
                    .toList();
        }
        return subject instanceof Subject.OfArea of
                ? directory.cameras().stream()
                        .filter(camera -> directory.within(camera.details().area(), of.area()))
                        .map(camera -> camera.id())
                        .toList()
                : List.of();
    }

    String name(Subject subject) {
        if (subject instanceof Subject.OfCamera of) {
            return directory
                    .camera(of.camera())
                    .map(camera -> camera.details().name())
                    .orElse("");
        }
        if (subject instanceof Subject.OfDependency of) {
            return directory
                    .dependency(of.dependency())
                    .map(dependency -> dependency.name())
                    .orElse("");
        }
        return subject instanceof Subject.OfArea of
                ? directory.area(of.area()).map(area -> area.name()).orElse("")
                : "";
    }
}

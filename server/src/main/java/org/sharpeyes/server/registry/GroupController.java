package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.registry.directory.CameraGroup;
import org.sharpeyes.registry.postgres.CameraGroups;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Free groups of cameras beside the civil tree. */
@RestController
@RequestMapping("/api/v1/groups")
class GroupController {
    private final VisibleRegistry registry;
    private final CameraGroups groups;

    GroupController(VisibleRegistry registry, CameraGroups groups) {
        this.registry = registry;
        this.groups = groups;
    }

    /** @param cameras those you may see */
    record GroupBody(
            @Nullable String id,
            @Nullable String name,
            @Nullable String code,
            @Nullable String parent,
            @Nullable List<String> cameras,
            @Nullable String reason) {}

    @Operation(summary = "Groups that hold a camera you may see, and those above them")
    @GetMapping
    Page<GroupBody> list(CurrentUser user) {
        List<CameraGroup> all = groups.all();
        boolean editor = registry.access().allows(user, Action.EDIT_REGISTRY);
        return Page.whole(all.stream()
                .filter(group -> editor || shown(group, all, user))
                .map(group -> view(group, user))
                .toList());
    }

    private boolean shown(CameraGroup group, List<CameraGroup> all, CurrentUser user) {
        return group.cameras().stream().anyMatch(camera -> registry.access().visible(user, camera))
                || all.stream().anyMatch(below -> group.id().equals(below.parent()) && shown(below, all, user));
    }

    @Operation(summary = "Make a group")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    GroupBody create(@RequestBody GroupBody body, CurrentUser user) {
        return put(UUID.randomUUID(), List.of(), body, user);
    }

    @Operation(summary = "Change a group")
    @PutMapping("/{id}")
    GroupBody edit(@PathVariable String id, @RequestBody GroupBody body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraGroup known = find(id);
        // Cameras of others stay where they are.
        return put(
                known.id(),
                known.cameras().stream()
                        .filter(camera -> !registry.access().visible(user, camera))
                        .toList(),
                body,
                user);
    }

    @Operation(summary = "Take a group away; its cameras stay")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id, @RequestParam(defaultValue = "") String reason, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraGroup known = find(id);
        known.cameras().forEach(camera -> registry.access().require(user, Action.EDIT_REGISTRY, camera));
        VisibleRegistry.answering(() -> {
            groups.remove(known.id(), VisibleRegistry.change(user, reason));
            return true;
        });
    }

    private GroupBody put(UUID id, List<CameraId> kept, GroupBody body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        String name = body.name();
        if (name == null) {
            throw ApiProblem.invalid("name", null, "a text");
        }
        List<CameraId> cameras = new java.util.ArrayList<>(kept);
        List<String> sent = body.cameras();
        for (String camera : sent == null ? List.<String>of() : sent) {
            cameras.add(registry.camera(user, camera).id());
        }
        String parent = body.parent();
        CameraGroup group = new CameraGroup(
                id, name, body.code(), parent == null ? null : find(parent).id(), cameras);
        String reason = body.reason();
        VisibleRegistry.answering(() -> {
            groups.put(group, VisibleRegistry.change(user, reason == null ? "" : reason));
            return true;
        });
        return view(group, user);
    }

    private CameraGroup find(String id) {
        UUID wanted = FileController.uuid(id);
        return groups.all().stream()
                .filter(group -> group.id().equals(wanted))
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
    }

    private GroupBody view(CameraGroup group, CurrentUser user) {
        UUID parent = group.parent();
        return new GroupBody(
                group.id().toString(),
                group.name(),
                group.code(),
                parent == null ? null : parent.toString(),
                group.cameras().stream()
                        .filter(camera -> registry.access().visible(user, camera))
                        .map(CameraId::toString)
                        .toList(),
                null);
    }
}

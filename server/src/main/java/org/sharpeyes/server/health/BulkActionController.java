package org.sharpeyes.server.health;

import io.swagger.v3.oas.annotations.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Reboot, set time, re-probe many cameras: said first, confirmed by the same person, a result for each. */
@RestController
@RequestMapping("/api/v1/bulk-actions")
class BulkActionController {
    private static final int MOST_CAMERAS = 500;

    private final BulkActions actions;
    private final Registry registry;
    private final Access access;

    BulkActionController(BulkActions actions, Registry registry, Access access) {
        this.actions = actions;
        this.registry = registry;
        this.access = access;
    }

    record NewAction(@Nullable String action, @Nullable List<String> cameras) {}

    record ResultView(String camera, String name, String outcome, String detail, String before, String after) {}

    record ActionView(String id, String action, String state, String warning, List<ResultView> results) {}

    @Operation(summary = "Say what shall be done; nothing happens before it is confirmed")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ActionView propose(@RequestBody NewAction body, CurrentUser user) {
        access.require(user, Action.REGISTER_CAMERA);
        BulkActions.Kind kind;
        try {
            kind = BulkActions.Kind.valueOf(String.valueOf(body.action()));
        } catch (IllegalArgumentException unknown) {
            throw ApiProblem.invalid("action", body.action(), "REBOOT, SET_TIME or REPROBE");
        }
        List<String> wanted = body.cameras() == null ? List.of() : body.cameras();
        if (wanted.isEmpty() || wanted.size() > MOST_CAMERAS) {
            throw ApiProblem.invalid("cameras", wanted.size(), "1 to " + MOST_CAMERAS);
        }
        List<CameraId> cameras = new ArrayList<>();
        for (String id : wanted) {
            CameraId camera;
            try {
                camera = CameraId.parse(id);
            } catch (IllegalArgumentException noId) {
                throw ApiProblem.invalid("cameras", id, "ids of cameras");
            }
            access.require(user, Action.REGISTER_CAMERA, camera);
            cameras.add(camera);
        }
        try {
            return view(actions.propose(user.id(), kind, cameras));
        } catch (IllegalStateException full) {
            throw ApiProblem.conflict(String.valueOf(full.getMessage()));
        }
    }

    @Operation(summary = "Do it")
    @PostMapping("/{id}/confirm")
    ActionView confirm(@PathVariable String id, CurrentUser user) {
        BulkActions.Job job = find(id, user);
        for (BulkActions.Result result : job.results()) {
            String rule = access.require(user, Action.REGISTER_CAMERA, result.camera());
            access.record(user, "BULK_" + job.kind, result.camera(), "bulk action " + job.id, "", rule);
        }
        if (!actions.confirm(job)) {
            throw ApiProblem.conflict("it was confirmed before");
        }
        return view(job);
    }

    @Operation(summary = "How far it is, camera by camera")
    @GetMapping("/{id}")
    ActionView one(@PathVariable String id, CurrentUser user) {
        return view(find(id, user));
    }

    private BulkActions.Job find(String id, CurrentUser user) {
        access.require(user, Action.REGISTER_CAMERA);
        try {
            return actions.find(UUID.fromString(id))
                    .filter(job -> job.owner.equals(user.id()))
                    .orElseThrow(ApiProblem::notFound);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }

    private ActionView view(BulkActions.Job job) {
        List<BulkActions.Result> results = job.results();
        String warning =
                switch (job.kind) {
                    case REBOOT -> results.size() + " cameras will be dark for about a minute";
                    case SET_TIME -> "recordings of " + results.size() + " cameras may have a step in their time";
                    case REPROBE -> "";
                };
        return new ActionView(
                job.id.toString(),
                job.kind.name(),
                job.state(),
                warning,
                results.stream()
                        .map(result -> new ResultView(
                                result.camera().toString(),
                                registry.directory()
                                        .camera(result.camera())
                                        .map(camera -> camera.details().name())
                                        .orElse(""),
                                result.outcome(),
                                result.detail(),
                                result.before(),
                                result.after()))
                        .toList());
    }
}

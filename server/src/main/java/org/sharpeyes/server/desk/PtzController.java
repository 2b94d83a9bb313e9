package org.sharpeyes.server.desk;

import static org.sharpeyes.server.desk.DeskForms.needed;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.Assignment;
import org.sharpeyes.desk.postgres.PostgresGuards;
import org.sharpeyes.desk.ptz.LeaseAnswer;
import org.sharpeyes.desk.ptz.PtzLease;
import org.sharpeyes.desk.ptz.PtzLeases;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.onvif.ptz.PtzVector;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.discovery.CameraDrives;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Moving a camera: who holds its lease may, whatever program he uses. */
@RestController
@RequestMapping("/api/v1/cameras/{id}/ptz")
class PtzController {
    /** A browser that dies in the middle of a move does not leave the camera turning. */
    private static final Duration LONGEST_MOVE = Duration.ofSeconds(2);

    private final Access access;
    private final AccessControl control;
    private final Registry registry;
    private final PtzLeases leases;
    private final PostgresGuards guards;
    private final CameraDrives drives;
    private final PtzDesk desk;
    private final InstantSource clock;

    PtzController(
            Access access,
            AccessControl control,
            Registry registry,
            PtzLeases leases,
            PostgresGuards guards,
            CameraDrives drives,
            PtzDesk desk,
            InstantSource clock) {
        this.access = access;
        this.control = control;
        this.registry = registry;
        this.leases = leases;
        this.guards = guards;
        this.drives = drives;
        this.desk = desk;
        this.clock = clock;
    }

    record LeaseView(String holder, boolean mine, Instant until) {
        static LeaseView of(PtzLease lease, CurrentUser user) {
            return new LeaseView(lease.name(), lease.holder().equals(user.id()), lease.until());
        }
    }

    record PresetView(String token, String name) {}

    record PtzView(
            boolean supported,
            @Nullable LeaseView lease,
            List<String> queue,
            List<PresetView> presets,
            @Nullable String guard,
            boolean away,
            @Nullable PtzVector position) {}

    /** @param place in the queue, 0 for who holds it */
    record LeaseAnswerView(String outcome, int place, LeaseView lease) {}

    record Move(
            @Nullable Double pan,
            @Nullable Double tilt,
            @Nullable Double zoom) {}

    record PresetForm(@Nullable String token) {}

    @Operation(summary = "Whether the camera moves, who moves it, its presets and guard position")
    @GetMapping
    PtzView show(@PathVariable String id, CurrentUser user) {
        CameraId camera = DeskForms.camera(id);
        access.require(user, Action.CONTROL_PTZ, camera);
        if (!drives.moves(camera)) {
            return new PtzView(false, null, List.of(), List.of(), null, false, null);
        }
        PtzLeases.Standing standing = leases.standing(camera);
        return new PtzView(
                true,
                standing.lease().map(lease -> LeaseView.of(lease, user)).orElse(null),
                standing.waiting(),
                drives.presets(camera).stream()
                        .map(preset -> new PresetView(preset.token(), preset.name()))
                        .toList(),
                guards.guard(camera).orElse(null),
                guards.away().contains(camera),
                drives.position(camera).orElse(null));
    }

    @Operation(summary = "Take or prolong the lease, or wait for it; ask again within 30 s to keep either")
    @PostMapping("/lease")
    LeaseAnswerView take(@PathVariable String id, CurrentUser user) {
        CameraId camera = DeskForms.camera(id);
        String rule = access.require(user, Action.CONTROL_PTZ, camera);
        boolean held = leases.use(camera, user.id()).isPresent();
        if (!held) {
            // Before he can move anything; a place in the queue is written too, as a lease may follow without a word.
            access.record(user, Action.CONTROL_PTZ.name(), camera, "lease", "", rule);
        }
        LeaseAnswer answer = leases.ask(camera, user.id(), user.username(), rank(user, camera));
        if (answer instanceof LeaseAnswer.Granted granted) {
            desk.tell(camera);
            return new LeaseAnswerView("GRANTED", 0, LeaseView.of(granted.lease(), user));
        }
        if (answer instanceof LeaseAnswer.Queued queued) {
            return new LeaseAnswerView("QUEUED", queued.place(), LeaseView.of(queued.holder(), user));
        }
        if (answer instanceof LeaseAnswer.Full full) {
            throw ApiProblem.conflict(
                    full.holder().name() + " moves the camera and " + full.waiting() + " wait already");
        }
        throw new IllegalStateException("no such answer: " + answer);
    }

    @Operation(summary = "Give the lease back, or leave the queue")
    @DeleteMapping("/lease")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void giveBack(@PathVariable String id, CurrentUser user) {
        CameraId camera = DeskForms.camera(id);
        access.require(user, Action.CONTROL_PTZ, camera);
        leases.giveBack(camera, user.id());
        desk.tell(camera);
    }

    @Operation(summary = "Move at a speed; stops by itself after 2 s unless sent again")
    @PostMapping("/move")
    LeaseView move(@PathVariable String id, @RequestBody Move move, CurrentUser user) {
        return ordered(id, user, camera -> {
            PtzVector speed =
                    new PtzVector(axis("pan", move.pan()), axis("tilt", move.tilt()), axis("zoom", move.zoom()));
            left(camera, user);
            drives.move(camera, speed, LONGEST_MOVE);
        });
    }

    @Operation(summary = "Stop moving")
    @PostMapping("/stop")
    LeaseView stop(@PathVariable String id, CurrentUser user) {
        return ordered(id, user, drives::stop);
    }

    @Operation(summary = "Go to a stored position")
    @PostMapping("/preset")
    LeaseView preset(@PathVariable String id, @RequestBody PresetForm form, CurrentUser user) {
        return ordered(id, user, camera -> {
            String token = needed("token", form.token(), "token of a preset");
            left(camera, user);
            drives.goTo(camera, token);
        });
    }

    @Operation(summary = "Set the position the camera goes back to when nobody moves it; null for none")
    @PutMapping("/guard")
    PtzView guard(@PathVariable String id, @RequestBody PresetForm form, CurrentUser user) {
        CameraId camera = DeskForms.camera(id);
        String rule = access.require(user, Action.CONTROL_PTZ, camera);
        String token = form.token();
        if (token == null) {
            access.record(user, "SET_GUARD_POSITION", camera, "none", "", rule);
            guards.clear(camera);
            guards.returned(camera);
        } else {
            if (drives.presets(camera).stream()
                    .noneMatch(preset -> preset.token().equals(token))) {
                throw ApiProblem.invalid("token", token, "token of a preset of this camera");
            }
            access.record(user, "SET_GUARD_POSITION", camera, token, "", rule);
            guards.set(camera, token, user.username(), clock.instant());
            guards.left(camera, user.username(), clock.instant());
        }
        return show(id, user);
    }

    private interface Order {
        void on(CameraId camera);
    }

    private LeaseView ordered(String id, CurrentUser user, Order order) {
        CameraId camera = DeskForms.camera(id);
        access.require(user, Action.CONTROL_PTZ, camera);
        PtzLease lease = leases.use(camera, user.id())
                .orElseThrow(() -> ApiProblem.conflict(leases.standing(camera)
                        .lease()
                        .map(other -> other.name() + " moves this camera (expected: the lease is yours)")
                        .orElse("nobody holds the lease (expected: take it first)")));
        order.on(camera);
        return LeaseView.of(lease, user);
    }

    private void left(CameraId camera, CurrentUser user) {
        if (guards.guard(camera).isPresent()) {
            guards.left(camera, user.username(), clock.instant());
        }
    }

    private static double axis(String field, @Nullable Double value) {
        double speed = value == null ? 0 : value;
        if (!(speed >= -1 && speed <= 1)) {
            throw ApiProblem.invalid(field, value, "-1 to 1");
        }
        return speed;
    }

    /** A county officer before a town officer before a village officer; whose role knows no border, before all. */
    private int rank(CurrentUser user, CameraId camera) {
        CameraDirectory directory = registry.directory();
        List<AreaId> path = directory
                .camera(camera)
                .map(entry -> directory.path(entry.details().area()))
                .orElse(List.of());
        Instant now = clock.instant();
        int best = 0;
        for (Assignment assignment : control.assignments(user.id())) {
            boolean counts = assignment.effect() == Assignment.Effect.ALLOW
                    && assignment.role().allows(Action.CONTROL_PTZ)
                    && (assignment.actions().isEmpty() || assignment.actions().contains(Action.CONTROL_PTZ))
                    && (assignment.expiresAt() == null || now.isBefore(assignment.expiresAt()));
            AreaId area = assignment.area();
            if (!counts || area != null && !path.contains(area)) {
                continue;
            }
            int levels = AreaLevel.values().length;
            best = Math.max(
                    best,
                    area == null
                            ? levels + 1
                            : directory
                                    .area(area)
                                    .map(Area::level)
                                    .map(level -> levels - level.ordinal())
                                    .orElse(0));
        }
        return best;
    }
}

package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.coverage.Outages;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.dependency.Proposals;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Power feeds, switches, ONUs, recorders and uplinks, with the cameras that fall with them. */
@RestController
@RequestMapping("/api/v1/dependencies")
class DependencyController {
    /** How far back failures in common are looked for. */
    private static final Duration LOOKED_BACK = Duration.ofDays(90);

    private final VisibleRegistry registry;
    private final Outages outages;
    private final InstantSource clock;

    DependencyController(VisibleRegistry registry, Outages outages, InstantSource clock) {
        this.registry = registry;
        this.outages = outages;
        this.clock = clock;
    }

    record Deciding(@Nullable String reason) {}

    /** @param cameras those you may see; when sent, all that hang on it directly */
    record DependencyBody(
            @Nullable String id,
            @Nullable String kind,
            @Nullable String name,
            @Nullable String parent,
            @Nullable String state,
            @Nullable String grounds,
            @Nullable List<String> cameras,
            @Nullable String reason) {}

    @Operation(summary = "Dependencies of the cameras you may see; proposed ones wait for a person's word")
    @GetMapping
    Page<DependencyBody> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Instant known,
            CurrentUser user) {
        boolean editor = registry.access().allows(user, Action.EDIT_REGISTRY);
        Dependency.State wanted =
                state == null || state.isEmpty() ? null : oneOf(Dependency.State.class, "state", state);
        return Page.whole(registry.registry().dependencies(known).stream()
                .filter(dependency -> wanted == null || dependency.state() == wanted)
                .map(dependency -> view(dependency, known, user))
                .filter(view ->
                        !Objects.requireNonNullElse(view.cameras(), List.of()).isEmpty() || editor)
                .toList());
    }

    @Operation(
            summary = "Propose what cameras may depend on in common: recorders, subnets, failures that began together")
    @PostMapping("/proposals")
    Page<DependencyBody> propose(CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        Instant now = clock.instant();
        Set<CameraId> mine = new HashSet<>();
        registry.cameras(user).stream()
                .map(CameraEntry::id)
                .filter(camera -> registry.access().allows(user, Action.EDIT_REGISTRY, camera))
                .forEach(mine::add);
        List<DependencyBody> made = new ArrayList<>();
        for (Proposals.Proposal proposal : Proposals.of(
                registry.directory(),
                outages.of(mine, new TimeWindow(now.minus(LOOKED_BACK), now)),
                registry.registry().dependencies())) {
            if (!mine.containsAll(proposal.cameras())) {
                continue;
            }
            Dependency dependency = proposal.dependency(DependencyId.random());
            VisibleRegistry.answering(() -> {
                registry.registry().putDependency(dependency, VisibleRegistry.change(user, proposal.grounds()));
                registry.registry()
                        .setDependents(
                                dependency.id(),
                                proposal.cameras().stream().map(CameraId::point).toList(),
                                VisibleRegistry.change(user, proposal.grounds()));
                return true;
            });
            made.add(view(dependency, null, user));
        }
        return Page.whole(made);
    }

    @Operation(summary = "Accept a proposed dependency: from now on it counts for root causes")
    @PostMapping("/{id}/accept")
    DependencyBody accept(@PathVariable String id, @RequestBody Deciding body, CurrentUser user) {
        return decide(id, Dependency.State.ACCEPTED, body, user);
    }

    @Operation(summary = "Reject a proposed dependency: it is not proposed again")
    @PostMapping("/{id}/reject")
    DependencyBody reject(@PathVariable String id, @RequestBody Deciding body, CurrentUser user) {
        return decide(id, Dependency.State.REJECTED, body, user);
    }

    private DependencyBody decide(String id, Dependency.State state, Deciding body, CurrentUser user) {
        Dependency known = editable(id, user);
        Dependency decided =
                new Dependency(known.id(), known.kind(), known.name(), known.parent(), state, known.grounds());
        String reason = Objects.requireNonNullElse(body.reason(), "");
        VisibleRegistry.answering(() -> {
            registry.registry().putDependency(decided, VisibleRegistry.change(user, reason));
            return true;
        });
        return view(decided, null, user);
    }

    private Dependency editable(String id, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        DependencyId known;
        try {
            known = DependencyId.parse(id);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
        Dependency dependency = find(known);
        for (PointId point : registry.registry().dependents(known)) {
            registry.access().require(user, Action.EDIT_REGISTRY, CameraId.of(point));
        }
        return dependency;
    }

    @Operation(summary = "Enter a dependency")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    DependencyBody create(@RequestBody DependencyBody body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        return put(DependencyId.random(), body, user);
    }

    @Operation(summary = "Change a dependency, accept or reject a proposed one, or set its cameras")
    @PutMapping("/{id}")
    DependencyBody edit(@PathVariable String id, @RequestBody DependencyBody body, CurrentUser user) {
        return put(editable(id, user).id(), body, user);
    }

    private DependencyBody put(DependencyId id, DependencyBody body, CurrentUser user) {
        String name = body.name();
        if (name == null) {
            throw ApiProblem.invalid("name", null, "a text");
        }
        String parent = body.parent();
        String state = body.state();
        String grounds = body.grounds();
        Dependency dependency = new Dependency(
                id,
                oneOf(DependencyKind.class, "kind", body.kind()),
                name,
                parent == null ? null : find(DependencyId.parse(parent)).id(),
                state == null ? Dependency.State.ACCEPTED : oneOf(Dependency.State.class, "state", state),
                grounds == null ? "" : grounds);
        Set<PointId> points = new HashSet<>();
        List<String> cameras = body.cameras();
        for (String camera : cameras == null ? List.<String>of() : cameras) {
            points.add(registry.camera(user, camera, Action.EDIT_REGISTRY).id().point());
        }
        String reason = Objects.requireNonNullElse(body.reason(), "");
        VisibleRegistry.answering(() -> {
            registry.registry().putDependency(dependency, VisibleRegistry.change(user, reason));
            if (cameras != null) {
                registry.registry().setDependents(id, points, VisibleRegistry.change(user, reason));
            }
            return true;
        });
        return view(dependency, null, user);
    }

    private Dependency find(DependencyId id) {
        return registry.registry().dependencies().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
    }

    private DependencyBody view(Dependency dependency, @Nullable Instant known, CurrentUser user) {
        DependencyId parent = dependency.parent();
        return new DependencyBody(
                dependency.id().toString(),
                dependency.kind().name(),
                dependency.name(),
                parent == null ? null : parent.toString(),
                dependency.state().name(),
                dependency.grounds(),
                registry.registry().dependents(dependency.id(), known).stream()
                        .map(CameraId::of)
                        .filter(camera -> registry.access().visible(user, camera))
                        .map(CameraId::toString)
                        .sorted()
                        .toList(),
                null);
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, String field, @Nullable String text) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        throw ApiProblem.invalid(field, text, "one of " + List.of(type.getEnumConstants()));
    }
}

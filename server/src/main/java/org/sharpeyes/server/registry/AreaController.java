package org.sharpeyes.server.registry;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.inventory.AreaCollection;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The tree of areas and its weighted layers. */
@RestController
@RequestMapping("/api/v1/areas")
class AreaController {
    private final VisibleRegistry registry;

    AreaController(VisibleRegistry registry) {
        this.registry = registry;
    }

    /** @param geometry GeoJSON; {@code null} when not known or not asked for */
    record AreaView(
            String id,
            String name,
            String level,
            String civilCode,
            @Nullable String parent,
            List<Person> persons,
            @Nullable Long version,
            @JsonRawValue @Nullable String geometry) {
        static AreaView of(Area area, boolean withGeometry) {
            return of(area, withGeometry, null);
        }

        static AreaView of(Area area, boolean withGeometry, @Nullable Long version) {
            AreaId parent = area.parent();
            Shape shape = area.shape();
            return new AreaView(
                    area.id().toString(),
                    area.name(),
                    area.level().name(),
                    area.civilCode(),
                    parent == null ? null : parent.toString(),
                    area.persons(),
                    version,
                    withGeometry && shape != null ? shape.geoJson() : null);
        }
    }

    record LayerView(
            String id,
            String area,
            String kind,
            String name,
            double weight,
            @JsonRawValue String geometry) {
        static LayerView of(AreaLayer layer) {
            return new LayerView(
                    layer.id().toString(),
                    layer.area().toString(),
                    layer.kind().name(),
                    layer.name(),
                    layer.weight(),
                    layer.shape().geoJson());
        }
    }

    /** @param geometry GeoJSON; left out to keep the border */
    record AreaBody(
            @Nullable String name,
            @Nullable List<Person> persons,
            @Nullable JsonNode geometry,
            @Nullable String reason) {}

    record LayerBody(
            @Nullable String area,
            @Nullable String kind,
            @Nullable String name,
            @Nullable Double weight,
            @Nullable JsonNode geometry,
            @Nullable String reason) {}

    /** @param cameras those you may see in it and below */
    record TreeView(String id, String name, String civilCode, String level, int cameras, List<TreeView> children) {}

    @Operation(summary = "Areas you work in or see a camera in, and those above them; ?geometry=true with borders")
    @GetMapping
    Page<AreaView> list(
            @RequestParam(defaultValue = "false") boolean geometry,
            @RequestParam(required = false) @Nullable Instant known,
            CurrentUser user) {
        Set<AreaId> seen = registry.areas(user);
        Collection<Area> areas = known == null
                ? registry.directory().areas()
                : registry.registry().areas(known).values();
        return Page.whole(areas.stream()
                .filter(area -> seen.contains(area.id()))
                .sorted(Comparator.comparing(Area::civilCode))
                .map(area -> AreaView.of(area, geometry))
                .toList());
    }

    @Operation(summary = "The civil-code tree with how many cameras you may see in each area")
    @GetMapping("/tree")
    Page<TreeView> tree(CurrentUser user) {
        CameraDirectory directory = registry.directory();
        Map<AreaId, Integer> counts = new HashMap<>();
        registry.cameras(user)
                .forEach(camera ->
                        directory.path(camera.details().area()).forEach(area -> counts.merge(area, 1, Integer::sum)));
        return Page.whole(children(null, registry.areas(user), counts));
    }

    private List<TreeView> children(@Nullable AreaId parent, Set<AreaId> seen, Map<AreaId, Integer> counts) {
        return registry.directory().areas().stream()
                .filter(area -> seen.contains(area.id()) && Objects.equals(area.parent(), parent))
                .sorted(Comparator.comparing(Area::civilCode))
                .map(area -> new TreeView(
                        area.id().toString(),
                        area.name(),
                        area.civilCode(),
                        area.level().name(),
                        counts.getOrDefault(area.id(), 0),
                        children(area.id(), seen, counts)))
                .toList();
    }

    @Operation(summary = "Areas and layers as GeoJSON, in the form that an import takes")
    @GetMapping("/export")
    ResponseEntity<String> export(CurrentUser user) {
        Set<AreaId> seen = registry.areas(user);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/geo+json"))
                .body(AreaCollection.write(
                        registry.directory().areas().stream()
                                .filter(area -> seen.contains(area.id()))
                                .toList(),
                        registry.registry().layers().stream()
                                .filter(layer -> seen.contains(layer.area()))
                                .toList()));
    }

    @Operation(summary = "Key places, complex places and weak areas")
    @GetMapping("/layers")
    Page<LayerView> layers(@RequestParam(required = false) @Nullable Instant known, CurrentUser user) {
        Set<AreaId> seen = registry.areas(user);
        return Page.whole(registry.registry().layers(known).stream()
                .filter(layer -> seen.contains(layer.area()))
                .map(LayerView::of)
                .toList());
    }

    @Operation(summary = "Enter a key, complex or weak place")
    @PostMapping("/layers")
    @ResponseStatus(HttpStatus.CREATED)
    LayerView addLayer(@RequestBody LayerBody body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        return putLayer(UUID.randomUUID(), body, user);
    }

    @Operation(summary = "Change a key, complex or weak place")
    @PutMapping("/layers/{id}")
    LayerView editLayer(@PathVariable String id, @RequestBody LayerBody body, CurrentUser user) {
        return putLayer(layer(id, user).id(), body, user);
    }

    @Operation(summary = "Take away a key, complex or weak place")
    @DeleteMapping("/layers/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeLayer(@PathVariable String id, @RequestParam(defaultValue = "") String reason, CurrentUser user) {
        AreaLayer known = layer(id, user);
        VisibleRegistry.answering(() -> {
            registry.registry().removeLayer(known.id(), VisibleRegistry.change(user, reason));
            return true;
        });
    }

    private AreaLayer layer(String id, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        UUID wanted = FileController.uuid(id);
        AreaLayer known = registry.registry().layers().stream()
                .filter(layer -> layer.id().equals(wanted))
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
        registry.access().require(user, Action.EDIT_REGISTRY, known.area());
        return known;
    }

    private LayerView putLayer(UUID id, LayerBody body, CurrentUser user) {
        String area = body.area();
        String name = body.name();
        JsonNode geometry = body.geometry();
        if (area == null || name == null || geometry == null) {
            throw ApiProblem.invalid("area, name, geometry", null, "all three");
        }
        AreaId within = AreaId.parse(area);
        if (!registry.mayEdit(user, within)) {
            throw ApiProblem.invalid("area", area, "the id of an area you may edit");
        }
        Double weight = body.weight();
        AreaLayer layer = new AreaLayer(
                id,
                within,
                Coverages.oneOf(AreaLayer.Kind.class, "kind", body.kind(), AreaLayer.Kind.KEY),
                name,
                weight == null ? 1 : weight,
                Shape.parse(geometry.toString()));
        String reason = body.reason();
        VisibleRegistry.answering(() -> {
            registry.registry()
                    .putAreas(List.of(), List.of(layer), VisibleRegistry.change(user, reason == null ? "" : reason));
            return true;
        });
        return LayerView.of(layer);
    }

    @Operation(summary = "One area with its border; ?known= as the registry held it")
    @GetMapping("/{id}")
    ResponseEntity<AreaView> get(
            @PathVariable String id, @RequestParam(required = false) @Nullable Instant known, CurrentUser user) {
        AreaId area = Coverages.parse(id);
        if (!registry.areas(user).contains(area)) {
            throw ApiProblem.notFound();
        }
        if (known != null) {
            Area then = registry.registry().areas(known).get(area);
            if (then == null) {
                throw ApiProblem.notFound();
            }
            return ResponseEntity.ok(AreaView.of(then, true));
        }
        return now(area);
    }

    @Operation(summary = "Change an area's name, persons or border")
    @PutMapping("/{id}")
    ResponseEntity<AreaView> edit(
            @PathVariable String id,
            @RequestBody AreaBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        AreaId area = Coverages.parse(id);
        registry.access().require(user, Action.EDIT_REGISTRY, area);
        Area old = registry.directory().area(area).orElseThrow(ApiProblem::notFound);
        String name = body.name();
        List<Person> persons = body.persons();
        JsonNode geometry = body.geometry();
        Area changed = new Area(
                old.id(),
                old.parent(),
                old.level(),
                old.civilCode(),
                name == null ? old.name() : name,
                geometry == null ? old.shape() : Shape.parse(geometry.toString()),
                persons == null ? old.persons() : persons);
        String reason = body.reason();
        VisibleRegistry.answering(() -> {
            registry.registry()
                    .editArea(
                            changed,
                            VisibleRegistry.change(user, reason == null ? "" : reason)
                                    .onVersion(Basis.of(ifMatch)));
            return true;
        });
        return now(area);
    }

    private ResponseEntity<AreaView> now(AreaId id) {
        long version = registry.registry().version(id);
        return ResponseEntity.ok()
                .eTag(Basis.tag(version))
                .body(AreaView.of(registry.directory().area(id).orElseThrow(ApiProblem::notFound), true, version));
    }
}

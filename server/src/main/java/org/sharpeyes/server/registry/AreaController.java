package org.sharpeyes.server.registry;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

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
            @JsonRawValue @Nullable String geometry) {
        static AreaView of(Area area, boolean withGeometry) {
            AreaId parent = area.parent();
            Shape shape = area.shape();
            return new AreaView(
                    area.id().toString(),
                    area.name(),
                    area.level().name(),
                    area.civilCode(),
                    parent == null ? null : parent.toString(),
                    area.persons(),
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

    @Operation(summary = "Areas you work in or see a camera in, and those above them; ?geometry=true with borders")
    @GetMapping
    Page<AreaView> list(@RequestParam(defaultValue = "false") boolean geometry, CurrentUser user) {
        Set<AreaId> seen = registry.areas(user);
        return Page.whole(registry.directory().areas().stream()
                .filter(area -> seen.contains(area.id()))
                .sorted(Comparator.comparing(Area::civilCode))
                .map(area -> AreaView.of(area, geometry))
                .toList());
    }

    @Operation(summary = "Key places, complex places and weak areas")
    @GetMapping("/layers")
    Page<LayerView> layers(CurrentUser user) {
        Set<AreaId> seen = registry.areas(user);
        return Page.whole(registry.registry().layers().stream()
                .filter(layer -> seen.contains(layer.area()))
                .map(LayerView::of)
                .toList());
    }

    @Operation(summary = "One area with its border")
    @GetMapping("/{id}")
    AreaView get(@PathVariable String id, CurrentUser user) {
        AreaId area;
        try {
            area = AreaId.parse(id);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
        if (!registry.areas(user).contains(area)) {
            throw ApiProblem.notFound();
        }
        return AreaView.of(registry.directory().area(area).orElseThrow(ApiProblem::notFound), true);
    }
}

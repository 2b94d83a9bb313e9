package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.coverage.Obstacle;
import org.sharpeyes.registry.geo.GeoBox;
import org.sharpeyes.registry.postgres.ObstacleImport;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What hides ground from cameras, and private ground. */
@RestController
@RequestMapping("/api/v1/obstacles")
class ObstacleController {
    private static final int MAX_SHOWN = 10_000;

    private final VisibleRegistry registry;
    private final ObstacleImport imports;
    private final Coverages coverages;

    ObstacleController(VisibleRegistry registry, ObstacleImport imports, Coverages coverages) {
        this.registry = registry;
        this.imports = imports;
        this.coverages = coverages;
    }

    record ObstacleView(
            String id, String kind, String name, @Nullable Double height) {}

    @Operation(summary = "Buildings, walls, vegetation and private yards in a box, as GeoJSON, at any time")
    @GetMapping
    Feature.Collection list(
            @RequestParam String bbox,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Instant known,
            CurrentUser user) {
        registry.access().require(user, Action.SEE_CAMERA);
        GeoBox box = GeoBox.parse(bbox);
        Instant moment = at == null ? coverages.now() : at;
        TimeWindow when = new TimeWindow(moment, moment.plusMillis(1));
        List<Feature> features = new ArrayList<>();
        for (Obstacle each : registry.registry().obstacles().all()) {
            if (each.stood(when, known) && box.touches(each.shape())) {
                if (features.size() >= MAX_SHOWN) {
                    throw ApiProblem.invalid("bbox", bbox, "a smaller box: at most " + MAX_SHOWN + " obstacles");
                }
                features.add(Feature.of(
                        each.shape().geoJson(),
                        new ObstacleView(each.id().toString(), each.kind().name(), each.name(), each.height())));
            }
        }
        return Feature.Collection.of(features);
    }

    @Operation(summary = "Import obstacles from GeoJSON; a feature with a known id gives it a new version")
    @PostMapping("/imports")
    ResponseEntity<Object> add(
            @RequestBody(required = false) byte @Nullable [] geoJson,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestParam(defaultValue = "wgs84") String crs,
            @RequestParam(defaultValue = "obstacle import") String reason,
            @RequestHeader(name = HttpHeaders.CONTENT_TYPE, required = false) @Nullable String type,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        registry.access().require(user, Action.EDIT_REGISTRY, coverages.topmost(user, registry.directory()));
        ImportController.requireType(type, "application/geo+json");
        String text = geoJson == null ? "" : new String(geoJson, StandardCharsets.UTF_8);
        return ImportController.answer(VisibleRegistry.answering(
                () -> imports.read(text, ImportController.gcj02(crs), dryRun, VisibleRegistry.change(user, reason))));
    }

    @Operation(summary = "An obstacle is gone from now on")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id, @RequestParam(defaultValue = "") String reason, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        UUID wanted = FileController.uuid(id);
        Instant now = coverages.now();
        TimeWindow standing = new TimeWindow(now, now.plusMillis(1));
        Obstacle obstacle = registry.registry().obstacles().all().stream()
                .filter(each -> each.id().equals(wanted) && each.stood(standing, null))
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
        registry.access().require(user, Action.EDIT_REGISTRY, coverages.areaAround(obstacle.shape()));
        VisibleRegistry.answering(() -> {
            imports.remove(wanted, VisibleRegistry.change(user, reason));
            return true;
        });
    }
}

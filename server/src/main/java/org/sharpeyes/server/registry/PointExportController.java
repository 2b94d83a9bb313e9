package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.inventory.ExportedPoint;
import org.sharpeyes.registry.inventory.InventoryExport;
import org.sharpeyes.registry.inventory.InventoryForm;
import org.sharpeyes.registry.postgres.PointExport;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Points as files: the same forms as an import takes. */
@RestController
@RequestMapping("/api/v1/points")
class PointExportController {
    /** A file is made in memory; a county of 100,000 points is exported by towns. */
    private static final int MAX_POINTS = 20_000;

    private final VisibleRegistry registry;
    private final PointExport export;

    PointExportController(VisibleRegistry registry, PointExport export) {
        this.registry = registry;
        this.export = export;
    }

    @Operation(summary = "Points you may edit, as csv, xlsx, gbt28181-2016, gbt28181-2022 or gat1400; no passwords")
    @GetMapping("/export")
    ResponseEntity<byte[]> points(
            @RequestParam(defaultValue = "csv") String form,
            @RequestParam(required = false) @Nullable String area,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        @Nullable AreaId within = area == null || area.isEmpty() ? null : Coverages.parse(area);
        if (within != null) {
            registry.access().require(user, Action.EDIT_REGISTRY, within);
        }
        InventoryForm wanted = InventoryForm.ofLabel(form)
                .orElseThrow(() -> ApiProblem.invalid(
                        "form",
                        form,
                        "one of "
                                + Arrays.stream(InventoryForm.values())
                                        .map(InventoryForm::label)
                                        .toList()));
        List<ExportedPoint> points = export.points(camera ->
                (within == null || registry.directory().within(camera.details().area(), within))
                        && registry.seesHardware(user, camera));
        if (points.size() > MAX_POINTS) {
            throw ApiProblem.invalid(
                    "area", area, "an area of at most " + MAX_POINTS + " points; there are " + points.size());
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, wanted.mediaType())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"points-" + wanted.label() + "." + wanted.suffix() + "\"")
                .body(InventoryExport.write(wanted, points));
    }
}

package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.inventory.ImportReport;
import org.sharpeyes.registry.inventory.InventoryForm;
import org.sharpeyes.registry.postgres.InventoryImport;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Inventories and trees of areas, all or nothing; a file with faults is answered 422 with each of them. */
@RestController
@RequestMapping("/api/v1")
class ImportController {
    private final VisibleRegistry registry;
    private final InventoryImport imports;

    ImportController(VisibleRegistry registry, InventoryImport imports) {
        this.registry = registry;
        this.imports = imports;
    }

    @Operation(
            summary = "Import points from CSV, xlsx, a GB/T 28181 catalogue (XML) or a GA/T 1400 APE list (JSON);"
                    + " ?dryRun=true only says what would happen")
    @PostMapping("/imports")
    ResponseEntity<Object> points(
            @RequestBody(required = false) byte @Nullable [] file,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestParam(defaultValue = "inventory import") String reason,
            @RequestHeader(name = HttpHeaders.CONTENT_TYPE, required = false) @Nullable String type,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        InventoryForm form = InventoryForm.ofMediaType(plain(type))
                .orElseThrow(() -> ApiProblem.of(
                        ApiProblem.Type.UNSUPPORTED_MEDIA_TYPE,
                        "Send it as text/csv, an xlsx workbook, application/xml or application/json"));
        Change change = VisibleRegistry.change(user, reason);
        return answer(VisibleRegistry.answering(() -> imports.points(
                file == null ? new byte[0] : file, form, area -> registry.mayEdit(user, area), dryRun, change)));
    }

    @Operation(
            summary = "Import areas and layers from GeoJSON (application/geo+json); known civil codes keep their ids")
    @PostMapping("/areas/imports")
    ResponseEntity<Object> areas(
            @RequestBody(required = false) byte @Nullable [] geoJson,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestParam(defaultValue = "wgs84") String crs,
            @RequestParam(defaultValue = "area import") String reason,
            @RequestHeader(name = HttpHeaders.CONTENT_TYPE, required = false) @Nullable String type,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        requireType(type, "application/geo+json");
        Change change = VisibleRegistry.change(user, reason);
        String text = geoJson == null ? "" : new String(geoJson, StandardCharsets.UTF_8);
        return answer(VisibleRegistry.answering(
                () -> imports.areas(text, gcj02(crs), area -> registry.mayEdit(user, area), dryRun, change)));
    }

    static ResponseEntity<Object> answer(ImportReport report) {
        if (report.faultCount() == 0 || report.dryRun()) {
            return ResponseEntity.ok(report);
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", ApiProblem.Type.INVALID_VALUE.uri());
        problem.put("title", "Nothing was imported");
        problem.put("status", HttpStatus.UNPROCESSABLE_CONTENT.value());
        problem.put("detail", report.faultCount() + " faults in " + report.lines() + " lines");
        problem.put("faultCount", report.faultCount());
        problem.put("faults", report.faults());
        return ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** Whether coordinates are in the Chinese datum and must be converted. */
    static boolean gcj02(String crs) {
        if (crs.equalsIgnoreCase("gcj02")) {
            return true;
        }
        if (crs.equalsIgnoreCase("wgs84")) {
            return false;
        }
        throw ApiProblem.invalid("crs", crs, "wgs84 or gcj02");
    }

    static void requireType(@Nullable String given, String wanted) {
        if (!plain(given).equals(wanted)) {
            throw ApiProblem.of(ApiProblem.Type.UNSUPPORTED_MEDIA_TYPE, "Send it as " + wanted);
        }
    }

    /** In small letters, without parameters such as the character set. */
    private static String plain(@Nullable String type) {
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}

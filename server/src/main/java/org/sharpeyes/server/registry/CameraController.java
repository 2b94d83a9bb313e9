package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.history.HistoryEntry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Cameras as people speak of them: points with their current channel. */
@RestController
@RequestMapping("/api/v1/cameras")
class CameraController {
    private final VisibleRegistry registry;

    CameraController(VisibleRegistry registry) {
        this.registry = registry;
    }

    /** One version of something about a camera; {@code at} is when it was recorded. */
    record HistoryView(
            Instant at,
            String kind,
            String detail,
            Instant validFrom,
            @Nullable Instant validTo,
            @Nullable Instant recordedTo,
            String author,
            String reason,
            String command) {
        static HistoryView of(HistoryEntry entry) {
            return new HistoryView(
                    entry.recordedFrom(),
                    entry.what(),
                    entry.value(),
                    entry.validFrom(),
                    entry.validTo(),
                    entry.recordedTo(),
                    entry.author(),
                    entry.reason(),
                    entry.command());
        }
    }

    @Operation(summary = "Cameras you may see, by area (with all below it), state, or text in name and code")
    @GetMapping
    Page<CameraView> list(
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            CurrentUser user) {
        CameraDirectory directory = registry.directory();
        AreaId within = area == null || area.isEmpty() ? null : area(area);
        CameraState wanted = state == null || state.isEmpty() ? null : state(state);
        String words = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        List<CameraEntry> found = registry.cameras(user).stream()
                .filter(camera ->
                        within == null || directory.within(camera.details().area(), within))
                .filter(camera -> wanted == null || registry.condition(camera).state() == wanted)
                .filter(camera -> words.isEmpty() || matches(camera, words))
                .toList();
        return Cursor.page(
                found,
                camera -> camera.details().code().digits(),
                cursor,
                limit,
                camera -> CameraView.of(camera, registry, user));
    }

    @Operation(summary = "One camera")
    @GetMapping("/{id}")
    CameraView get(@PathVariable String id, CurrentUser user) {
        return CameraView.of(registry.camera(user, id), registry, user);
    }

    @Operation(summary = "Every version of name, place, pose, device and dependencies, with author and reason")
    @GetMapping("/{id}/history")
    Page<HistoryView> history(@PathVariable String id, CurrentUser user) {
        CameraEntry camera = registry.camera(user, id);
        return Page.whole(registry.registry().history(camera.id().point()).stream()
                .map(HistoryView::of)
                .toList());
    }

    private static boolean matches(CameraEntry camera, String words) {
        return camera.details().name().toLowerCase(Locale.ROOT).contains(words)
                || camera.details().code().digits().contains(words);
    }

    private static AreaId area(String text) {
        try {
            return AreaId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.invalid("area", text, "the id of an area");
        }
    }

    private static CameraState state(String text) {
        for (CameraState state : CameraState.values()) {
            if (state.name().equalsIgnoreCase(text)) {
                return state;
            }
        }
        throw ApiProblem.invalid("state", text, "one of " + List.of(CameraState.values()));
    }
}

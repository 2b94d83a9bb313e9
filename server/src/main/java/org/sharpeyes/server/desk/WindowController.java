package org.sharpeyes.server.desk;

import static org.sharpeyes.server.desk.DeskForms.needed;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.postgres.PostgresWindows;
import org.sharpeyes.desk.view.TileCameras;
import org.sharpeyes.desk.window.WallWindow;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Windows of the wall, and scenes pushed to them from a desk or a phone. */
@RestController
@RequestMapping("/api/v1/wall-windows")
class WindowController {
    private final PostgresWindows windows;
    private final Access access;
    private final DeskEvents events;
    private final InstantSource clock;

    WindowController(PostgresWindows windows, Access access, DeskEvents events, InstantSource clock) {
        this.windows = windows;
        this.access = access;
        this.events = events;
        this.clock = clock;
    }

    record Scene(
            DeskForms.@Nullable LayoutView layout,
            @Nullable List<@Nullable String> cameras,
            @Nullable String reason) {}

    record WindowView(
            String name,
            DeskForms.LayoutView layout,
            List<@Nullable String> cameras,
            String setBy,
            String reason,
            Instant setAt,
            int version) {}

    /** Tells that a window has another scene; each reader asks for it himself, as far as he may see it. */
    record WindowNews(String name, int version, String setBy) {}

    @Operation(summary = "Windows of the wall and what each shows")
    @GetMapping
    Page<WindowView> list(CurrentUser user) {
        access.require(user, Action.VIEW_LIVE);
        return Page.whole(
                windows.all().stream().map(window -> shown(window, user)).toList());
    }

    @Operation(summary = "What one window of the wall shows")
    @GetMapping("/{name}")
    WindowView one(@PathVariable String name, CurrentUser user) {
        access.require(user, Action.VIEW_LIVE);
        return shown(windows.find(name).orElseThrow(ApiProblem::notFound), user);
    }

    @Operation(summary = "Show a scene in a window of the wall, at once")
    @PutMapping("/{name}/scene")
    WindowView show(@PathVariable String name, @RequestBody Scene scene, CurrentUser user) {
        access.require(user, Action.HANDLE_INCIDENTS);
        TileCameras cameras = DeskForms.cameras(scene.cameras());
        for (@Nullable CameraId camera : cameras.tiles()) {
            if (camera != null) {
                access.require(user, Action.VIEW_LIVE, camera);
            }
        }
        WallWindow window = windows.show(
                name,
                needed("layout", scene.layout(), "columns, rows, cells").layout(),
                cameras,
                user.username(),
                scene.reason() == null ? "" : scene.reason(),
                clock.instant());
        events.tell(
                "wall-window",
                new WindowNews(window.name(), window.version(), window.setBy()),
                reader -> access.allows(reader, Action.VIEW_LIVE));
        return shown(window, user);
    }

    @Operation(summary = "Forget a window of the wall")
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String name, CurrentUser user) {
        access.require(user, Action.HANDLE_INCIDENTS);
        if (!windows.remove(name)) {
            throw ApiProblem.notFound();
        }
    }

    private WindowView shown(WallWindow window, CurrentUser user) {
        return new WindowView(
                window.name(),
                DeskForms.LayoutView.of(window.layout()),
                DeskForms.shown(window.cameras(), camera -> access.visible(user, camera)),
                window.setBy(),
                window.reason(),
                window.setAt(),
                window.version());
    }
}

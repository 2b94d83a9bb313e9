package org.sharpeyes.server.live;

import io.swagger.v3.oas.annotations.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.wall.WallScreen;
import org.sharpeyes.relay.wall.WallWindow;
import org.sharpeyes.relay.wall.WallWindows;
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

/** What the windows of the wall show: the decoders' addresses stay, their content is switched here. */
@RestController
@RequestMapping("/api/v1/walls")
class WallController {
    private final Access access;
    private final WallWindows windows;
    private final WallMemory memory;

    WallController(Access access, WallWindows windows, WallMemory memory) {
        this.access = access;
        this.windows = windows;
        this.memory = memory;
    }

    record WindowView(int window, String cameraId, String profile) {}

    record ScreenView(String id, List<WindowView> windows) {}

    /** @param profile {@code main} or {@code sub}; main when none is given */
    record WallContent(String cameraId, @Nullable String profile) {}

    @Operation(summary = "Screens of hardware decoders and what they show")
    @GetMapping
    Page<ScreenView> list(CurrentUser user) {
        access.require(user, Action.HANDLE_INCIDENTS);
        List<ScreenView> screens = new ArrayList<>();
        for (WallScreen screen : windows.screens()) {
            List<WindowView> shown = windows.contents().entrySet().stream()
                    .filter(one -> one.getKey().screen().equals(screen.id()))
                    .filter(one ->
                            access.allows(user, Action.VIEW_LIVE, one.getValue().camera()))
                    .map(one -> new WindowView(
                            one.getKey().window(),
                            one.getValue().camera().toString(),
                            one.getValue().profile().text()))
                    .sorted(Comparator.comparingInt(WindowView::window))
                    .toList();
            screens.add(new ScreenView(screen.id(), shown));
        }
        screens.sort(Comparator.comparing(ScreenView::id));
        return Page.whole(screens);
    }

    @Operation(summary = "Show a camera in a window, from its next key frame on")
    @PutMapping("/{screen}/windows/{window}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void show(
            @PathVariable String screen, @PathVariable String window, @RequestBody WallContent body, CurrentUser user) {
        access.require(user, Action.HANDLE_INCIDENTS);
        WallWindow target = target(screen, window);
        CameraId camera;
        StreamProfile profile;
        try {
            camera = CameraId.parse(body.cameraId());
            profile = StreamProfile.parse(body.profile() == null ? StreamProfile.MAIN.text() : body.profile());
        } catch (IllegalArgumentException unreadable) {
            throw ApiProblem.invalid("cameraId, profile", body.toString(), "a camera's id; main or sub");
        }
        String rule = access.require(user, Action.VIEW_LIVE, camera);
        access.record(user, "SHOW_ON_WALL", camera, target + " " + profile.text(), "", rule);
        windows.show(target, new StreamKey(camera, profile));
        memory.save();
    }

    @Operation(summary = "Show nothing in a window")
    @DeleteMapping("/{screen}/windows/{window}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clear(@PathVariable String screen, @PathVariable String window, CurrentUser user) {
        access.require(user, Action.HANDLE_INCIDENTS);
        windows.show(target(screen, window), null);
        memory.save();
    }

    /** Read after the rights: whoever may not do this learns nothing of what is there. */
    private WallWindow target(String screen, String window) {
        if (windows.screen(screen).isEmpty()) {
            throw ApiProblem.notFound();
        }
        int number;
        try {
            number = Integer.parseInt(window);
        } catch (NumberFormatException noNumber) {
            number = 0;
        }
        if (number < 1 || number > WallWindow.MAX_WINDOWS) {
            throw ApiProblem.invalid("window", window, "1 to " + WallWindow.MAX_WINDOWS);
        }
        return new WallWindow(screen, number);
    }
}

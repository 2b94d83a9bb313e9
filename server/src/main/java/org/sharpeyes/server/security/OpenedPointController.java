package org.sharpeyes.server.security;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.OpenedPoint;
import org.sharpeyes.access.account.RightsOffice;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Points that grid workers and residents may see: opened by a decision, until a day, after the masks were checked. */
@RestController
@RequestMapping("/api/v1/opened-points")
class OpenedPointController {
    private final RightsOffice rights;
    private final RegistryPlaces places;
    private final Access access;

    OpenedPointController(RightsOffice rights, RegistryPlaces places, Access access) {
        this.rights = rights;
        this.places = places;
        this.access = access;
    }

    record Opening(
            @Nullable String camera,
            @Nullable String decision,
            @Nullable Instant expiresAt,
            @Nullable Boolean maskChecked) {}

    @Operation(summary = "Points that are open to grid workers and residents")
    @GetMapping
    Page<Opening> list(CurrentUser user) {
        access.require(user, Action.MANAGE_RIGHTS);
        return Page.whole(
                rights.openedPoints().stream().map(OpenedPointController::view).toList());
    }

    @Operation(summary = "Open a point, or change its opening; without maskChecked nobody sees it yet")
    @PutMapping("/{camera}")
    Opening open(@PathVariable String camera, @RequestBody Opening body, CurrentUser user) {
        String rule = access.require(user, Action.MANAGE_RIGHTS);
        CameraId id = camera(camera);
        if (places.of(id) == null) {
            throw ApiProblem.notFound();
        }
        String decision = body.decision();
        Instant expiresAt = body.expiresAt();
        if (decision == null || decision.isBlank()) {
            throw ApiProblem.invalid("decision", decision, "the number of the decision that opens the point");
        }
        if (expiresAt == null) {
            throw ApiProblem.invalid("expiresAt", null, "the time when the point closes again");
        }
        OpenedPoint point = new OpenedPoint(id, decision, expiresAt, Boolean.TRUE.equals(body.maskChecked()));
        access.record(user, "OPEN_POINT", id, "decision " + decision + " until " + expiresAt, "", rule);
        rights.open(point, user.id());
        return view(point);
    }

    @Operation(summary = "Close a point; views of it end within 5 s")
    @DeleteMapping("/{camera}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void close(@PathVariable String camera, CurrentUser user) {
        String rule = access.require(user, Action.MANAGE_RIGHTS);
        CameraId id = camera(camera);
        if (rights.openedPoints().stream().noneMatch(point -> point.camera().equals(id))) {
            throw ApiProblem.notFound();
        }
        access.record(user, "CLOSE_POINT", id, "", "", rule);
        rights.close(id, user.id());
    }

    private static CameraId camera(String text) {
        try {
            return CameraId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }

    private static Opening view(OpenedPoint point) {
        return new Opening(point.camera().toString(), point.decision(), point.expiresAt(), point.maskChecked());
    }
}

package org.sharpeyes.server.desk;

import static org.sharpeyes.server.desk.DeskForms.needed;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.postgres.PostgresLooks;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Roll call (点名): which key cameras were looked at, by whom, proved by views at the relay. */
@RestController
@RequestMapping("/api/v1/roll-call")
class RollCallController {
    private final RollCall rollCall;
    private final PostgresLooks looks;
    private final Access access;
    private final InstantSource clock;
    private final ZoneId zone;

    RollCallController(RollCall rollCall, PostgresLooks looks, Access access, InstantSource clock, ZoneId zone) {
        this.rollCall = rollCall;
        this.looks = looks;
        this.access = access;
        this.clock = clock;
        this.zone = zone;
    }

    record LookView(String by, Instant first, Instant last, int looks) {}

    record Line(String camera, String name, String area, String state, List<LookView> looks) {}

    /** @param seen of so many key cameras somebody had this many before his eyes */
    record Sheet(LocalDate date, int keyCameras, int seen, List<Line> items) {}

    record LookForm(@Nullable String camera) {}

    @Operation(summary = "Key cameras (class 1) of a day, with who looked at them; those nobody looked at first")
    @GetMapping
    Sheet sheet(@RequestParam(required = false) @Nullable String date, CurrentUser user) {
        access.require(user, Action.HANDLE_INCIDENTS);
        LocalDate day;
        try {
            day = date == null || date.isEmpty() ? today() : LocalDate.parse(date);
        } catch (DateTimeParseException wrong) {
            throw ApiProblem.invalid("date", date, "a day, as 2026-05-03");
        }
        return rollCall.sheet(day, camera -> access.allows(user, Action.HANDLE_INCIDENTS, camera));
    }

    @Operation(summary = "I look at this camera now; counts only while a view of mine on it is open")
    @PostMapping("/looks")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void look(@RequestBody LookForm form, CurrentUser user) {
        CameraId camera = DeskForms.camera(needed("camera", form.camera(), "id of a camera"));
        access.require(user, Action.VIEW_LIVE, camera);
        if (!rollCall.watches(user, camera)) {
            throw ApiProblem.conflict("you have no open view of this camera");
        }
        looks.looked(today(), camera, user.username(), clock.instant());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }
}

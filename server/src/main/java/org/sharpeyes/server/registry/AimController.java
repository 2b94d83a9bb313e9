package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.calibration.Calibration;
import org.sharpeyes.registry.calibration.Landmark;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Preset;
import org.sharpeyes.registry.pose.PtzPosition;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;
import org.sharpeyes.registry.postgres.PtzLog;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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

/** Finding out where cameras look: landmarks, a telephone pointed, presets and positions of PTZ cameras. */
@RestController
@RequestMapping("/api/v1/points/{id}")
class AimController {
    /** A telephone's compass near a steel pole is no better than this, degrees. */
    private static final double COMPASS_ERROR = 10;

    private static final double USUAL_ASPECT = 16.0 / 9;
    private static final int MAX_DAYS = 366;

    private final VisibleRegistry registry;
    private final PtzLog ptz;
    private final PointController points;
    private final InstantSource clock;

    AimController(VisibleRegistry registry, PtzLog ptz, PointController points, InstantSource clock) {
        this.registry = registry;
        this.ptz = ptz;
        this.points = points;
        this.clock = clock;
    }

    record PhonePosition(
            @Nullable Double longitude,
            @Nullable Double latitude,
            @Nullable Double accuracy) {}

    record AimBody(
            @Nullable Double azimuth,
            @Nullable Double error,
            @Nullable PhonePosition position,
            @Nullable String reason) {}

    record LandmarkBody(
            @Nullable Double x,
            @Nullable Double y,
            @Nullable Double longitude,
            @Nullable Double latitude,
            @Nullable Double height) {}

    record CalibrationBody(
            @Nullable List<LandmarkBody> landmarks,
            @Nullable Double aspect,
            @Nullable PhonePosition somewhere,
            @Nullable Boolean apply,
            @Nullable String reason) {}

    record CalibrationView(
            PointController.PoseView pose,
            double residualDegrees,
            double residualMetres,
            List<Calibration.Miss> perLandmark,
            boolean usable,
            String says,
            boolean applied) {}

    record PresetsBody(
            @Nullable List<Preset> items, @Nullable String reason) {}

    record PositionBody(
            @Nullable Instant at,
            @Nullable Double azimuth,
            @Nullable Double tilt,
            @Nullable Double horizontalAngle,
            @Nullable Double error) {}

    @Operation(summary = "Set the azimuth by a telephone pointed at what the picture shows")
    @PostMapping("/aim")
    ResponseEntity<PointController.PointView> aim(
            @PathVariable String id,
            @RequestBody AimBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        Double azimuth = body.azimuth();
        if (azimuth == null) {
            throw ApiProblem.invalid("azimuth", null, "degrees clockwise from true north");
        }
        Double error = body.error();
        LocalDate today = today();
        Pose pose = camera.pose()
                .withAzimuth(new Reading(
                        azimuth, ReadingSource.SURVEYED, Math.max(COMPASS_ERROR, error == null ? 0 : error), today));
        Position place = surer(camera.pose().position(), body.position(), today);
        Pose aimed = place == null ? pose : pose.withPosition(place);
        VisibleRegistry.answering(() -> {
            registry.registry().setPose(camera.id().point(), aimed, change(user, body.reason(), "aimed", ifMatch));
            return true;
        });
        return points.get(id, null, null, user);
    }

    private static @Nullable Position surer(@Nullable Position known, @Nullable PhonePosition phone, LocalDate today) {
        if (phone == null) {
            return null;
        }
        Double longitude = phone.longitude();
        Double latitude = phone.latitude();
        Double accuracy = phone.accuracy();
        if (longitude == null || latitude == null || accuracy == null) {
            throw ApiProblem.invalid("position", null, "longitude, latitude and accuracy in metres");
        }
        // A telephone says how far off it is in two of three cases.
        double error = Math.max(3, 2 * accuracy);
        boolean better = known == null || known.source() == ReadingSource.ASSUMED || known.error() > error;
        return better ? new Position(new GeoPoint(longitude, latitude), ReadingSource.SURVEYED, error, today) : null;
    }

    @Operation(summary = "Solve the pose from 3 to 12 landmarks of the picture and the map; apply=true keeps it")
    @PostMapping("/calibrations")
    CalibrationView calibrate(
            @PathVariable String id,
            @RequestBody CalibrationBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        List<LandmarkBody> sent = body.landmarks();
        if (sent == null) {
            throw ApiProblem.invalid("landmarks", null, "3 to 12 of them");
        }
        List<Landmark> landmarks = sent.stream().map(AimController::landmark).toList();
        Double aspect = body.aspect();
        PhonePosition near = body.somewhere();
        GeoPoint somewhere = near == null || near.longitude() == null || near.latitude() == null
                ? landmarks.isEmpty() ? null : landmarks.get(0).at()
                : new GeoPoint(near.longitude(), near.latitude());
        Calibration solved =
                Calibration.solve(camera.pose(), landmarks, aspect == null ? USUAL_ASPECT : aspect, somewhere, today());
        boolean apply = Boolean.TRUE.equals(body.apply());
        if (apply) {
            if (!solved.usable()) {
                throw ApiProblem.conflict("Not kept: " + solved.says());
            }
            VisibleRegistry.answering(() -> {
                registry.registry()
                        .setPose(
                                camera.id().point(), solved.pose(), change(user, body.reason(), "calibrated", ifMatch));
                return true;
            });
        }
        return new CalibrationView(
                PointController.PoseView.of(solved.pose()),
                solved.residualDegrees(),
                solved.residualMetres(),
                solved.perLandmark(),
                solved.usable(),
                solved.says(),
                apply);
    }

    private static Landmark landmark(LandmarkBody body) {
        Double x = body.x();
        Double y = body.y();
        Double longitude = body.longitude();
        Double latitude = body.latitude();
        if (x == null || y == null || longitude == null || latitude == null) {
            throw ApiProblem.invalid("landmarks", body, "x, y, longitude and latitude of each");
        }
        Double height = body.height();
        return new Landmark(x, y, new GeoPoint(longitude, latitude), height == null ? 0 : height);
    }

    @Operation(summary = "Presets of a PTZ camera; the first is its home")
    @GetMapping("/presets")
    Page<Preset> presets(@PathVariable String id, CurrentUser user) {
        return Page.whole(ptz.presets(registry.camera(user, id).id().point()));
    }

    @Operation(summary = "Give a PTZ camera another list of presets")
    @PutMapping("/presets")
    Page<Preset> setPresets(
            @PathVariable String id,
            @RequestBody PresetsBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        List<Preset> items = body.items();
        if (items == null) {
            throw ApiProblem.invalid("items", null, "a list, which may be empty");
        }
        VisibleRegistry.answering(() -> {
            ptz.setPresets(camera.id().point(), items, change(user, body.reason(), "presets", ifMatch));
            return true;
        });
        return presets(id, user);
    }

    @Operation(summary = "Where a PTZ camera looked: the entry before the window and those in it")
    @GetMapping("/ptz-positions")
    Page<PtzPosition> positions(
            @PathVariable String id, @RequestParam Instant from, @RequestParam Instant to, CurrentUser user) {
        CameraEntry camera = registry.camera(user, id);
        TimeWindow window = new TimeWindow(from, to);
        if (window.length().toDays() > MAX_DAYS) {
            throw ApiProblem.invalid("to", to, "at most " + MAX_DAYS + " days after from");
        }
        return Page.whole(ptz.positions(camera.id().point(), window));
    }

    @Operation(summary = "Note where a PTZ camera looks from a moment on; without azimuth: nobody knows")
    @PostMapping("/ptz-positions")
    @ResponseStatus(HttpStatus.CREATED)
    PtzPosition note(@PathVariable String id, @RequestBody PositionBody body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        Instant now = clock.instant();
        Instant at = body.at();
        if (at != null && at.isAfter(now)) {
            throw ApiProblem.invalid("at", at, "not after now");
        }
        Double error = body.error();
        PtzPosition position = new PtzPosition(
                at == null ? now : at, body.azimuth(), body.tilt(), body.horizontalAngle(), error == null ? 2 : error);
        ptz.note(camera.id().point(), position);
        return position;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Change change(
            CurrentUser user, @Nullable String reason, String otherwise, @Nullable String ifMatch) {
        return Change.now(user.username(), reason == null || reason.isBlank() ? otherwise : reason)
                .onVersion(Basis.of(ifMatch));
    }
}

package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.history.PointAt;
import org.sharpeyes.registry.point.AreaClass;
import org.sharpeyes.registry.point.PointClass;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.PanRange;
import org.sharpeyes.registry.pose.Pose;
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

/** The file of each point: details, pose, what hangs there; each change with its reason. */
@RestController
@RequestMapping("/api/v1/points")
class PointController {
    private final VisibleRegistry registry;
    private final InstantSource clock;

    PointController(VisibleRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    record PoseView(
            ReadingView.@Nullable PositionView position,
            @Nullable ReadingView height,
            @Nullable ReadingView azimuth,
            @Nullable ReadingView tilt,
            @Nullable ReadingView horizontalAngle,
            @Nullable ReadingView verticalAngle,
            @Nullable ReadingView reach,
            @Nullable ReadingView nightReach,
            @Nullable ReadingView pictureWidth,
            @Nullable Double panFrom,
            @Nullable Double panTo) {
        static PoseView of(Pose pose) {
            return new PoseView(
                    ReadingView.PositionView.of(pose.position()),
                    ReadingView.of(pose.height()),
                    ReadingView.of(pose.azimuth()),
                    ReadingView.of(pose.tilt()),
                    ReadingView.of(pose.horizontalAngle()),
                    ReadingView.of(pose.verticalAngle()),
                    ReadingView.of(pose.reach()),
                    ReadingView.of(pose.nightReach()),
                    ReadingView.of(pose.pictureWidth()),
                    pose.pan() == null ? null : pose.pan().from(),
                    pose.pan() == null ? null : pose.pan().to());
        }

        Pose read() {
            return new Pose(
                    ReadingView.PositionView.read(position),
                    ReadingView.read("height", height),
                    ReadingView.read("azimuth", azimuth),
                    ReadingView.read("tilt", tilt),
                    ReadingView.read("horizontalAngle", horizontalAngle),
                    ReadingView.read("verticalAngle", verticalAngle),
                    ReadingView.read("reach", reach),
                    ReadingView.read("nightReach", nightReach),
                    ReadingView.read("pictureWidth", pictureWidth),
                    pan());
        }

        private @Nullable PanRange pan() {
            Double from = panFrom;
            Double to = panTo;
            if (from == null && to == null) {
                return null;
            }
            if (from == null || to == null) {
                throw ApiProblem.invalid("panFrom, panTo", from == null ? to : from, "both or neither");
            }
            return new PanRange(from, to);
        }
    }

    /**
     * A point, as sent and answered; ids and channel are only answered.
     *
     * @param reason why it is changed; only sent
     * @param validFrom since when it has been so; none for now; only sent
     */
    record PointView(
            @Nullable String id,
            @Nullable String code,
            @Nullable String name,
            @Nullable String area,
            @Nullable Integer pointClass,
            @Nullable String areaClass,
            @Nullable Integer placeType,
            @Nullable String address,
            @Nullable String managingUnit,
            @Nullable String filingNumber,
            @Nullable LocalDate filedOn,
            @Nullable List<Person> persons,
            @Nullable PoseView pose,
            @Nullable String channel,
            @Nullable Long version,
            @Nullable String reason,
            @Nullable Instant validFrom) {}

    /** @param channel id of a registered channel; none takes down what hangs there */
    record Installing(
            @Nullable String channel,
            @Nullable String reason,
            @Nullable Instant validFrom) {}

    record Posing(
            @Nullable PoseView pose,
            @Nullable String reason,
            @Nullable Instant validFrom) {}

    record Retiring(@Nullable String reason, @Nullable Instant validFrom) {}

    @Operation(summary = "Files of the points you may see, by point code")
    @GetMapping
    Page<PointView> list(
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Instant known,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            CurrentUser user) {
        AreaId within = area == null || area.isEmpty() ? null : AreaId.parse(area);
        String words = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        if (at == null && known == null) {
            List<CameraEntry> found = registry.cameras(user).stream()
                    .filter(camera -> wanted(camera.details(), within, words))
                    .toList();
            return Cursor.page(
                    found, camera -> camera.details().code().digits(), cursor, limit, camera -> view(camera, user));
        }
        Instant now = clock.instant();
        List<PointAt> found = registry.registry().allAt(at == null ? now : at, known == null ? now : known).stream()
                .filter(point -> point.details() != null
                        && wanted(point.details(), within, words)
                        && registry.mayKnow(
                                user,
                                CameraId.of(point.point()),
                                point.details().area()))
                .toList();
        return Cursor.page(
                found,
                point -> Objects.requireNonNull(point.details()).code().digits(),
                cursor,
                limit,
                point -> view(point, user, null));
    }

    private boolean wanted(PointDetails details, @Nullable AreaId within, String words) {
        return (within == null || registry.directory().within(details.area(), within))
                && (words.isEmpty()
                        || details.name().toLowerCase(Locale.ROOT).contains(words)
                        || details.code().digits().contains(words));
    }

    @Operation(summary = "The file of one point; ?at= as it was, ?known= as the registry held it")
    @GetMapping("/{id}")
    ResponseEntity<PointView> get(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Instant known,
            CurrentUser user) {
        CameraEntry camera = registry.camera(user, id);
        if (at == null && known == null) {
            return now(camera, user);
        }
        Instant now = clock.instant();
        PointAt then = registry.registry().at(camera.id().point(), at == null ? now : at, known == null ? now : known);
        if (then.details() == null) {
            throw ApiProblem.notFound();
        }
        return ResponseEntity.ok(view(then, user, null));
    }

    @Operation(summary = "Every version of name, place, pose, file, device and dependencies, with author and reason")
    @GetMapping("/{id}/history")
    Page<CameraController.HistoryView> history(@PathVariable String id, CurrentUser user) {
        CameraEntry camera = registry.camera(user, id);
        return Page.whole(registry.registry().history(camera.id().point()).stream()
                .map(CameraController.HistoryView::of)
                .toList());
    }

    private ResponseEntity<PointView> now(CameraEntry camera, CurrentUser user) {
        long version = registry.registry().version(camera.id().point());
        return ResponseEntity.ok().eTag(Basis.tag(version)).body(view(camera, user, version));
    }

    private ResponseEntity<PointView> now(String id, CurrentUser user) {
        return now(registry.camera(user, id), user);
    }

    @Operation(summary = "Make a point")
    @PostMapping
    ResponseEntity<PointView> create(@RequestBody PointView body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        PointDetails details = details(body, user);
        PoseView pose = body.pose();
        PointId point = VisibleRegistry.answering(() -> registry.registry()
                .createPoint(
                        details,
                        pose == null ? Pose.unknown() : pose.read(),
                        change(user, body.reason(), body.validFrom())));
        CameraEntry camera = registry.camera(user, point.toString());
        long version = registry.registry().version(point);
        return ResponseEntity.status(HttpStatus.CREATED)
                .eTag(Basis.tag(version))
                .body(view(camera, user, version));
    }

    @Operation(summary = "Give a point other details; its history stays")
    @PutMapping("/{id}")
    ResponseEntity<PointView> edit(
            @PathVariable String id,
            @RequestBody PointView body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        PointDetails details = details(body, user);
        VisibleRegistry.answering(() -> {
            registry.registry()
                    .editPoint(
                            camera.id().point(),
                            details,
                            change(user, body.reason(), body.validFrom()).onVersion(Basis.of(ifMatch)));
            return true;
        });
        return now(id, user);
    }

    @Operation(summary = "Say where the camera at a point stands and looks; what is left out is unknown")
    @PutMapping("/{id}/pose")
    ResponseEntity<PointView> pose(
            @PathVariable String id,
            @RequestBody Posing body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        PoseView pose = body.pose();
        if (pose == null) {
            throw ApiProblem.invalid("pose", null, "an object; an empty one for wholly unknown");
        }
        Pose read = pose.read();
        VisibleRegistry.answering(() -> {
            registry.registry()
                    .setPose(
                            camera.id().point(),
                            read,
                            change(user, body.reason(), body.validFrom()).onVersion(Basis.of(ifMatch)));
            return true;
        });
        return now(id, user);
    }

    @Operation(summary = "Hang another channel at a point, or take down what hangs there")
    @PutMapping("/{id}/installation")
    ResponseEntity<PointView> install(
            @PathVariable String id,
            @RequestBody Installing body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        Change change = change(user, body.reason(), body.validFrom()).onVersion(Basis.of(ifMatch));
        String channel = body.channel();
        VisibleRegistry.answering(() -> {
            if (channel == null) {
                registry.registry().uninstall(camera.id().point(), change);
            } else {
                registry.registry().swap(camera.id().point(), ChannelId.parse(channel), change);
            }
            return true;
        });
        return now(id, user);
    }

    @Operation(summary = "End a point; what it saw stays answerable")
    @PostMapping("/{id}/retire")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void retire(
            @PathVariable String id,
            @RequestBody Retiring body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        VisibleRegistry.answering(() -> {
            registry.registry()
                    .retirePoint(
                            camera.id().point(),
                            change(user, body.reason(), body.validFrom()).onVersion(Basis.of(ifMatch)));
            return true;
        });
    }

    private PointDetails details(PointView body, CurrentUser user) {
        AreaId area = AreaId.parse(required("area", body.area()));
        if (!registry.mayEdit(user, area)) {
            throw ApiProblem.invalid("area", area, "the id of an area you may edit");
        }
        Integer pointClass = body.pointClass();
        String areaClass = body.areaClass();
        String address = body.address();
        String unit = body.managingUnit();
        List<Person> persons = body.persons();
        return new PointDetails(
                new PointCode(required("code", body.code())),
                required("name", body.name()),
                area,
                pointClass == null ? PointClass.OTHER : PointClass.ofCode(pointClass),
                areaClass == null ? AreaClass.GENERAL : areaClass(areaClass),
                body.placeType(),
                address == null ? "" : address,
                unit == null ? "" : unit,
                body.filingNumber(),
                body.filedOn(),
                persons == null ? List.of() : persons);
    }

    private static AreaClass areaClass(String text) {
        for (AreaClass each : AreaClass.values()) {
            if (each.name().equals(text)) {
                return each;
            }
        }
        throw ApiProblem.invalid("areaClass", text, "one of " + List.of(AreaClass.values()));
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ApiProblem.invalid(field, value, "a text");
        }
        return value;
    }

    private static Change change(CurrentUser user, @Nullable String reason, @Nullable Instant validFrom) {
        return new Change(user.username(), reason == null ? "" : reason, validFrom, null);
    }

    private PointView view(CameraEntry camera, CurrentUser user) {
        return view(camera, user, null);
    }

    private PointView view(CameraEntry camera, CurrentUser user, @Nullable Long version) {
        return view(
                new PointAt(
                        camera.id().point(),
                        camera.details(),
                        camera.source().map(CameraSource::channel).orElse(null),
                        camera.pose()),
                user,
                version);
    }

    private PointView view(PointAt point, CurrentUser user, @Nullable Long version) {
        PointDetails details = Objects.requireNonNull(point.details(), "details");
        Pose pose = point.pose();
        ChannelId channel = point.channel();
        boolean file = registry.directory()
                .camera(CameraId.of(point.point()))
                .map(camera -> registry.seesHardware(user, camera))
                .orElseGet(() -> registry.mayEdit(user, details.area()));
        return new PointView(
                point.point().toString(),
                details.code().digits(),
                details.name(),
                details.area().toString(),
                details.pointClass().code(),
                details.areaClass().name(),
                details.placeType(),
                details.address(),
                details.managingUnit(),
                file ? details.filingNumber() : null,
                file ? details.filedOn() : null,
                file ? details.persons() : null,
                PoseView.of(pose == null ? Pose.unknown() : pose),
                channel == null ? null : channel.toString(),
                version,
                null,
                null);
    }
}

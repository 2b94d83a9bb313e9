package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.point.AreaClass;
import org.sharpeyes.registry.point.PointClass;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The file of each point: details, pose, what hangs there; each change with its reason. */
@RestController
@RequestMapping("/api/v1/points")
class PointController {
    private final VisibleRegistry registry;

    PointController(VisibleRegistry registry) {
        this.registry = registry;
    }

    record PoseView(
            ReadingView.@Nullable PositionView position,
            @Nullable ReadingView height,
            @Nullable ReadingView azimuth,
            @Nullable ReadingView tilt,
            @Nullable ReadingView horizontalAngle,
            @Nullable ReadingView verticalAngle,
            @Nullable ReadingView reach) {
        static PoseView of(Pose pose) {
            return new PoseView(
                    ReadingView.PositionView.of(pose.position()),
                    ReadingView.of(pose.height()),
                    ReadingView.of(pose.azimuth()),
                    ReadingView.of(pose.tilt()),
                    ReadingView.of(pose.horizontalAngle()),
                    ReadingView.of(pose.verticalAngle()),
                    ReadingView.of(pose.reach()));
        }

        Pose read() {
            return new Pose(
                    ReadingView.PositionView.read(position),
                    ReadingView.read("height", height),
                    ReadingView.read("azimuth", azimuth),
                    ReadingView.read("tilt", tilt),
                    ReadingView.read("horizontalAngle", horizontalAngle),
                    ReadingView.read("verticalAngle", verticalAngle),
                    ReadingView.read("reach", reach));
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
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            CurrentUser user) {
        return Cursor.page(
                registry.cameras(user),
                camera -> camera.details().code().digits(),
                cursor,
                limit,
                camera -> view(camera, user));
    }

    @Operation(summary = "The file of one point")
    @GetMapping("/{id}")
    PointView get(@PathVariable String id, CurrentUser user) {
        return view(registry.camera(user, id), user);
    }

    @Operation(summary = "Make a point")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    PointView create(@RequestBody PointView body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        PointDetails details = details(body, user);
        PoseView pose = body.pose();
        PointId point = VisibleRegistry.answering(() -> registry.registry()
                .createPoint(
                        details,
                        pose == null ? Pose.unknown() : pose.read(),
                        change(user, body.reason(), body.validFrom())));
        return get(point.toString(), user);
    }

    @Operation(summary = "Give a point other details; its history stays")
    @PutMapping("/{id}")
    PointView edit(@PathVariable String id, @RequestBody PointView body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        PointDetails details = details(body, user);
        VisibleRegistry.answering(() -> {
            registry.registry().editPoint(camera.id().point(), details, change(user, body.reason(), body.validFrom()));
            return true;
        });
        return get(id, user);
    }

    @Operation(summary = "Say where the camera at a point stands and looks; what is left out is unknown")
    @PutMapping("/{id}/pose")
    PointView pose(@PathVariable String id, @RequestBody Posing body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        PoseView pose = body.pose();
        if (pose == null) {
            throw ApiProblem.invalid("pose", null, "an object; an empty one for wholly unknown");
        }
        Pose read = pose.read();
        VisibleRegistry.answering(() -> {
            registry.registry().setPose(camera.id().point(), read, change(user, body.reason(), body.validFrom()));
            return true;
        });
        return get(id, user);
    }

    @Operation(summary = "Hang another channel at a point, or take down what hangs there")
    @PutMapping("/{id}/installation")
    PointView install(@PathVariable String id, @RequestBody Installing body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        Change change = change(user, body.reason(), body.validFrom());
        String channel = body.channel();
        VisibleRegistry.answering(() -> {
            if (channel == null) {
                registry.registry().uninstall(camera.id().point(), change);
            } else {
                registry.registry().swap(camera.id().point(), ChannelId.parse(channel), change);
            }
            return true;
        });
        return get(id, user);
    }

    @Operation(summary = "End a point; what it saw stays answerable")
    @PostMapping("/{id}/retire")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void retire(@PathVariable String id, @RequestBody Retiring body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        VisibleRegistry.answering(() -> {
            registry.registry().retirePoint(camera.id().point(), change(user, body.reason(), body.validFrom()));
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
        PointDetails details = camera.details();
        boolean file = registry.seesHardware(user, camera);
        return new PointView(
                camera.id().toString(),
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
                PoseView.of(camera.pose()),
                camera.source().map(source -> source.channel().toString()).orElse(null),
                null,
                null);
    }
}

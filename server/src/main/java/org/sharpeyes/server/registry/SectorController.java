package org.sharpeyes.server.registry;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.coverage.CoverageJudge;
import org.sharpeyes.registry.coverage.CoveragePreview;
import org.sharpeyes.registry.coverage.DrawnSector;
import org.sharpeyes.registry.coverage.Grade;
import org.sharpeyes.registry.coverage.Look;
import org.sharpeyes.registry.coverage.Obstacles;
import org.sharpeyes.registry.coverage.Outages;
import org.sharpeyes.registry.coverage.WorkItem;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;
import org.sharpeyes.registry.geo.GeoBox;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.history.PointAt;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.PtzPosition;
import org.sharpeyes.registry.postgres.PtzLog;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For the map: sectors of any time, what a changed pose would bring, and which poses are worth finding out. */
@RestController
@RequestMapping("/api/v1/coverage")
class SectorController {
    private static final int MAX_CAMERAS = 2_000;

    private final VisibleRegistry registry;
    private final Coverages coverages;
    private final PtzLog ptz;
    private final Outages outages;

    SectorController(VisibleRegistry registry, Coverages coverages, PtzLog ptz, Outages outages) {
        this.registry = registry;
        this.coverages = coverages;
        this.ptz = ptz;
        this.outages = outages;
    }

    /** @param grade {@code null} for a camera of unknown position, whose ground is somewhere in its area */
    record SectorView(
            String camera,
            String name,
            String area,
            String state,
            @Nullable String grade,
            double squareMetres,
            List<String> unknown) {}

    record PreviewBody(
            @Nullable String camera,
            PointController.@Nullable PoseView pose,
            @Nullable String purpose,
            @Nullable String light) {}

    /** @param geometry GeoJSON; {@code null} if there is no ground */
    record PartView(@JsonRawValue @Nullable String geometry, double squareMetres) {
        static PartView of(CoveragePreview.Part part) {
            Shape shape = part.shape();
            return new PartView(shape == null ? null : shape.geoJson(), part.squareMetres());
        }
    }

    record AreaChange(String area, double ratioBefore, double ratioAfter, long gained, long lost) {}

    record PreviewView(PartView before, PartView after, PartView gained, PartView lost, AreaChange area) {}

    record WorkView(int rank, String camera, String name, List<String> missing, double gain, String how) {}

    @Operation(summary = "Ground of each camera by grade as GeoJSON, the least sure first, at any time")
    @GetMapping("/sectors")
    Feature.Collection sectors(
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(required = false) @Nullable String bbox,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Instant known,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String light,
            @RequestParam(required = false) @Nullable String grade,
            CurrentUser user) {
        Look look = Coverages.look(purpose, light);
        AreaId within = area == null || area.isEmpty() ? null : Coverages.parse(area);
        GeoBox box = bbox == null || bbox.isEmpty() ? null : GeoBox.parse(bbox);
        Grade only =
                grade == null || grade.isEmpty() ? null : Coverages.oneOf(Grade.class, "grade", grade, Grade.PROVEN);
        List<PointAt> points = points(user, at, known).stream()
                .filter(point -> wanted(point, within, box))
                .toList();
        if (points.size() > MAX_CAMERAS) {
            throw ApiProblem.invalid(
                    "bbox", bbox, "a smaller box or area: " + points.size() + " cameras, at most " + MAX_CAMERAS);
        }
        Instant moment = at == null ? coverages.now() : at;
        TimeWindow when = new TimeWindow(moment, moment.plusMillis(1));
        Map<CameraId, String> states = states(points, at, when);
        Obstacles obstacles = registry.registry().obstacles();
        List<Feature> features = new ArrayList<>();
        for (PointAt point : points) {
            CameraId camera = CameraId.of(point.point());
            Pose pose = pose(point, when);
            List<DrawnSector> drawn = DrawnSector.of(pose, obstacles, when, known, look);
            for (DrawnSector each : drawn) {
                if (only == null || only == each.grade()) {
                    features.add(Feature.of(
                            each.shape().geoJson(), view(point, states.getOrDefault(camera, "UNKNOWN"), each, pose)));
                }
            }
            if (drawn.isEmpty()) {
                features.add(Feature.of(null, view(point, states.getOrDefault(camera, "UNKNOWN"), null, pose)));
            }
        }
        return Feature.Collection.of(features);
    }

    private static SectorView view(PointAt point, String state, @Nullable DrawnSector drawn, Pose pose) {
        var details = Objects.requireNonNull(point.details(), "details");
        return new SectorView(
                point.point().toString(),
                details.name(),
                details.area().toString(),
                state,
                drawn == null ? null : drawn.grade().name(),
                drawn == null ? 0 : drawn.squareMetres(),
                CoverageJudge.unknown(pose));
    }

    private List<PointAt> points(CurrentUser user, @Nullable Instant at, @Nullable Instant known) {
        if (at == null && known == null) {
            return registry.cameras(user).stream()
                    .map(camera -> new PointAt(
                            camera.id().point(),
                            camera.details(),
                            camera.source().map(CameraSource::channel).orElse(null),
                            camera.pose()))
                    .toList();
        }
        Instant now = coverages.now();
        return registry.registry().allAt(at == null ? now : at, known == null ? now : known).stream()
                .filter(point -> point.details() != null
                        && registry.mayKnow(
                                user,
                                CameraId.of(point.point()),
                                point.details().area()))
                .toList();
    }

    private boolean wanted(PointAt point, @Nullable AreaId within, @Nullable GeoBox box) {
        AreaId area = Objects.requireNonNull(point.details(), "details").area();
        Position position = point.pose() == null ? null : point.pose().position();
        return (within == null || registry.directory().within(area, within))
                && (box == null || (position != null && box.contains(position.at())));
    }

    /** A camera that nothing hung at covers nothing; a PTZ camera is drawn as it looked, if that is known. */
    private Pose pose(PointAt point, TimeWindow when) {
        Pose pose = point.pose();
        if (pose == null) {
            return Pose.unknown();
        }
        if (pose.pan() == null) {
            return pose;
        }
        List<PtzPosition> positions = ptz.positions(point.point(), when);
        return positions.isEmpty() ? pose : positions.get(positions.size() - 1).of(pose);
    }

    private Map<CameraId, String> states(List<PointAt> points, @Nullable Instant at, TimeWindow when) {
        Map<CameraId, String> states = new HashMap<>();
        if (at == null) {
            for (PointAt point : points) {
                CameraId camera = CameraId.of(point.point());
                registry.directory()
                        .camera(camera)
                        .ifPresent(entry -> states.put(
                                camera, registry.condition(entry).state().name()));
            }
            return states;
        }
        List<CameraId> cameras =
                points.stream().map(point -> CameraId.of(point.point())).toList();
        Map<CameraId, List<TimeWindow>> down = outages.of(cameras, when);
        for (PointAt point : points) {
            CameraId camera = CameraId.of(point.point());
            states.put(camera, point.channel() == null ? "UNKNOWN" : down.containsKey(camera) ? "DOWN" : "UP");
        }
        return states;
    }

    @Operation(summary = "What another pose of a camera would gain and lose, before it is saved")
    @PostMapping("/previews")
    PreviewView preview(@RequestBody PreviewBody body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        String id = body.camera();
        PointController.PoseView pose = body.pose();
        if (id == null || pose == null) {
            throw ApiProblem.invalid("camera, pose", null, "the id of a camera and a pose");
        }
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        Coverages.Question question =
                coverages.question(bordered(camera.details().area()), Coverages.look(body.purpose(), body.light()));
        CoveragePreview preview = question.map().preview(question.asked(), camera, pose.read());
        return new PreviewView(
                PartView.of(preview.before()),
                PartView.of(preview.after()),
                PartView.of(preview.gained()),
                PartView.of(preview.lost()),
                new AreaChange(
                        question.area().id().toString(),
                        preview.ratioBefore(),
                        preview.ratioAfter(),
                        preview.areaGained(),
                        preview.areaLost()));
    }

    /** The area, or the nearest above whose border is known. */
    private AreaId bordered(AreaId area) {
        return registry.directory().path(area).stream()
                .filter(each -> registry.directory()
                        .area(each)
                        .map(known -> known.shape() != null)
                        .orElse(false))
                .findFirst()
                .orElse(area);
    }

    @Operation(summary = "Poses that are worth most to find out, the best first, and how")
    @GetMapping("/worklist")
    Page<WorkView> worklist(
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(defaultValue = "20") int limit,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        Coverages.Question question = coverages.question(user, area, null, null);
        List<WorkView> items = new ArrayList<>();
        for (WorkItem item : question.map().worklist(question.asked(), CoverageController.limit(limit))) {
            if (registry.access().allows(user, Action.EDIT_REGISTRY, item.camera())) {
                items.add(new WorkView(
                        items.size() + 1,
                        item.camera().toString(),
                        item.name(),
                        item.missing(),
                        item.gain(),
                        item.how().name()));
            }
        }
        return Page.whole(items);
    }
}

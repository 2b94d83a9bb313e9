package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.postgres.PointFiles;
import org.sharpeyes.registry.quality.DataQuality;
import org.sharpeyes.registry.quality.Finding;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is wrong with the data of cameras, what would mend it, and the score of each village. */
@RestController
@RequestMapping("/api/v1/findings")
class FindingController {
    private static final String FORMULA =
            "100 - 100 * (3 * high + 2 * medium + 1 * low findings) / (6 * cameras), at least 0";

    private final VisibleRegistry registry;
    private final PointFiles files;
    private final InstantSource clock;

    FindingController(VisibleRegistry registry, PointFiles files, InstantSource clock) {
        this.registry = registry;
        this.files = files;
        this.clock = clock;
    }

    record RepairView(String says, boolean automatic) {}

    record FindingView(
            String id,
            String kind,
            String severity,
            String camera,
            String name,
            String area,
            String says,
            RepairView repair) {
        static FindingView of(Finding finding) {
            return new FindingView(
                    finding.id(),
                    finding.kind().name(),
                    finding.kind().severity().name(),
                    finding.camera().toString(),
                    finding.name(),
                    finding.area().toString(),
                    finding.says(),
                    new RepairView(finding.repair().says(), finding.repair().automatic()));
        }
    }

    record ScoreView(String area, String name, double score, int cameras, int findings) {}

    record Scores(List<ScoreView> items, String formula) {}

    record Repairing(@Nullable String reason) {}

    @Operation(summary = "What is wrong with the data of the cameras you look after, the gravest first")
    @GetMapping
    Page<FindingView> list(
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(required = false) @Nullable String kind,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        AreaId within = area == null || area.isEmpty() ? null : Coverages.parse(area);
        Finding.Kind only = kind == null || kind.isEmpty()
                ? null
                : Coverages.oneOf(Finding.Kind.class, "kind", kind, Finding.Kind.FILE_INCOMPLETE);
        return Page.whole(findings(cameras(user, within)).stream()
                .filter(finding -> only == null || finding.kind() == only)
                .map(FindingView::of)
                .toList());
    }

    @Operation(summary = "Score of the data of each village, the worst first, with its formula")
    @GetMapping("/scores")
    Scores scores(CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        List<CameraEntry> cameras = cameras(user, null);
        List<Finding> findings = findings(cameras);
        List<ScoreView> scores = new ArrayList<>();
        for (Area village : registry.directory().areas()) {
            if (village.level() != AreaLevel.VILLAGE) {
                continue;
            }
            int there = (int) cameras.stream()
                    .filter(camera ->
                            registry.directory().within(camera.details().area(), village.id()))
                    .count();
            List<Finding> own = findings.stream()
                    .filter(finding -> registry.directory().within(finding.area(), village.id()))
                    .toList();
            if (there > 0) {
                scores.add(new ScoreView(
                        village.id().toString(), village.name(), DataQuality.score(own, there), there, own.size()));
            }
        }
        scores.sort(Comparator.comparingDouble(ScoreView::score).thenComparing(ScoreView::name));
        return new Scores(scores, FORMULA);
    }

    @Operation(summary = "Do the repair that a finding suggests, where a machine can")
    @PostMapping("/{id}/repair")
    FindingView repair(@PathVariable String id, @RequestBody Repairing body, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        int dot = id.indexOf('.');
        CameraEntry camera = registry.camera(user, dot < 0 ? "" : id.substring(dot + 1), Action.EDIT_REGISTRY);
        Finding finding = findings(List.of(camera)).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
        if (!finding.repair().automatic()) {
            throw ApiProblem.conflict("This takes a person: " + finding.repair().says());
        }
        String reason = body.reason();
        Change change = VisibleRegistry.change(user, reason == null ? finding.says() : reason)
                .onVersion(registry.registry().version(camera.id().point()));
        GeoPoint place = finding.repair().place();
        AreaId area = finding.repair().area();
        VisibleRegistry.answering(() -> {
            Position position = camera.pose().position();
            if (place != null && position != null) {
                registry.registry()
                        .movePoint(
                                camera.id().point(),
                                new Position(place, position.source(), position.error(), position.date()),
                                change);
            } else if (area != null) {
                if (!registry.mayEdit(user, area)) {
                    throw ApiProblem.conflict("The area it would belong to is not yours to edit");
                }
                registry.registry().editPoint(camera.id().point(), moved(camera.details(), area), change);
            }
            return true;
        });
        return FindingView.of(finding);
    }

    private static PointDetails moved(PointDetails details, AreaId area) {
        return new PointDetails(
                details.code(),
                details.name(),
                area,
                details.pointClass(),
                details.areaClass(),
                details.placeType(),
                details.address(),
                details.managingUnit(),
                details.filingNumber(),
                details.filedOn(),
                details.persons());
    }

    private List<CameraEntry> cameras(CurrentUser user, @Nullable AreaId within) {
        return registry.cameras(user).stream()
                .filter(camera -> registry.access().allows(user, Action.EDIT_REGISTRY, camera.id()))
                .filter(camera -> within == null
                        || registry.directory().within(camera.details().area(), within))
                .toList();
    }

    private List<Finding> findings(List<CameraEntry> cameras) {
        return DataQuality.of(
                registry.directory(), registry.registry().obstacles(), files.all(), clock.instant(), cameras);
    }
}

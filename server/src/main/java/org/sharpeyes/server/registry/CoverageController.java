package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.coverage.CoverageAnswer;
import org.sharpeyes.registry.coverage.CoverageMap;
import org.sharpeyes.registry.coverage.CoverageReport;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.postgres.CoverageSearch;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What the cameras cover: the share of an area, and the cameras of a place and time. */
@RestController
@RequestMapping("/api/v1/coverage")
class CoverageController {
    private static final String FORMULA =
            "square metres times weight of key, complex and weak places that are proven to be covered by living cameras"
                    + " / the same of all such places; without such places: of the whole ground";

    private final VisibleRegistry registry;
    private final CoverageSearch search;
    private final InstantSource clock;
    private final Map<AreaId, CoverageMap> counties = new ConcurrentHashMap<>();

    CoverageController(VisibleRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        this.search = new CoverageSearch(registry.registry());
    }

    /** @param blindSpots places by weight times what is not proven to be covered now, worst first */
    record CoverageView(
            String area,
            String areaName,
            Instant at,
            double ratio,
            double asBuilt,
            double denominator,
            String formula,
            CoverageReport.Ground ground,
            int cameras,
            int alive,
            List<BlindSpot> blindSpots) {}

    record BlindSpot(String name, String kind, double weight, CoverageReport.Ground ground, double blind) {}

    /** @param place GeoJSON Point or Polygon */
    record Question(
            @Nullable JsonNode place,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Instant known) {}

    /** Cameras that covered the place, best first, and near ones that did not. */
    record AnswerView(List<HitView> items, List<MissView> misses) {}

    /**
     * @param grade PROVEN, PROBABLE, POSSIBLE
     * @param share of the place, 0 to 1
     * @param unknown values of the pose that are not known
     */
    record HitView(
            String camera,
            String name,
            String grade,
            double share,
            @Nullable Double metres,
            List<TimeWindow> times,
            List<String> unknown) {
        static HitView of(CoverageAnswer.Hit hit) {
            return new HitView(
                    hit.camera().toString(),
                    hit.name(),
                    hit.grade().name(),
                    hit.share(),
                    hit.metres(),
                    hit.times(),
                    hit.unknown());
        }
    }

    /** @param why AWAY, OFF_AXIS, NOT_INSTALLED */
    record MissView(String camera, String name, String why, String detail) {
        static MissView of(CoverageAnswer.Miss miss) {
            return new MissView(
                    miss.camera().toString(), miss.name(), miss.why().name(), miss.detail());
        }
    }

    @Operation(summary = "Covered share of an area with its formula, by grade, as built and now; blind spots by weight")
    @GetMapping
    CoverageView coverage(@RequestParam(required = false) @Nullable String area, CurrentUser user) {
        CameraDirectory directory = registry.directory();
        AreaId id = area == null || area.isEmpty() ? topmost(user, directory) : parse(area);
        registry.access().require(user, Action.SEE_CAMERA, id);
        Area known = directory.area(id).orElseThrow(ApiProblem::notFound);
        List<AreaId> path = directory.path(id);
        CoverageReport report = counties.computeIfAbsent(path.get(path.size() - 1), CoverageMap::new)
                .report(directory, registry.registry().layers(), id, this::living);
        return new CoverageView(
                id.toString(),
                known.name(),
                clock.instant(),
                report.ratio(),
                report.asBuilt(),
                report.denominator(),
                FORMULA,
                report.ground(),
                report.cameras(),
                report.alive(),
                report.places().stream()
                        .map(place -> new BlindSpot(
                                place.name(), place.kind().name(), place.weight(), place.ground(), place.blind()))
                        .toList());
    }

    @Operation(summary = "Cameras that covered a place in a time window, ranked and graded, and near ones that did not")
    @PostMapping("/searches")
    AnswerView search(@RequestBody Question question, CurrentUser user) {
        JsonNode place = question.place();
        Instant from = question.from();
        Instant to = question.to();
        if (place == null || from == null || to == null) {
            throw ApiProblem.invalid("place, from, to", null, "a GeoJSON place and two moments");
        }
        CoverageAnswer answer =
                search.search(Shape.parse(place.toString()), new TimeWindow(from, to), question.known());
        return new AnswerView(
                answer.hits().stream()
                        .filter(hit -> registry.access().visible(user, hit.camera()))
                        .map(HitView::of)
                        .toList(),
                answer.misses().stream()
                        .filter(miss -> registry.access().visible(user, miss.camera()))
                        .map(MissView::of)
                        .toList());
    }

    /** A dead camera covers nothing, and neither does one of which nothing is known. */
    private boolean living(CameraId camera) {
        return registry.directory()
                .camera(camera)
                .map(registry::condition)
                .filter(condition -> condition.state() == CameraState.UP || condition.state() == CameraState.SUSPECT)
                .isPresent();
    }

    private AreaId topmost(CurrentUser user, CameraDirectory directory) {
        return directory.areas().stream()
                .filter(area -> registry.maySee(user, area.id()))
                .min(Comparator.comparing(Area::level).thenComparing(Area::civilCode))
                .map(Area::id)
                .orElseThrow(ApiProblem::notFound);
    }

    private static AreaId parse(String text) {
        try {
            return AreaId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }
}

package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.coverage.BlindSpot;
import org.sharpeyes.registry.coverage.CoverageAnswer;
import org.sharpeyes.registry.coverage.CoveragePeriod;
import org.sharpeyes.registry.coverage.CoverageReport;
import org.sharpeyes.registry.coverage.Look;
import org.sharpeyes.registry.coverage.Loss;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.postgres.CoverageHistory;
import org.sharpeyes.registry.postgres.CoverageSearch;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What the cameras cover: the share of an area now and over a period, what is blind, what would be lost; question 1. */
@RestController
@RequestMapping("/api/v1/coverage")
class CoverageController {
    static final String FORMULA =
            "square metres times weight of key, complex and weak places that are proven to be covered by living cameras"
                    + " / the same of all such places; without such places: of the whole ground";
    private static final int MAX_LIMIT = 500;
    private static final int MAX_PERIOD_DAYS = 366;

    private final VisibleRegistry registry;
    private final Coverages coverages;
    private final CoverageSearch search;
    private final CoverageHistory history;

    CoverageController(VisibleRegistry registry, Coverages coverages, CoverageSearch search, CoverageHistory history) {
        this.registry = registry;
        this.coverages = coverages;
        this.search = search;
        this.history = history;
    }

    /** @param blindSpots places by weight times what is not proven to be covered now, worst first */
    record CoverageView(
            String area,
            String areaName,
            Instant at,
            String purpose,
            String light,
            double ratio,
            double asBuilt,
            double denominator,
            String formula,
            CoverageReport.Ground ground,
            CoverageReport.Redundancy redundancy,
            List<ClassView> classes,
            int cameras,
            int alive,
            List<PlaceView> blindSpots) {}

    record ClassView(String kind, long all, long provenNow, double ratio) {}

    record PlaceView(String name, String kind, double weight, CoverageReport.Ground ground, double blind) {}

    record SpotView(int rank, String name, String kind, double weight, double squareMetres, double score) {}

    record StepView(Instant from, Instant to, double ratio, double asBuilt, int alive, int cameras) {}

    record PeriodView(
            String area,
            Instant from,
            Instant to,
            double ratio,
            double asBuilt,
            String formula,
            List<StepView> steps) {}

    /** @param place GeoJSON Point or Polygon */
    record Question(
            @Nullable JsonNode place,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Instant known,
            @Nullable String purpose,
            @Nullable String light) {}

    /** Cameras that covered the place, best first, and near ones that did not. */
    record AnswerView(List<HitView> items, List<MissView> misses) {}

    /**
     * @param grade PROVEN, PROBABLE, POSSIBLE
     * @param share of the place, 0 to 1
     * @param offline when it was down in the window
     * @param unknown values of the pose that are not known
     */
    record HitView(
            String camera,
            String name,
            String grade,
            double share,
            @Nullable Double metres,
            List<TimeWindow> times,
            List<CoverageAnswer.Sight> sights,
            List<TimeWindow> offline,
            List<String> unknown,
            String reason) {
        static HitView of(CoverageAnswer.Hit hit) {
            return new HitView(
                    hit.camera().toString(),
                    hit.name(),
                    hit.grade().name(),
                    hit.share(),
                    hit.metres(),
                    hit.times(),
                    hit.sights(),
                    hit.offline(),
                    hit.unknown(),
                    hit.reason());
        }
    }

    /** @param why AWAY, OFF_AXIS, BLOCKED, NOT_INSTALLED, OFFLINE */
    record MissView(String camera, String name, String why, String detail) {
        static MissView of(CoverageAnswer.Miss miss) {
            return new MissView(
                    miss.camera().toString(), miss.name(), miss.why().name(), miss.detail());
        }
    }

    @Operation(
            summary =
                    "Covered share of an area with its formula, by grade and class, as built and now or at any time; blind"
                            + " places")
    @GetMapping
    CoverageView coverage(
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String light,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Instant known,
            CurrentUser user) {
        Coverages.Question asked = coverages.question(user, area, purpose, light);
        Instant now = coverages.now();
        Instant moment = at == null ? now : at;
        if (moment.isAfter(now)) {
            throw ApiProblem.invalid("at", at, "a moment that is not to come");
        }
        Coverages.Question question =
                at == null && known == null ? asked : coverages.then(asked, moment, known == null ? now : known);
        CoverageReport report = question.map().report(question.asked());
        return new CoverageView(
                question.area().id().toString(),
                question.area().name(),
                moment,
                question.look().purpose().name().toLowerCase(Locale.ROOT),
                question.look().light().name().toLowerCase(Locale.ROOT),
                report.ratio(),
                report.asBuilt(),
                report.denominator(),
                FORMULA,
                report.ground(),
                report.redundancy(),
                classes(report),
                report.cameras(),
                report.alive(),
                report.places().stream()
                        .map(place -> new PlaceView(
                                place.name(), place.kind().name(), place.weight(), place.ground(), place.blind()))
                        .toList());
    }

    private static List<ClassView> classes(CoverageReport report) {
        Map<AreaLayer.Kind, long[]> sums = new EnumMap<>(AreaLayer.Kind.class);
        for (CoverageReport.Place place : report.places()) {
            long[] sum = sums.computeIfAbsent(place.kind(), kind -> new long[2]);
            sum[0] += place.ground().all();
            sum[1] += place.ground().provenNow();
        }
        List<ClassView> classes = new ArrayList<>();
        sums.forEach((kind, sum) ->
                classes.add(new ClassView(kind.name(), sum[0], sum[1], sum[0] == 0 ? 0 : (double) sum[1] / sum[0])));
        return classes;
    }

    @Operation(summary = "Ground that no living camera is proven to cover, worst first, as GeoJSON")
    @GetMapping("/blind-spots")
    Feature.Collection blindSpots(
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String light,
            @RequestParam(defaultValue = "50") int limit,
            CurrentUser user) {
        Coverages.Question question = coverages.question(user, area, purpose, light);
        List<BlindSpot> spots = question.map().blindSpots(question.asked(), limit(limit));
        List<Feature> features = new ArrayList<>();
        for (BlindSpot spot : spots) {
            features.add(Feature.of(
                    spot.shape().geoJson(),
                    new SpotView(
                            features.size() + 1,
                            spot.name(),
                            spot.kind(),
                            spot.weight(),
                            spot.squareMetres(),
                            spot.score())));
        }
        return Feature.Collection.of(features);
    }

    @Operation(summary = "Covered share of an area over a period, weighted by time, with every step")
    @GetMapping("/period")
    PeriodView period(
            @RequestParam(required = false) @Nullable String area,
            @RequestParam Instant from,
            @RequestParam Instant to,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String light,
            CurrentUser user) {
        Coverages.Question question = coverages.question(user, area, purpose, light);
        TimeWindow window = new TimeWindow(from, to);
        if (to.isAfter(coverages.now()) || window.length().toDays() > MAX_PERIOD_DAYS) {
            throw ApiProblem.invalid("to", to, "not after now, at most " + MAX_PERIOD_DAYS + " days after from");
        }
        CoveragePeriod period = history.over(question.area().id(), window, question.look());
        return new PeriodView(
                question.area().id().toString(),
                from,
                to,
                period.ratio(),
                period.asBuilt(),
                "sum over time of the covered share times its duration / duration; " + FORMULA,
                period.steps().stream()
                        .map(step -> new StepView(
                                step.when().from(),
                                step.when().to(),
                                step.ratio(),
                                step.asBuilt(),
                                step.alive(),
                                step.cameras()))
                        .toList());
    }

    @Operation(
            summary = "What would no longer be covered if a camera, recorder or dependency failed, greatest loss first")
    @GetMapping("/losses")
    Page<Loss> losses(
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String light,
            @RequestParam(defaultValue = "100") int limit,
            CurrentUser user) {
        Coverages.Question question = coverages.question(user, area, purpose, light);
        return Page.whole(question.map().losses(question.asked(), limit(limit)).stream()
                .filter(loss ->
                        !loss.kind().equals("CAMERA") || registry.access().visible(user, CameraId.parse(loss.id())))
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
        Look look = Coverages.look(question.purpose(), question.light());
        CoverageAnswer answer =
                search.search(Shape.parse(place.toString()), new TimeWindow(from, to), question.known(), look);
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

    static int limit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ApiProblem.invalid("limit", limit, "1 to " + MAX_LIMIT);
        }
        return limit;
    }
}

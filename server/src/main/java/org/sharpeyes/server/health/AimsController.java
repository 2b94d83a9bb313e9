package org.sharpeyes.server.health;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.postgres.PostgresRegisterFigures;
import org.sharpeyes.alarm.figures.Availability;
import org.sharpeyes.alarm.postgres.PostgresFigures;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.registry.CoverageShares;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The four aims: coverage, sharing, availability, control; of the points that the caller may see, by group and in all. */
@RestController
@RequestMapping("/api/v1/aims")
class AimsController {
    private static final double COVERAGE_TARGET = 1;
    private static final double SHARING_TARGET = 1;
    private static final double AVAILABILITY_TARGET = 0.98;
    private static final double CONTROL_TARGET = 1;
    /** A stream counts as tested if a picture of it arrived within this time. */
    private static final Duration TESTED_WITHIN = Duration.ofHours(24);

    private static final List<HealthLayer> PICTURES =
            List.of(HealthLayer.FRAMES_ADVANCING, HealthLayer.KEY_FRAMES, HealthLayer.DECODABLE);
    private static final String SHARING_FORMULA =
            "points whose camera is reachable and delivered pictures within 24 h / points in the register";
    private static final String AVAILABILITY_FORMULA =
            "seconds up without an open fault of picture, clock, password or service / seconds up or down;"
                    + " planned work and unknown left out";
    private static final String CONTROL_FORMULA =
            "looks whose record names person, address and right and follows the one before it in the chain"
                    + " / looks (live, picture, PTZ, talk) in the period";

    private final FigureScope scope;
    private final PostgresFigures figures;
    private final PostgresRegisterFigures register;
    private final CoverageShares coverage;
    private final HealthBook book;
    private final Access access;
    private final InstantSource clock;

    AimsController(
            FigureScope scope,
            PostgresFigures figures,
            PostgresRegisterFigures register,
            CoverageShares coverage,
            HealthBook book,
            Access access,
            InstantSource clock) {
        this.scope = scope;
        this.figures = figures;
        this.register = register;
        this.coverage = coverage;
        this.book = book;
        this.access = access;
        this.clock = clock;
    }

    /** @param coverage {@code null} for a contractor, who has no ground of his own */
    record AimsView(
            FigureScope.Group group,
            int points,
            @Nullable Rate coverage,
            Rate sharing,
            Rate availability,
            Rate control) {}

    /** @param total over all groups; of the ground of those groups for coverage */
    record AnswerView(Instant from, Instant to, AimsView total, List<AimsView> items) {}

    /**
     * @param why what is missing, in words; empty when nothing is
     * @param ageSeconds of the newest evidence; {@code null} when there is none
     */
    record SharedView(
            String camera,
            String name,
            double value,
            String why,
            @Nullable Double ageSeconds) {}

    @Operation(summary = "Coverage, sharing, availability and control, by village, town or contractor, with formulas")
    @GetMapping
    AnswerView aims(
            CurrentUser user,
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(defaultValue = "VILLAGE") String by,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        access.require(user, Action.SEE_INCIDENTS);
        FigureScope.Period period = scope.period(from, to);
        List<CameraEntry> points = scope.points(user, area);
        Map<FigureScope.Group, List<CameraEntry>> groups = scope.groups(points, by);
        List<CameraId> ids = points.stream().map(CameraEntry::id).toList();
        Map<CameraId, Availability> up = new HashMap<>();
        figures.availability(ids, period.from(), period.to()).forEach(each -> up.put(each.camera(), each));
        Map<CameraId, PostgresRegisterFigures.Completeness> looks = new HashMap<>();
        register.completeness(ids, period.from(), period.to()).forEach(each -> looks.put(each.camera(), each));
        List<AimsView> items = new ArrayList<>();
        double covered = 0;
        double ground = 0;
        for (Map.Entry<FigureScope.Group, List<CameraEntry>> group : groups.entrySet()) {
            CoverageShares.Share share =
                    by.equals("CONTRACTOR") || group.getKey().id().isEmpty()
                            ? null
                            : coverage.of(FigureScope.area(group.getKey().id()));
            if (share != null) {
                covered += share.covered();
                ground += share.all();
            }
            items.add(view(group.getKey(), group.getValue(), share, up, looks));
        }
        CoverageShares.Share whole = ground == 0 ? null : new CoverageShares.Share(covered, ground);
        return new AnswerView(
                period.from(), period.to(), view(new FigureScope.Group("", ""), points, whole, up, looks), items);
    }

    @Operation(summary = "Points behind the figure of sharing: which are not shared, and what is missing")
    @GetMapping("/sharing/cameras")
    Page<SharedView> sharing(CurrentUser user, @RequestParam(required = false) @Nullable String area) {
        access.require(user, Action.SEE_INCIDENTS);
        Instant now = clock.instant();
        return Page.whole(scope.points(user, area).stream()
                .map(point -> {
                    String why = missing(point, now);
                    return new SharedView(
                            point.id().toString(),
                            point.details().name(),
                            why.isEmpty() ? 1 : 0,
                            why,
                            newest(point.id())
                                    .map(evidence -> seconds(evidence, now))
                                    .orElse(null));
                })
                .sorted(Comparator.comparing(SharedView::value).thenComparing(SharedView::name))
                .toList());
    }

    private AimsView view(
            FigureScope.Group group,
            List<CameraEntry> points,
            CoverageShares.@Nullable Share share,
            Map<CameraId, Availability> availability,
            Map<CameraId, PostgresRegisterFigures.Completeness> looks) {
        Instant now = clock.instant();
        double good = 0;
        double watched = 0;
        long records = 0;
        long complete = 0;
        int shared = 0;
        Double oldest = null;
        for (CameraEntry point : points) {
            Availability known = availability.get(point.id());
            if (known != null) {
                good += known.goodSeconds();
                watched += known.watchedSeconds();
            }
            PostgresRegisterFigures.Completeness written = looks.get(point.id());
            if (written != null) {
                records += written.records();
                complete += written.complete();
            }
            shared += missing(point, now).isEmpty() ? 1 : 0;
            Evidence newest = newest(point.id()).orElse(null);
            if (newest != null) {
                oldest = Math.max(oldest == null ? 0 : oldest, seconds(newest, now));
            }
        }
        return new AimsView(
                group,
                points.size(),
                share == null ? null : Rate.of(share.covered(), share.all(), coverage.formula(), COVERAGE_TARGET, null),
                Rate.of(shared, points.size(), SHARING_FORMULA, SHARING_TARGET, oldest),
                Rate.of(good, watched, AVAILABILITY_FORMULA, AVAILABILITY_TARGET, null),
                Rate.of(complete, records, CONTROL_FORMULA, CONTROL_TARGET, null));
    }

    /** What keeps a point from being shared; empty when nothing does. */
    private String missing(CameraEntry point, Instant now) {
        if (!point.installed()) {
            return "no camera hangs there";
        }
        boolean reachable =
                book.of(point.id(), HealthLayer.REACHABLE).map(Evidence::good).orElse(false);
        if (!reachable) {
            return "not reachable";
        }
        boolean tested = PICTURES.stream()
                .flatMap(layer -> book.lastGood(point.id(), layer).stream())
                .anyMatch(evidence -> evidence.observedAt().isAfter(now.minus(TESTED_WITHIN)));
        return tested ? "" : "no picture within 24 h";
    }

    private Optional<Evidence> newest(CameraId camera) {
        return book.of(camera).stream().max(Comparator.comparing(Evidence::observedAt));
    }

    private static double seconds(Evidence evidence, Instant now) {
        return Math.max(0, Duration.between(evidence.observedAt(), now).toMillis() / 1000.0);
    }
}

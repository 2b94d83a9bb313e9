package org.sharpeyes.server.health;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.figures.Availability;
import org.sharpeyes.alarm.postgres.PostgresFigures;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Figures of the cameras that the caller may see, each with its formula, its counters and the age of its samples. */
@RestController
@RequestMapping("/api/v1/figures")
class FiguresController {
    private static final double ONLINE_TARGET = 0.98;
    private static final double GOOD_TARGET = 0.95;

    private final PostgresFigures figures;
    private final HealthBook book;
    private final FigureScope scope;
    private final Access access;
    private final InstantSource clock;

    FiguresController(PostgresFigures figures, HealthBook book, FigureScope scope, Access access, InstantSource clock) {
        this.figures = figures;
        this.book = book;
        this.scope = scope;
        this.access = access;
        this.clock = clock;
    }

    record MeanMinutes(@Nullable Double value, int incidents, String formula) {}

    record FiguresView(
            FigureScope.Group group,
            int cameras,
            Rate online,
            Rate goodCondition,
            Rate clockRight,
            MeanMinutes acknowledgeMinutes,
            MeanMinutes repairMinutes) {}

    record CameraFigure(
            String camera,
            String name,
            @Nullable Double value,
            @Nullable Double ageSeconds) {}

    @Operation(
            summary =
                    "Online, good condition, clock, time to acknowledge and to repair, by village, town or contractor")
    @GetMapping
    Page<FiguresView> figures(
            CurrentUser user,
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(defaultValue = "VILLAGE") String by,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        access.require(user, Action.SEE_INCIDENTS);
        FigureScope.Period period = scope.period(from, to);
        Map<FigureScope.Group, List<CameraEntry>> groups = scope.groups(installed(user, area), by);
        Map<CameraId, Availability> availability = availability(
                groups.values().stream()
                        .flatMap(List::stream)
                        .map(CameraEntry::id)
                        .toList(),
                period);
        List<PostgresFigures.Handled> handled = figures.handled(period.from(), period.to());
        List<FiguresView> views = new ArrayList<>();
        groups.forEach((group, members) -> views.add(view(group, members, availability, handled)));
        return Page.whole(views);
    }

    @Operation(summary = "The cameras behind a figure (online, goodCondition, clockRight), worst first")
    @GetMapping("/{figure}/cameras")
    Page<CameraFigure> cameras(
            CurrentUser user,
            @PathVariable String figure,
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        access.require(user, Action.SEE_INCIDENTS);
        if (!Set.of("online", "goodCondition", "clockRight").contains(figure)) {
            throw ApiProblem.notFound();
        }
        List<CameraEntry> cameras = installed(user, area);
        Map<CameraId, Availability> availability =
                availability(cameras.stream().map(CameraEntry::id).toList(), scope.period(from, to));
        Instant now = clock.instant();
        return Page.whole(cameras.stream()
                .map(camera -> figure(figure, camera, availability.get(camera.id()), now))
                .sorted(Comparator.comparing(CameraFigure::value, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(CameraFigure::name))
                .toList());
    }

    private CameraFigure figure(String figure, CameraEntry camera, @Nullable Availability availability, Instant now) {
        Double value = null;
        Double age = null;
        if (figure.equals("clockRight")) {
            Evidence newest = book.of(camera.id(), HealthLayer.CLOCK_RIGHT).orElse(null);
            value = newest == null ? null : newest.good() ? 1.0 : 0.0;
            age = newest == null ? null : age(newest, now);
        } else if (availability != null && availability.watchedSeconds() > 0) {
            value = (figure.equals("online") ? availability.upSeconds() : availability.goodSeconds())
                    / availability.watchedSeconds();
        }
        return new CameraFigure(camera.id().toString(), camera.details().name(), value, age);
    }

    private FiguresView view(
            FigureScope.Group group,
            List<CameraEntry> members,
            Map<CameraId, Availability> availability,
            List<PostgresFigures.Handled> handled) {
        double up = 0;
        double good = 0;
        double watched = 0;
        int clocks = 0;
        int clocksRight = 0;
        double oldest = 0;
        Instant now = clock.instant();
        Set<CameraId> ids = new HashSet<>();
        for (CameraEntry camera : members) {
            ids.add(camera.id());
            Availability known = availability.get(camera.id());
            if (known != null) {
                up += known.upSeconds();
                good += known.goodSeconds();
                watched += known.watchedSeconds();
            }
            Evidence newest = book.of(camera.id(), HealthLayer.CLOCK_RIGHT).orElse(null);
            if (newest != null) {
                clocks++;
                clocksRight += newest.good() ? 1 : 0;
                oldest = Math.max(oldest, age(newest, now));
            }
        }
        List<PostgresFigures.Handled> own = handled.stream()
                .filter(incident -> incident.cameras().stream().anyMatch(ids::contains))
                .toList();
        return new FiguresView(
                group,
                members.size(),
                Rate.of(
                        up,
                        watched,
                        "seconds up / seconds up or down; planned work and unknown left out",
                        ONLINE_TARGET,
                        null),
                Rate.of(
                        good,
                        watched,
                        "seconds up without an open fault of picture, clock, password or service / seconds up or down",
                        GOOD_TARGET,
                        null),
                Rate.of(
                        clocksRight,
                        clocks,
                        "cameras whose clock was right when asked last / cameras asked",
                        1.0,
                        oldest),
                mean(
                        own.stream()
                                .filter(incident -> incident.acknowledgedAt() != null)
                                .map(incident -> between(incident.raisedAt(), incident.acknowledgedAt()))
                                .toList(),
                        "mean of first acknowledgement or assignment − raised, of incidents raised in the period"),
                mean(
                        own.stream()
                                .filter(incident -> incident.closedAt() != null)
                                .map(incident -> between(incident.raisedAt(), incident.closedAt()))
                                .toList(),
                        "mean of closed by proof − raised, of incidents raised in the period"));
    }

    private static double between(Instant from, @Nullable Instant to) {
        return to == null ? 0 : Duration.between(from, to).toMillis() / 60_000.0;
    }

    private static MeanMinutes mean(List<Double> minutes, String formula) {
        double sum = minutes.stream().mapToDouble(Double::doubleValue).sum();
        return new MeanMinutes(minutes.isEmpty() ? null : sum / minutes.size(), minutes.size(), formula);
    }

    private static double age(Evidence evidence, Instant now) {
        return Math.max(0, Duration.between(evidence.observedAt(), now).toMillis() / 1000.0);
    }

    private Map<CameraId, Availability> availability(List<CameraId> cameras, FigureScope.Period period) {
        Map<CameraId, Availability> byCamera = new HashMap<>();
        figures.availability(cameras, period.from(), period.to()).forEach(each -> byCamera.put(each.camera(), each));
        return byCamera;
    }

    private List<CameraEntry> installed(CurrentUser user, @Nullable String area) {
        return scope.points(user, area).stream().filter(CameraEntry::installed).toList();
    }
}

package org.sharpeyes.server.desk;

import static org.sharpeyes.server.desk.DeskForms.answering;
import static org.sharpeyes.server.desk.DeskForms.needed;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.postgres.PostgresViews;
import org.sharpeyes.desk.view.SavedView;
import org.sharpeyes.desk.view.Tour;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Saved views of the wall and tours, private or shared. */
@RestController
class ViewController {
    private final PostgresViews views;
    private final Access access;
    private final InstantSource clock;

    ViewController(PostgresViews views, Access access, InstantSource clock) {
        this.views = views;
        this.access = access;
        this.clock = clock;
    }

    /** @param version the one that was read, 0 for a new one */
    record ViewForm(
            @Nullable String name,
            @Nullable Boolean shared,
            DeskForms.@Nullable LayoutView layout,
            @Nullable List<@Nullable String> cameras,
            @Nullable Integer version) {}

    record ViewView(
            String id,
            String name,
            boolean shared,
            String owner,
            boolean mine,
            DeskForms.LayoutView layout,
            List<@Nullable String> cameras,
            int version,
            Instant changedAt) {}

    /** @param version the one that was read, 0 for a new one */
    record TourForm(
            @Nullable String name,
            @Nullable Boolean shared,
            @Nullable Integer tiles,
            @Nullable Integer dwellSeconds,
            @Nullable String order,
            @Nullable List<String> cameras,
            @Nullable Integer version) {}

    record TourView(
            String id,
            String name,
            boolean shared,
            String owner,
            boolean mine,
            int tiles,
            long dwellSeconds,
            String order,
            List<String> cameras,
            int version,
            Instant changedAt) {}

    @Operation(summary = "My saved views of the wall and those that others share")
    @GetMapping("/api/v1/views")
    Page<ViewView> views(CurrentUser user) {
        access.require(user, Action.VIEW_LIVE);
        return Page.whole(
                views.views(user.id()).stream().map(view -> shown(view, user)).toList());
    }

    @Operation(summary = "Keep a view; version is the one that was read, 0 for a new one")
    @PutMapping("/api/v1/views/{id}")
    ViewView putView(@PathVariable String id, @RequestBody ViewForm form, CurrentUser user) {
        access.require(user, Action.VIEW_LIVE);
        UUID view = DeskForms.id(id);
        views.view(view)
                .ifPresent(there -> own(there.seenBy(user.id()), there.owner().equals(user.id())));
        SavedView next = new SavedView(
                view,
                user.id(),
                user.username(),
                needed("name", form.name(), "1 to 80 characters"),
                Boolean.TRUE.equals(form.shared()),
                needed("layout", form.layout(), "columns, rows, cells").layout(),
                DeskForms.cameras(form.cameras()),
                next(form.version()),
                clock.instant());
        answering(() -> {
            views.put(next);
            return true;
        });
        return shown(next, user);
    }

    @Operation(summary = "Forget a view of mine")
    @DeleteMapping("/api/v1/views/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeView(@PathVariable String id, CurrentUser user) {
        access.require(user, Action.VIEW_LIVE);
        SavedView there = views.view(DeskForms.id(id)).orElseThrow(ApiProblem::notFound);
        own(there.seenBy(user.id()), there.owner().equals(user.id()));
        views.removeView(there.id(), user.id());
    }

    @Operation(summary = "My tours and those that others share")
    @GetMapping("/api/v1/tours")
    Page<TourView> tours(CurrentUser user) {
        access.require(user, Action.VIEW_LIVE);
        return Page.whole(
                views.tours(user.id()).stream().map(tour -> shown(tour, user)).toList());
    }

    @Operation(summary = "Keep a tour; version is the one that was read, 0 for a new one")
    @PutMapping("/api/v1/tours/{id}")
    TourView putTour(@PathVariable String id, @RequestBody TourForm form, CurrentUser user) {
        access.require(user, Action.VIEW_LIVE);
        UUID tour = DeskForms.id(id);
        views.tour(tour)
                .ifPresent(there -> own(there.seenBy(user.id()), there.owner().equals(user.id())));
        Tour next = new Tour(
                tour,
                user.id(),
                user.username(),
                needed("name", form.name(), "1 to 80 characters"),
                Boolean.TRUE.equals(form.shared()),
                needed("tiles", form.tiles(), "1 to 64"),
                Duration.ofSeconds(needed("dwellSeconds", form.dwellSeconds(), "5 to 600")),
                order(form.order()),
                needed("cameras", form.cameras(), "1 to 2000 cameras").stream()
                        .map(CameraId::parse)
                        .toList(),
                next(form.version()),
                clock.instant());
        answering(() -> {
            views.put(next);
            return true;
        });
        return shown(next, user);
    }

    @Operation(summary = "Forget a tour of mine")
    @DeleteMapping("/api/v1/tours/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeTour(@PathVariable String id, CurrentUser user) {
        access.require(user, Action.VIEW_LIVE);
        Tour there = views.tour(DeskForms.id(id)).orElseThrow(ApiProblem::notFound);
        own(there.seenBy(user.id()), there.owner().equals(user.id()));
        views.removeTour(there.id(), user.id());
    }

    private static int next(@Nullable Integer version) {
        return version == null ? 1 : version + 1;
    }

    private static void own(boolean seen, boolean owner) {
        if (!seen) {
            throw ApiProblem.notFound();
        }
        if (!owner) {
            throw ApiProblem.forbidden("only its owner may change it");
        }
    }

    private static Tour.Order order(@Nullable String text) {
        for (Tour.Order order : Tour.Order.values()) {
            if (order.name().equals(text)) {
                return order;
            }
        }
        throw ApiProblem.invalid("order", text, "AS_LISTED or RISK");
    }

    private ViewView shown(SavedView view, CurrentUser user) {
        return new ViewView(
                view.id().toString(),
                view.name(),
                view.shared(),
                view.ownerName(),
                view.owner().equals(user.id()),
                DeskForms.LayoutView.of(view.layout()),
                DeskForms.shown(view.cameras(), camera -> access.visible(user, camera)),
                view.version(),
                view.changedAt());
    }

    private TourView shown(Tour tour, CurrentUser user) {
        return new TourView(
                tour.id().toString(),
                tour.name(),
                tour.shared(),
                tour.ownerName(),
                tour.owner().equals(user.id()),
                tour.tiles(),
                tour.dwell().toSeconds(),
                tour.order().name(),
                tour.cameras().stream()
                        .filter(camera -> access.visible(user, camera))
                        .map(CameraId::toString)
                        .toList(),
                tour.version(),
                tour.changedAt());
    }
}

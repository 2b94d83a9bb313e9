package org.sharpeyes.server.desk;

import static org.sharpeyes.server.desk.DeskForms.answering;
import static org.sharpeyes.server.desk.DeskForms.needed;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.event.Picture;
import org.sharpeyes.desk.event.WallEvent;
import org.sharpeyes.desk.event.WallEventKind;
import org.sharpeyes.desk.event.WallEventState;
import org.sharpeyes.desk.event.WallEventStep;
import org.sharpeyes.desk.postgres.PostgresWallEvents;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Wall events: reported, assigned, answered, rated, closed. */
@RestController
@RequestMapping("/api/v1/wall-events")
class WallEventController {
    private static final int PAGE = 100;
    /** So many are looked through for one page, most of them perhaps not the caller's to see. */
    private static final int SCAN = 500;

    private final PostgresWallEvents events;
    private final WallEventDesk desk;
    private final Access access;
    private final InstantSource clock;

    WallEventController(PostgresWallEvents events, WallEventDesk desk, Access access, InstantSource clock) {
        this.events = events;
        this.desk = desk;
        this.access = access;
        this.clock = clock;
    }

    /** @param location GeoJSON Point */
    record Report(
            @Nullable String kind,
            @Nullable String text,
            @Nullable String camera,
            @Nullable String area,
            @Nullable PointForm location,
            @Nullable Instant at) {}

    record PointForm(@Nullable String type, @Nullable List<Double> coordinates) {
        GeoPoint point() {
            if (!"Point".equals(type) || coordinates == null || coordinates.size() < 2) {
                throw ApiProblem.invalid("location", type, "GeoJSON Point");
            }
            return new GeoPoint(coordinates.get(0), coordinates.get(1));
        }
    }

    record Assign(@Nullable String assignee, @Nullable String note) {}

    record Answer(@Nullable String text, @Nullable String picture) {}

    record Rate(@Nullable Integer stars, @Nullable String note) {}

    record Note(@Nullable String note) {}

    @Operation(summary = "Wall events, newest first; state=OPEN leaves closed ones out, mine=true others'")
    @GetMapping
    Page<WallEventDesk.EventView> list(
            CurrentUser user,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "false") boolean mine,
            @RequestParam(required = false) @Nullable String cursor) {
        if (state != null && !state.isEmpty() && !state.equals("OPEN")) {
            throw ApiProblem.invalid("state", state, "OPEN, or nothing for all");
        }
        UUID before = cursor == null || cursor.isEmpty() ? null : DeskForms.id(cursor);
        List<WallEventDesk.EventView> found = new ArrayList<>();
        while (found.size() < PAGE) {
            List<WallEvent> page = events.newest("OPEN".equals(state), before, SCAN);
            for (WallEvent event : page) {
                before = event.id();
                if (desk.sees(user, event) && (!mine || desk.concerns(user, event))) {
                    found.add(desk.view(user, event));
                    if (found.size() == PAGE) {
                        return Page.of(found, before.toString());
                    }
                }
            }
            if (page.size() < SCAN) {
                break;
            }
        }
        return Page.of(found, null);
    }

    @Operation(summary = "One wall event with its steps and pictures")
    @GetMapping("/{id}")
    WallEventDesk.EventFile one(@PathVariable String id, CurrentUser user) {
        return desk.file(user, find(user, id));
    }

    @Operation(summary = "Report what was seen; sent twice it arrives once")
    @PutMapping("/{id}")
    WallEventDesk.EventView report(@PathVariable String id, @RequestBody Report report, CurrentUser user) {
        UUID event = DeskForms.id(id);
        CameraId camera = report.camera() == null ? null : DeskForms.camera(report.camera());
        String rule = camera == null
                ? access.require(user, Action.SEE_CAMERA)
                : access.require(user, Action.VIEW_LIVE, camera);
        GeoPoint location = report.location() == null ? null : report.location().point();
        AreaId area = report.area() == null ? null : area(report.area());
        Instant now = clock.instant();
        WallEvent fresh = new WallEvent(
                event,
                kind(report.kind()),
                WallEventState.REPORTED,
                report.text() == null ? "" : report.text(),
                camera,
                desk.area(camera, area, location),
                location == null && camera != null ? desk.place(camera) : location,
                report.at() == null ? now : report.at(),
                user.id(),
                user.username(),
                null,
                null,
                now,
                1);
        if (fresh.at().isAfter(now.plusSeconds(300))) {
            throw ApiProblem.invalid("at", fresh.at(), "not in the future");
        }
        access.record(user, "REPORT_WALL_EVENT", camera, event.toString(), "", rule);
        PostgresWallEvents.Reported reported = answering(() -> events.report(fresh));
        if (reported.fresh()) {
            desk.reported(user, reported.event());
        }
        return desk.view(user, reported.event());
    }

    @Operation(summary = "Add a picture, JPEG or PNG; sent twice it is kept once")
    @PutMapping(
            path = "/{id}/pictures/{picture}",
            consumes = {MediaType.IMAGE_JPEG_VALUE, MediaType.IMAGE_PNG_VALUE})
    WallEventDesk.EventFile addPicture(
            @PathVariable String id, @PathVariable String picture, @RequestBody byte[] bytes, CurrentUser user) {
        WallEvent event = find(user, id);
        if (!desk.concerns(user, event) && !desk.handles(user, event)) {
            throw ApiProblem.forbidden("only its reporter, its assignee and who handles events here add pictures");
        }
        Picture kept = new Picture(
                DeskForms.id(picture),
                event.id(),
                Picture.typeOf(bytes),
                bytes,
                "person",
                user.username(),
                clock.instant());
        answering(() -> {
            events.add(kept);
            return true;
        });
        desk.changed(event);
        return desk.file(user, event);
    }

    @Operation(summary = "A picture of a wall event")
    @GetMapping(
            path = "/{id}/pictures/{picture}",
            produces = {MediaType.IMAGE_JPEG_VALUE, MediaType.IMAGE_PNG_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE
            })
    ResponseEntity<byte[]> picture(@PathVariable String id, @PathVariable String picture, CurrentUser user) {
        WallEvent event = find(user, id);
        Picture found = events.picture(event.id(), DeskForms.id(picture)).orElseThrow(ApiProblem::notFound);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(found.type().mediaType()))
                .cacheControl(CacheControl.noStore())
                .body(found.bytes());
    }

    @Operation(summary = "Somebody shall see to it: a user, or a department")
    @PostMapping("/{id}/assign")
    WallEventDesk.EventView assign(@PathVariable String id, @RequestBody Assign form, CurrentUser user) {
        String assignee = needed("assignee", form.assignee(), "1 to 80 characters");
        return step(
                id,
                user,
                WallEventStep.What.ASSIGNED,
                text(assignee, form.note()),
                event -> event.assign(assignee, clock.instant()));
    }

    @Operation(summary = "What was done about it; sent twice it is one answer")
    @PutMapping("/{id}/answers/{answer}")
    WallEventDesk.EventView answer(
            @PathVariable String id, @PathVariable String answer, @RequestBody Answer form, CurrentUser user) {
        WallEvent event = find(user, id);
        if (!user.username().equals(event.assignee()) && !desk.handles(user, event)) {
            throw ApiProblem.forbidden("only its assignee and who handles events here answer it");
        }
        UUID picture = form.picture() == null ? null : DeskForms.id(form.picture());
        if (picture != null && events.picture(event.id(), picture).isEmpty()) {
            throw ApiProblem.invalid("picture", picture, "a picture of this event");
        }
        WallEvent next = answering(() -> events.step(
                event.id(),
                DeskForms.id(answer),
                WallEventStep.What.ANSWERED,
                user.username(),
                needed("text", form.text(), "1 to 2000 characters"),
                picture,
                clock.instant(),
                now -> now.answer(clock.instant())));
        desk.changed(next);
        return desk.view(user, next);
    }

    @Operation(summary = "How well it was done, 1 to 5 stars")
    @PostMapping("/{id}/rate")
    WallEventDesk.EventView rate(@PathVariable String id, @RequestBody Rate form, CurrentUser user) {
        int stars = needed("stars", form.stars(), "1 to 5");
        return step(
                id,
                user,
                WallEventStep.What.RATED,
                text(Integer.toString(stars), form.note()),
                event -> event.rate(stars, clock.instant()));
    }

    @Operation(summary = "It is settled")
    @PostMapping("/{id}/close")
    WallEventDesk.EventView close(
            @PathVariable String id, @RequestBody(required = false) @Nullable Note form, CurrentUser user) {
        String note = form == null || form.note() == null ? "" : form.note();
        return step(id, user, WallEventStep.What.CLOSED, note, event -> event.close(clock.instant()));
    }

    private WallEventDesk.EventView step(
            String id,
            CurrentUser user,
            WallEventStep.What what,
            String text,
            java.util.function.UnaryOperator<WallEvent> change) {
        WallEvent event = find(user, id);
        if (!desk.handles(user, event)) {
            throw ApiProblem.forbidden("none of your roles allows HANDLE_INCIDENTS here");
        }
        WallEvent next = answering(() ->
                events.step(event.id(), UUID.randomUUID(), what, user.username(), text, null, clock.instant(), change));
        desk.changed(next);
        return desk.view(user, next);
    }

    private WallEvent find(CurrentUser user, String id) {
        WallEvent event = events.find(DeskForms.id(id)).orElseThrow(ApiProblem::notFound);
        if (!desk.sees(user, event)) {
            throw ApiProblem.notFound();
        }
        return event;
    }

    private static String text(String first, @Nullable String note) {
        return note == null || note.isBlank() ? first : first + "\n" + note;
    }

    private static AreaId area(String text) {
        try {
            return AreaId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }

    private static WallEventKind kind(@Nullable String text) {
        for (WallEventKind kind : WallEventKind.values()) {
            if (kind.name().equals(text)) {
                return kind;
            }
        }
        throw ApiProblem.invalid("kind", text, "one of " + List.of(WallEventKind.values()));
    }
}

package org.sharpeyes.server.desk;

import static org.sharpeyes.server.desk.DeskForms.answering;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.handover.Handover;
import org.sharpeyes.desk.postgres.PostgresHandovers;
import org.sharpeyes.model.Action;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** One shift given to the next: made from facts, signed by two. */
@RestController
@RequestMapping("/api/v1/handovers")
class HandoverController {
    private static final Duration SHIFT = Duration.ofHours(12);
    private static final int SHOWN = 100;

    private final PostgresHandovers handovers;
    private final HandoverFacts facts;
    private final Access access;
    private final JsonMapper json;
    private final InstantSource clock;

    HandoverController(
            PostgresHandovers handovers, HandoverFacts facts, Access access, JsonMapper json, InstantSource clock) {
        this.handovers = handovers;
        this.facts = facts;
        this.access = access;
        this.json = json;
        this.clock = clock;
    }

    record Notes(@Nullable String notes) {}

    record Remarks(@Nullable String remarks) {}

    /** @param facts as they were when it was given */
    record HandoverView(
            String id,
            Instant since,
            Instant givenAt,
            String giver,
            String notes,
            @JsonRawValue String facts,
            @Nullable String taker,
            @Nullable String remarks,
            @Nullable Instant takenAt,
            boolean mine) {
        static HandoverView of(Handover handover, CurrentUser user) {
            return new HandoverView(
                    handover.id().toString(),
                    handover.since(),
                    handover.givenAt(),
                    handover.giverName(),
                    handover.notes(),
                    handover.facts(),
                    handover.takerName(),
                    handover.remarks(),
                    handover.takenAt(),
                    handover.giver().equals(user.id()));
        }
    }

    @Operation(summary = "The facts since the last handover, as they would be signed now")
    @GetMapping("/draft")
    HandoverFacts.Facts draft(CurrentUser user) {
        access.require(user, Action.HANDLE_INCIDENTS);
        return facts.gather(user, since(user), clock.instant());
    }

    @Operation(summary = "Give the shift: facts of now and notes, signed by who gives")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    HandoverView give(@RequestBody Notes form, CurrentUser user) {
        String rule = access.require(user, Action.HANDLE_INCIDENTS);
        Instant now = clock.instant();
        Instant since = since(user);
        Handover given = new Handover(
                UUID.randomUUID(),
                since,
                now,
                user.id(),
                user.username(),
                form.notes() == null ? "" : form.notes(),
                json.writeValueAsString(facts.gather(user, since, now)),
                null,
                null,
                null,
                null);
        access.record(user, "GIVE_SHIFT", null, given.id().toString(), "", rule);
        handovers.give(given);
        return HandoverView.of(given, user);
    }

    @Operation(summary = "Take the shift; another person than who gave it")
    @PostMapping("/{id}/accept")
    HandoverView accept(
            @PathVariable String id, @RequestBody(required = false) @Nullable Remarks form, CurrentUser user) {
        String rule = access.require(user, Action.HANDLE_INCIDENTS);
        Handover handover = find(user, id);
        String remarks = form == null || form.remarks() == null ? "" : form.remarks();
        Handover taken = answering(() -> handovers.take(handover.id(), now -> {
            Handover next = now.taken(user.id(), user.username(), remarks, clock.instant());
            access.record(user, "TAKE_SHIFT", null, handover.id().toString(), "", rule);
            return next;
        }));
        return HandoverView.of(taken, user);
    }

    @Operation(summary = "Handovers, newest first")
    @GetMapping
    Page<HandoverView> list(CurrentUser user) {
        access.require(user, Action.HANDLE_INCIDENTS);
        return Page.whole(handovers.newest(SHOWN).stream()
                .filter(handover -> facts.mayRead(user, handover))
                .map(handover -> HandoverView.of(handover, user))
                .toList());
    }

    @Operation(summary = "One handover")
    @GetMapping("/{id}")
    HandoverView one(@PathVariable String id, CurrentUser user) {
        access.require(user, Action.HANDLE_INCIDENTS);
        return HandoverView.of(find(user, id), user);
    }

    private Handover find(CurrentUser user, String id) {
        return handovers
                .find(DeskForms.id(id))
                .filter(handover -> facts.mayRead(user, handover))
                .orElseThrow(ApiProblem::notFound);
    }

    private Instant since(CurrentUser user) {
        Optional<Instant> last = handovers.newest(SHOWN).stream()
                .filter(handover -> facts.mayRead(user, handover))
                .map(Handover::givenAt)
                .findFirst();
        Instant shift = clock.instant().minus(SHIFT);
        return last.filter(at -> at.isAfter(shift)).orElse(shift);
    }
}

package org.sharpeyes.server.control;

import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.RequestId;
import org.sharpeyes.access.request.RequestOffice;
import org.sharpeyes.access.request.RequestState;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.HoldId;
import org.sharpeyes.recording.hold.EvidenceHold;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Holds: preserved first, viewed when approved, destroyed with a certificate when not. */
@RestController
@RequestMapping("/api/v1/holds")
class HoldController {
    private static final int NEWEST = 500;

    private final HoldDesk desk;
    private final RequestOffice office;
    private final Access access;

    HoldController(HoldDesk desk, RequestOffice office, Access access) {
        this.desk = desk;
        this.office = office;
        this.access = access;
    }

    record Placed(@Nullable String requestId) {}

    record Released(@Nullable String reason) {}

    record Reviewed(@Nullable Instant reviewAt) {}

    record PartView(
            String camera,
            String state,
            int files,
            long bytes,
            @Nullable String cause) {}

    /** @param until when it is destroyed undecided, or must be reviewed once it is approved */
    record HoldView(
            String id,
            String request,
            String state,
            Instant from,
            Instant to,
            Instant placedAt,
            Instant until,
            List<PartView> parts) {
        static HoldView of(EvidenceHold hold) {
            return new HoldView(
                    hold.id().toString(),
                    hold.request().toString(),
                    hold.state().name(),
                    hold.window().from(),
                    hold.window().to(),
                    hold.placedAt(),
                    hold.until(),
                    hold.parts().stream()
                            .map(part -> new PartView(
                                    part.camera().toString(),
                                    part.state().name(),
                                    part.files(),
                                    part.bytes(),
                                    part.cause()))
                            .toList());
        }
    }

    /** @param files each as {@code SHA-256 bytes name} */
    record CertificateView(String hold, String request, Instant destroyedAt, String reason, List<String> files) {}

    @Operation(summary = "The newest holds that the caller may know of")
    @GetMapping
    Page<HoldView> list(CurrentUser user) {
        List<HoldView> items = new ArrayList<>();
        for (EvidenceHold hold :
                desk.holds().map(keeper -> keeper.newest(NEWEST)).orElse(List.of())) {
            if (office.find(new RequestId(hold.request()), user.id()).isPresent()) {
                items.add(HoldView.of(hold));
            }
        }
        return Page.whole(items);
    }

    @Operation(summary = "Preserve what a pending request of one's own asks for")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    HoldView place(@RequestBody Placed body, CurrentUser user) {
        access.require(user, Action.REQUEST_ACCESS);
        String id = body.requestId();
        if (id == null) {
            throw ApiProblem.invalid("requestId", null, "a pending request of yours");
        }
        AccessRequest request = office.find(RequestId.parse(id), user.id()).orElseThrow(ApiProblem::notFound);
        if (!request.ask().requester().equals(user.id())) {
            throw ApiProblem.forbidden("only the requester places a hold");
        }
        boolean held = desk.running()
                .of(request.id().value())
                .filter(hold -> hold.state() != EvidenceHold.State.DESTROYED)
                .isPresent();
        if (held || request.state() instanceof RequestState.Ended) {
            throw ApiProblem.conflict("the request is held already, or has ended");
        }
        desk.check(request.ask());
        return HoldView.of(desk.place(request, user));
    }

    @Operation(summary = "One hold and how far it is")
    @GetMapping("/{id}")
    HoldView get(@PathVariable String id, CurrentUser user) {
        return HoldView.of(known(id, user));
    }

    @Operation(summary = "Give a hold up: what was copied is destroyed with a certificate")
    @PostMapping("/{id}/release")
    CertificateView release(@PathVariable String id, @RequestBody Released body, CurrentUser user) throws IOException {
        EvidenceHold hold = known(id, user);
        String rule = mayDecide(hold, user);
        String reason = body.reason();
        if (reason == null || reason.isBlank() || reason.length() > 200) {
            throw ApiProblem.invalid("reason", reason, "why, in 1 to 200 characters");
        }
        record(user, "RELEASE_HOLD", hold, reason, rule);
        if (!desk.running().release(hold.id(), "released: " + reason)) {
            throw ApiProblem.conflict("the hold was destroyed already");
        }
        return certificate(known(id, user));
    }

    @Operation(summary = "Say that an approved hold is needed longer")
    @PutMapping("/{id}/review")
    HoldView review(@PathVariable String id, @RequestBody Reviewed body, CurrentUser user) {
        EvidenceHold hold = known(id, user);
        String rule = mayDecide(hold, user);
        Instant until = body.reviewAt();
        if (until == null) {
            throw ApiProblem.invalid("reviewAt", null, "until when it is needed");
        }
        record(user, "REVIEW_HOLD", hold, "until " + until, rule);
        return desk.running()
                .review(hold.id(), until)
                .map(HoldView::of)
                .orElseThrow(() -> ApiProblem.conflict("only an approved hold is reviewed"));
    }

    @Operation(summary = "What was destroyed")
    @GetMapping("/{id}/certificate")
    CertificateView certificate(@PathVariable String id, CurrentUser user) {
        return certificate(known(id, user));
    }

    private static CertificateView certificate(EvidenceHold hold) {
        EvidenceHold.Certificate proof = hold.certificate();
        if (proof == null) {
            throw ApiProblem.notFound();
        }
        return new CertificateView(
                hold.id().toString(), hold.request().toString(), proof.at(), proof.reason(), proof.files());
    }

    private EvidenceHold known(String id, CurrentUser user) {
        try {
            HoldId hold = HoldId.parse(id);
            return desk.holds()
                    .flatMap(keeper -> keeper.find(hold))
                    .filter(found -> office.find(new RequestId(found.request()), user.id())
                            .isPresent())
                    .orElseThrow(ApiProblem::notFound);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }

    private String mayDecide(EvidenceHold hold, CurrentUser user) {
        if (hold.owner().equals(user.id())) {
            return "requester";
        }
        boolean approver = office.find(new RequestId(hold.request()))
                .filter(request -> office.mayDecideSome(user.id(), request))
                .isPresent();
        if (!approver) {
            throw ApiProblem.forbidden("only the requester or an approver decides about a hold");
        }
        return "approver";
    }

    private void record(CurrentUser user, String action, EvidenceHold hold, String what, String rule) {
        AccessRequest request = office.find(new RequestId(hold.request())).orElseThrow(ApiProblem::notFound);
        access.record(
                user,
                action,
                null,
                "hold " + hold.id() + ": " + what,
                request.ask().purpose(),
                rule,
                request.ask().caseNumber());
    }
}

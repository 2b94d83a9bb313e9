package org.sharpeyes.server.control;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.RequestOffice;
import org.sharpeyes.access.request.RequestState;
import org.sharpeyes.access.request.Vote;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is open to whom. */
@RestController
@RequestMapping("/api/v1/grants")
class GrantController {
    private static final int MOST = 500;

    private final RequestOffice office;
    private final GrantBook grants;
    private final Accounts accounts;

    GrantController(RequestOffice office, GrantBook grants, Accounts accounts) {
        this.office = office;
        this.grants = grants;
        this.accounts = accounts;
    }

    /** @param expiresAt {@code null} once it has ended */
    record GrantView(
            String id,
            String request,
            PersonView user,
            List<String> cameras,
            Instant from,
            Instant to,
            @Nullable Instant expiresAt,
            List<String> numbers,
            boolean open,
            String state) {}

    @Operation(summary = "The newest grants of requests that the caller may know of")
    @GetMapping
    Page<GrantView> list(CurrentUser user) {
        List<GrantView> items = new ArrayList<>();
        for (AccessRequest request : office.newest(null, MOST)) {
            GrantId grant = request.grantId();
            if (grant != null && office.visible(user.id(), request)) {
                items.add(view(request, grant));
            }
        }
        return Page.whole(items);
    }

    @Operation(summary = "One grant")
    @GetMapping("/{id}")
    GrantView get(@PathVariable String id, CurrentUser user) {
        GrantId grant;
        try {
            grant = GrantId.parse(id);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
        return office.findByGrant(grant)
                .filter(request -> office.visible(user.id(), request))
                .map(request -> view(request, grant))
                .orElseThrow(ApiProblem::notFound);
    }

    private GrantView view(AccessRequest request, GrantId grant) {
        return new GrantView(
                grant.toString(),
                request.id().toString(),
                PersonView.of(request.ask().requester(), accounts),
                request.scope().cameras().stream()
                        .sorted()
                        .map(CameraId::toString)
                        .toList(),
                request.scope().window().from(),
                request.scope().window().to(),
                request.state() instanceof RequestState.Granted granted ? granted.expiresAt() : null,
                request.votes().stream().map(Vote::number).toList(),
                grants.open(grant),
                request.state().text());
    }
}

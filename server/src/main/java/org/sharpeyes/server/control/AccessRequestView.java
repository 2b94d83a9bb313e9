package org.sharpeyes.server.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.ApprovalPolicy;
import org.sharpeyes.access.request.Ask;
import org.sharpeyes.access.request.BreakGlass;
import org.sharpeyes.access.request.RequestOffice;
import org.sharpeyes.access.request.RequestState;
import org.sharpeyes.access.request.Vote;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.UserId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.directory.CameraDirectory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request as its people see it.
 *
 * @param may what the caller may do with it now
 */
record AccessRequestView(
        String id,
        long version,
        String state,
        PersonView requester,
        JsonNode place,
        Instant from,
        Instant to,
        String purpose,
        String caseNumber,
        Instant createdAt,
        @Nullable Instant decideBy,
        List<PointView> points,
        PolicyView policy,
        List<VoteView> votes,
        ScopeView approved,
        @Nullable GrantView grant,
        @Nullable HoldRef hold,
        @Nullable BreakGlassView breakGlass,
        @Nullable EndView ended,
        List<String> may) {
    record PointView(String camera, String name, String area, String grade) {}

    record PolicyView(int persons, boolean supervisor, boolean breakGlass) {
        static PolicyView of(ApprovalPolicy policy) {
            return new PolicyView(policy.persons(), policy.supervisor(), policy.breakGlass());
        }
    }

    record VoteView(PersonView by, Instant at, String number, boolean supervisor, String comment) {}

    /** What is asked for or opened, after narrowing. */
    record ScopeView(List<String> cameras, Instant from, Instant to) {}

    record HoldRef(String id, String state) {}

    record GrantView(String id, @Nullable Instant expiresAt, boolean open) {}

    record ReviewView(PersonView by, Instant at, boolean justified, String comment) {}

    record BreakGlassView(
            String reason,
            Instant reviewBy,
            int escalation,
            @Nullable ReviewView review) {}

    record EndView(@Nullable PersonView by, Instant at, String reason) {}

    /** Makes views. Thread-safe. */
    static final class Maker {
        private final Accounts accounts;
        private final GrantBook grants;
        private final RequestOffice office;
        private final HoldDesk holds;
        private final JsonMapper json;

        Maker(Accounts accounts, GrantBook grants, RequestOffice office, HoldDesk holds, JsonMapper json) {
            this.accounts = accounts;
            this.grants = grants;
            this.office = office;
            this.holds = holds;
            this.json = json;
        }

        AccessRequestView of(AccessRequest request, CameraDirectory directory, UserId viewer) {
            Ask ask = request.ask();
            RequestState state = request.state();
            return new AccessRequestView(
                    request.id().toString(),
                    request.version(),
                    state.text(),
                    person(ask.requester()),
                    json.readTree(ask.place()),
                    ask.window().from(),
                    ask.window().to(),
                    ask.purpose(),
                    ask.caseNumber(),
                    ask.at(),
                    state instanceof RequestState.Pending pending ? pending.decideBy() : null,
                    ask.points().stream().map(point -> point(point, directory)).toList(),
                    PolicyView.of(request.policy()),
                    request.votes().stream().map(this::vote).toList(),
                    new ScopeView(
                            request.scope().cameras().stream()
                                    .sorted()
                                    .map(CameraId::toString)
                                    .toList(),
                            request.scope().window().from(),
                            request.scope().window().to()),
                    grant(request),
                    holds.holds()
                            .flatMap(keeper -> keeper.of(request.id().value()))
                            .map(hold -> new HoldRef(
                                    hold.id().toString(), hold.state().name()))
                            .orElse(null),
                    breakGlass(request.breakGlass()),
                    ended(state),
                    may(request, viewer));
        }

        private PersonView person(UserId user) {
            return PersonView.of(user, accounts);
        }

        private static PointView point(Ask.Point point, CameraDirectory directory) {
            return directory
                    .camera(point.camera())
                    .map(camera -> new PointView(
                            point.camera().toString(),
                            camera.details().name(),
                            directory
                                    .area(camera.details().area())
                                    .map(Area::name)
                                    .orElse(""),
                            point.grade()))
                    .orElseGet(() -> new PointView(point.camera().toString(), "", "", point.grade()));
        }

        private VoteView vote(Vote vote) {
            return new VoteView(person(vote.by()), vote.at(), vote.number(), vote.supervisor(), vote.comment());
        }

        private @Nullable GrantView grant(AccessRequest request) {
            GrantId grant = request.grantId();
            return grant == null
                    ? null
                    : new GrantView(
                            grant.toString(),
                            request.state() instanceof RequestState.Granted granted ? granted.expiresAt() : null,
                            grants.open(grant));
        }

        private @Nullable BreakGlassView breakGlass(@Nullable BreakGlass glass) {
            if (glass == null) {
                return null;
            }
            BreakGlass.Review review = glass.review();
            return new BreakGlassView(
                    glass.reason(),
                    glass.reviewBy(),
                    glass.escalation(),
                    review == null
                            ? null
                            : new ReviewView(person(review.by()), review.at(), review.justified(), review.comment()));
        }

        private @Nullable EndView ended(RequestState state) {
            if (!(state instanceof RequestState.Ended ended)) {
                return null;
            }
            UserId by = ended.by();
            return new EndView(by == null ? null : person(by), ended.at(), ended.reason());
        }

        private List<String> may(AccessRequest request, UserId viewer) {
            boolean own = request.ask().requester().equals(viewer);
            boolean decides = office.mayDecideSome(viewer, request);
            List<String> may = new ArrayList<>();
            if (request.state() instanceof RequestState.Pending) {
                boolean voted =
                        request.votes().stream().anyMatch(vote -> vote.by().equals(viewer));
                add(may, "approve", decides && !own && !voted);
                add(may, "refuse", decides && !own);
                add(may, "narrow", decides || own);
                add(may, "withdraw", own);
            } else if (request.state() instanceof RequestState.Granted) {
                add(may, "narrow", decides || own);
                add(may, "revoke", decides);
            }
            BreakGlass glass = request.breakGlass();
            add(may, "review", glass != null && glass.review() == null && decides && !own);
            return may;
        }

        private static void add(List<String> may, String what, boolean allowed) {
            if (allowed) {
                may.add(what);
            }
        }
    }
}

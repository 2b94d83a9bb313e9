package org.sharpeyes.access.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sharpeyes.access.request.Village.APPROVER;
import static org.sharpeyes.access.request.Village.AUDITOR;
import static org.sharpeyes.access.request.Village.CHIEF;
import static org.sharpeyes.access.request.Village.COUNTY;
import static org.sharpeyes.access.request.Village.DUTY;
import static org.sharpeyes.access.request.Village.GATE;
import static org.sharpeyes.access.request.Village.NORTH_APPROVER;
import static org.sharpeyes.access.request.Village.OTHER_POLICE;
import static org.sharpeyes.access.request.Village.POLICE;
import static org.sharpeyes.access.request.Village.SECOND_APPROVER;
import static org.sharpeyes.access.request.Village.SOUTH;
import static org.sharpeyes.access.request.Village.SOUTH_GATE;
import static org.sharpeyes.access.request.Village.SQUARE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sharpeyes.access.AccessChange;
import org.sharpeyes.access.grant.GrantCheck;
import org.sharpeyes.access.grant.GrantCheck.Reason;
import org.sharpeyes.access.request.Outcome.Refused;
import org.sharpeyes.access.request.Outcome.Rule;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.TimeWindow;

/** The rules of requests and grants, HARDENING C1 and C2 among them, on a clock that stands still. */
class RequestOfficeTest {
    private final Village village = new Village();
    private final Instant from = village.lastHour.from();
    private final Instant to = village.lastHour.to();

    @Test
    void anApprovedRequestOpensExactlyItsPointsAndTimes() {
        AccessRequest request = village.office.ask(village.ask(GATE));
        assertThat(village.book.open(GrantId.random())).isFalse();
        village.approve(request, APPROVER);
        GrantId grant = village.grant(request);
        assertThat(village.shows(grant, GATE, from, to)).isTrue();
        assertThat(village.check(grant, GATE, from.minusMillis(1), to))
                .isEqualTo(new GrantCheck.Closed(Reason.OTHER_TIME));
        assertThat(village.check(grant, GATE, from, to.plusMillis(1)))
                .isEqualTo(new GrantCheck.Closed(Reason.OTHER_TIME));
        assertThat(village.check(grant, SQUARE, from, to)).isEqualTo(new GrantCheck.Closed(Reason.OTHER_CAMERA));
        assertThat(village.book.check(grant, OTHER_POLICE, Action.PLAY_BACK, GATE, village.lastHour))
                .isEqualTo(new GrantCheck.Closed(Reason.NO_GRANT));
    }

    @Test
    void c1NobodyApprovesHisOwnRequest() {
        AccessRequest request = village.office.ask(village.ask(GATE));
        assertThat(rule(village.approve(request, POLICE))).isEqualTo(Rule.OWN_REQUEST);
        assertThat(rule(village.office.refuse(request.id(), 1, POLICE, "no"))).isEqualTo(Rule.OWN_REQUEST);
        assertThat(village.now(request).state()).isInstanceOf(RequestState.Pending.class);
    }

    @Test
    void twoPersonsAreTwoPersons() {
        village.policies.put(COUNTY, new ApprovalPolicy(2, false, false, Duration.ofHours(1)), AUDITOR, from);
        AccessRequest request = village.office.ask(village.ask(GATE));
        village.approve(request, APPROVER);
        assertThat(village.now(request).grantId()).isNull();
        assertThat(rule(village.approve(request, APPROVER))).isEqualTo(Rule.SAME_PERSON);
        village.approve(request, SECOND_APPROVER);
        assertThat(village.shows(village.grant(request), GATE, from, to)).isTrue();
    }

    @Test
    void aSupervisorsWordIsNeededWhereThePolicySaysSo() {
        village.policies.put(COUNTY, new ApprovalPolicy(1, true, false, Duration.ofHours(1)), AUDITOR, from);
        AccessRequest request = village.office.ask(village.ask(GATE));
        village.approve(request, APPROVER);
        assertThat(village.now(request).grantId()).isNull();
        village.approve(request, CHIEF);
        assertThat(village.book.open(village.grant(request))).isTrue();
    }

    @Test
    void theStrictestPolicyOfAllAreasHolds() {
        village.policies.put(SOUTH, new ApprovalPolicy(2, true, false, Duration.ofHours(1)), AUDITOR, from);
        assertThat(village.office.ask(village.ask(GATE)).policy()).isEqualTo(Village.ONE);
        assertThat(village.office.ask(village.ask(GATE, SOUTH_GATE)).policy())
                .isEqualTo(new ApprovalPolicy(2, true, false, Duration.ofHours(1)));
    }

    @Test
    void anApproverApprovesOnlyWhatLiesInHisArea() {
        AccessRequest request = village.office.ask(village.ask(GATE, SOUTH_GATE));
        assertThat(village.office.visible(NORTH_APPROVER, request)).isTrue();
        assertThat(rule(village.approve(request, NORTH_APPROVER))).isEqualTo(Rule.NO_RIGHT);
        Scope.Narrowing gateOnly = new Scope.Narrowing(Set.of(GATE), null, null, null);
        village.office.approve(request.id(), 1, NORTH_APPROVER, null, "the gate only", gateOnly);
        assertThat(village.shows(village.grant(request), GATE, from, to)).isTrue();
        assertThat(village.shows(village.grant(request), SOUTH_GATE, from, to)).isFalse();
    }

    @Test
    void c2AnApprovalNumberIsUsedOnceInAnySpelling() {
        AccessRequest first = village.office.ask(village.ask(GATE));
        AccessRequest second = village.office.ask(village.ask(SQUARE));
        village.office.approve(first.id(), 1, APPROVER, "公审-2026-17", "", Scope.Narrowing.NONE);
        for (String replayed : List.of("公审-2026-17", " 公审-2026-17 ", "公审-2026- 17")) {
            assertThat(rule(village.office.approve(second.id(), 1, APPROVER, replayed, "", Scope.Narrowing.NONE)))
                    .isEqualTo(Rule.NUMBER_TAKEN);
        }
        assertThat(village.now(second).grantId()).isNull();
    }

    @Test
    void c1AWindowIsNeverWidened() {
        AccessRequest request = village.office.ask(village.ask(GATE));
        Scope.Narrowing earlier = new Scope.Narrowing(null, from.minusSeconds(1), null, null);
        Scope.Narrowing later = new Scope.Narrowing(null, null, to.plusSeconds(1), null);
        Scope.Narrowing more = new Scope.Narrowing(Set.of(GATE, SQUARE), null, null, null);
        for (Scope.Narrowing wider : List.of(earlier, later, more)) {
            assertThatThrownBy(() -> village.office.approve(request.id(), 1, APPROVER, null, "", wider))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected:");
        }
        village.approve(request, APPROVER);
        for (Scope.Narrowing wider : List.of(earlier, later, more)) {
            assertThatThrownBy(() -> village.office.narrow(request.id(), 2, APPROVER, wider))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Instant longer = village.clock.instant().plus(Duration.ofHours(9));
        assertThatThrownBy(() ->
                        village.office.narrow(request.id(), 2, POLICE, new Scope.Narrowing(null, null, null, longer)))
                .hasMessageContaining("expiresAt");
    }

    @Test
    void c1NarrowingCutsWhatLiesOutside() {
        AccessRequest request = village.office.ask(village.ask(GATE, SQUARE));
        village.approve(request, APPROVER);
        GrantId grant = village.grant(request);
        List<AccessChange> heard = heard();
        Instant half = from.plus(Duration.ofMinutes(30));
        village.office.narrow(request.id(), 2, APPROVER, new Scope.Narrowing(Set.of(GATE), half, null, null));
        assertThat(heard).containsExactly(new AccessChange.Grants(grant));
        assertThat(village.shows(grant, GATE, half, to)).isTrue();
        assertThat(village.shows(grant, GATE, half.minusMillis(1), to)).isFalse();
        assertThat(village.shows(grant, SQUARE, half, to)).isFalse();
    }

    @Test
    void c1RevocationClosesAtOnceAndIsTold() {
        AccessRequest request = village.office.ask(village.ask(GATE));
        village.approve(request, APPROVER);
        GrantId grant = village.grant(request);
        List<AccessChange> heard = heard();
        village.office.revoke(request.id(), SECOND_APPROVER, "the wrong street");
        assertThat(village.check(grant, GATE, from, to)).isEqualTo(new GrantCheck.Closed(Reason.NO_GRANT));
        assertThat(heard).containsExactly(new AccessChange.Grants(grant));
        assertThat(rule(village.approve(request, SECOND_APPROVER))).isEqualTo(Rule.NOT_NOW);
    }

    @Test
    void c1AGrantExpiresByItselfToTheMillisecond() {
        AccessRequest request = village.office.ask(village.ask(GATE));
        village.approve(request, APPROVER);
        GrantId grant = village.grant(request);
        village.clock.advance(Duration.ofHours(8).minusMillis(1));
        assertThat(village.shows(grant, GATE, from, to)).isTrue();
        List<AccessChange> heard = heard();
        village.clock.advance(Duration.ofMillis(1));
        assertThat(village.check(grant, GATE, from, to)).isEqualTo(new GrantCheck.Closed(Reason.EXPIRED));
        village.office.tick();
        assertThat(heard).containsExactly(new AccessChange.Grants(grant));
        assertThat(village.office.sweep())
                .extracting(changed -> changed.state().text())
                .containsExactly("EXPIRED");
    }

    @Test
    void aRightThatIsTakenClosesTheGrant() {
        AccessRequest request = village.office.ask(village.ask(GATE));
        village.approve(request, APPROVER);
        village.control.replace(Set.of(POLICE), List.of(), List.of());
        assertThat(village.check(village.grant(request), GATE, from, to).open()).isFalse();
    }

    @Test
    void aDecisionAboutAnOldVersionIsNotTaken() {
        AccessRequest request = village.office.ask(village.ask(GATE, SQUARE));
        village.office.narrow(request.id(), 1, POLICE, new Scope.Narrowing(Set.of(SQUARE), null, null, null));
        assertThat(rule(village.office.approve(request.id(), 1, APPROVER, null, "", Scope.Narrowing.NONE)))
                .isEqualTo(Rule.NOT_NOW);
        assertThat(rule(village.office.refuse(request.id(), 1, APPROVER, ""))).isEqualTo(Rule.NOT_NOW);
    }

    @Test
    void anUndecidedRequestLapses() {
        AccessRequest request = village.office.ask(village.ask(GATE));
        village.clock.advance(Village.WEEK);
        assertThat(rule(village.approve(request, APPROVER))).isEqualTo(Rule.NOT_NOW);
        assertThat(village.office.sweep()).hasSize(1);
        assertThat(village.now(request).state().text()).isEqualTo("LAPSED");
        assertThat(village.office.sweep()).isEmpty();
    }

    @Test
    void breakGlassOpensAtOnceForAShortTimeAndEscalatesUntilReviewed() {
        Outcome opened = village.office.breakGlass(village.ask(GATE), "a child is missing");
        AccessRequest request = ((Outcome.Done) opened).request();
        GrantId grant = village.grant(request);
        assertThat(village.shows(grant, GATE, from, to)).isTrue();
        village.clock.advance(Duration.ofHours(1));
        assertThat(village.shows(grant, GATE, from, to)).isFalse();
        village.office.sweep();
        village.clock.advance(Duration.ofHours(23));
        assertThat(escalations(village.office.sweep())).containsExactly(1);
        assertThat(rule(village.office.breakGlass(village.ask(GATE), "again"))).isEqualTo(Rule.POLICY);
        village.clock.advance(Duration.ofDays(1));
        assertThat(escalations(village.office.sweep())).containsExactly(2);
        assertThat(rule(village.office.review(request.id(), POLICE, true, "fine")))
                .isEqualTo(Rule.OWN_REQUEST);
        village.office.review(request.id(), APPROVER, true, "seen the file");
        assertThat(village.now(request).over()).isTrue();
        village.clock.advance(Duration.ofDays(5));
        assertThat(village.office.sweep()).isEmpty();
        assertThat(village.office.breakGlass(village.ask(GATE), "again")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void anUnjustifiedBreakGlassIsClosedByItsReview() {
        AccessRequest request = ((Outcome.Done) village.office.breakGlass(village.ask(GATE), "in a hurry")).request();
        GrantId grant = village.grant(request);
        village.office.review(request.id(), APPROVER, false, "there was no hurry");
        assertThat(village.book.open(grant)).isFalse();
        assertThat(village.now(request).state().text()).isEqualTo("REVOKED");
    }

    @Test
    void breakGlassNeedsAPolicyThatAllowsIt() {
        village.policies.put(SOUTH, new ApprovalPolicy(1, false, false, Duration.ofHours(1)), AUDITOR, from);
        assertThat(rule(village.office.breakGlass(village.ask(GATE, SOUTH_GATE), "in a hurry")))
                .isEqualTo(Rule.POLICY);
    }

    @Test
    void aRequestIsSeenByRequesterApproversAndAuditorOnly() {
        AccessRequest request = village.office.ask(village.ask(GATE));
        for (var user : List.of(POLICE, APPROVER, CHIEF, NORTH_APPROVER, AUDITOR)) {
            assertThat(village.office.visible(user, request)).isTrue();
            assertThat(village.office.find(request.id(), user)).contains(request);
        }
        for (var user : List.of(DUTY, OTHER_POLICE)) {
            assertThat(village.office.visible(user, request)).isFalse();
            assertThat(village.office.find(request.id(), user)).isEmpty();
        }
    }

    @Test
    void grantsComeBackAfterARestartAndRevokedOnesDoNot() {
        AccessRequest kept = village.office.ask(village.ask(GATE));
        AccessRequest revoked = village.office.ask(village.ask(SQUARE));
        village.approve(kept, APPROVER);
        village.approve(revoked, APPROVER);
        village.office.revoke(revoked.id(), APPROVER, "");
        Village after = new Village(village.store);
        TimeWindow window = village.lastHour;
        assertThat(after.shows(village.grant(kept), GATE, window.from(), window.to()))
                .isTrue();
        assertThat(after.book.open(village.grant(revoked))).isFalse();
    }

    @Test
    void aWindowInTheFutureOrTooLongIsRefused() {
        Ask ask = village.ask(GATE);
        TimeWindow future = new TimeWindow(from, to.plusSeconds(1));
        assertThatThrownBy(() ->
                        new Ask(POLICE, "{}", future, "purpose", "case", ask.points(), Duration.ofHours(1), ask.at()))
                .hasMessageContaining("not in the future");
        Ask month = new Ask(
                POLICE,
                "{}",
                new TimeWindow(to.minus(Duration.ofDays(30)), to),
                "purpose",
                "case",
                ask.points(),
                Duration.ofHours(1),
                ask.at());
        assertThatThrownBy(() -> village.office.ask(month)).hasMessageContaining("at most PT24H");
    }

    private List<AccessChange> heard() {
        List<AccessChange> heard = new ArrayList<>();
        village.control.onChange(heard::add);
        return heard;
    }

    private static List<Integer> escalations(List<AccessRequest> changed) {
        return changed.stream()
                .map(AccessRequest::breakGlass)
                .map(glass -> glass == null ? -1 : glass.escalation())
                .toList();
    }

    private static Rule rule(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).rule();
    }
}

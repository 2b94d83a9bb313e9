package org.sharpeyes.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharpeyes.model.AccessDecision;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

class AccessControlTest {
    private static final AreaId COUNTY = AreaId.random();
    private static final AreaId VILLAGE_A = AreaId.random();
    private static final AreaId VILLAGE_B = AreaId.random();
    private static final CameraId CAMERA_A = new CameraId(UUID.randomUUID());
    private static final CameraId CAMERA_B = new CameraId(UUID.randomUUID());
    private static final CameraId CAMERA_NOWHERE = new CameraId(UUID.randomUUID());
    private static final UserId USER = UserId.random();

    private final SettableClock clock = new SettableClock();
    private final AccessControl control = new AccessControl(new Village(), clock);

    @Test
    void aRoleReachesItsSubtreeAndNothingElse() {
        grant(Assignment.allow(USER, Role.DUTY_OFFICER, VILLAGE_A));
        assertThat(control.decide(USER, Action.VIEW_LIVE, CAMERA_A).allowed()).isTrue();
        assertThat(control.decide(USER, Action.VIEW_LIVE, CAMERA_B)).isEqualTo(new AccessDecision.Hidden());
    }

    @Test
    void aRoleInTheCountyReachesItsVillages() {
        grant(Assignment.allow(USER, Role.DUTY_OFFICER, COUNTY));
        assertThat(control.decide(USER, Action.VIEW_LIVE, CAMERA_B).allowed()).isTrue();
    }

    @Test
    void anUnknownCameraIsHiddenAsAForeignOneIs() {
        grant(Assignment.allow(USER, Role.DUTY_OFFICER, VILLAGE_A));
        assertThat(control.decide(USER, Action.VIEW_LIVE, new CameraId(UUID.randomUUID())))
                .isEqualTo(control.decide(USER, Action.VIEW_LIVE, CAMERA_B));
    }

    @Test
    void aCameraWithoutAreaIsSeenFromTheWholeTreeOnly() {
        grant(Assignment.allow(USER, Role.TECHNICIAN, COUNTY));
        assertThat(control.decide(USER, Action.SEE_CAMERA, CAMERA_NOWHERE).allowed())
                .isFalse();
        grant(Assignment.allow(USER, Role.TECHNICIAN, null));
        assertThat(control.decide(USER, Action.SEE_CAMERA, CAMERA_NOWHERE).allowed())
                .isTrue();
    }

    @Test
    void whatIsSeenButNotAllowedIsForbidden() {
        grant(Assignment.allow(USER, Role.DUTY_OFFICER, VILLAGE_A));
        assertThat(control.decide(USER, Action.EXPORT, CAMERA_A)).isInstanceOf(AccessDecision.Forbidden.class);
    }

    @Test
    void aDenialWinsOverANearerAllowance() {
        grant(
                Assignment.allow(USER, Role.DUTY_OFFICER, VILLAGE_A),
                new Assignment(
                        UUID.randomUUID(),
                        USER,
                        Role.DUTY_OFFICER,
                        Assignment.Effect.DENY,
                        COUNTY,
                        Set.of(),
                        Set.of(Action.CONTROL_PTZ),
                        null));
        assertThat(control.decide(USER, Action.CONTROL_PTZ, CAMERA_A).allowed()).isFalse();
        assertThat(control.decide(USER, Action.VIEW_LIVE, CAMERA_A).allowed()).isTrue();
    }

    @Test
    void aRoleLimitedToAPointClassReachesNoOther() {
        grant(new Assignment(
                UUID.randomUUID(),
                USER,
                Role.DUTY_OFFICER,
                Assignment.Effect.ALLOW,
                COUNTY,
                Set.of("2"),
                Set.of(),
                null));
        assertThat(control.decide(USER, Action.SEE_CAMERA, CAMERA_A).allowed()).isFalse();
        assertThat(control.decide(USER, Action.SEE_CAMERA, CAMERA_B).allowed()).isTrue();
    }

    @Test
    void anAssignmentEndsByItselfAndListenersAreTold() {
        Instant end = clock.instant().plus(Duration.ofMinutes(5));
        grant(new Assignment(
                UUID.randomUUID(),
                USER,
                Role.DUTY_OFFICER,
                Assignment.Effect.ALLOW,
                VILLAGE_A,
                Set.of(),
                Set.of(),
                end));
        List<AccessChange> heard = new ArrayList<>();
        control.onChange(heard::add);
        clock.advance(Duration.ofMinutes(4));
        control.tick();
        assertThat(control.decide(USER, Action.VIEW_LIVE, CAMERA_A).allowed()).isTrue();
        assertThat(heard).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        control.tick();
        assertThat(control.decide(USER, Action.VIEW_LIVE, CAMERA_A)).isEqualTo(new AccessDecision.Hidden());
        assertThat(heard).containsExactly(new AccessChange.Rights());
    }

    @Test
    void aDisabledAccountHasNoRights() {
        control.replace(Set.of(), List.of(Assignment.allow(USER, Role.DUTY_OFFICER, null)), List.of());
        assertThat(control.decide(USER, Action.VIEW_LIVE, CAMERA_A)).isEqualTo(new AccessDecision.Hidden());
        assertThat(control.decide(USER, Action.MANAGE_SYSTEM).allowed()).isFalse();
    }

    @Test
    void residentsSeeOnlyWhatWasOpenedAndChecked() {
        Assignment resident = Assignment.allow(USER, Role.RESIDENT, COUNTY);
        Instant end = clock.instant().plus(Duration.ofDays(1));
        control.replace(Set.of(USER), List.of(resident), List.of(new OpenedPoint(CAMERA_A, "2026-7", end, false)));
        assertThat(control.decide(USER, Action.VIEW_LIVE, CAMERA_A)).isEqualTo(new AccessDecision.Hidden());
        control.replace(Set.of(USER), List.of(resident), List.of(new OpenedPoint(CAMERA_A, "2026-7", end, true)));
        assertThat(control.decide(USER, Action.VIEW_LIVE, CAMERA_A).allowed()).isTrue();
        assertThat(control.decide(USER, Action.VIEW_LIVE, CAMERA_B)).isEqualTo(new AccessDecision.Hidden());
        clock.advance(Duration.ofDays(1));
        assertThat(control.decide(USER, Action.VIEW_LIVE, CAMERA_A)).isEqualTo(new AccessDecision.Hidden());
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"SYSTEM_ADMINISTRATOR", "SECURITY_ADMINISTRATOR", "AUDITOR"})
    void noAdministratorViewsVideo(Role administrator) {
        grant(Assignment.allow(USER, administrator, null));
        for (Action action : List.of(Action.VIEW_LIVE, Action.PLAY_BACK, Action.EXPORT, Action.CONTROL_PTZ)) {
            assertThat(control.decide(USER, action, CAMERA_A).allowed())
                    .as("%s", action)
                    .isFalse();
        }
    }

    @Test
    void theThreeAdministratorsShareNoPower() {
        for (Action action : List.of(Action.MANAGE_SYSTEM, Action.MANAGE_RIGHTS, Action.READ_ACCESS_REGISTER)) {
            assertThat(java.util.Arrays.stream(Role.values()).filter(role -> role.allows(action)))
                    .as("%s", action)
                    .hasSize(1);
        }
    }

    private void grant(Assignment... assignments) {
        control.replace(Set.of(USER), List.of(assignments), List.of());
    }

    /** A county with two villages, one camera each, and one camera that stands nowhere yet. */
    private static final class Village implements Places {
        private static final Map<CameraId, Place> CAMERAS = Map.of(
                CAMERA_A, new Place(VILLAGE_A, "1"),
                CAMERA_B, new Place(VILLAGE_B, "2"),
                CAMERA_NOWHERE, new Place(null, ""));

        @Override
        public @Nullable Place of(CameraId camera) {
            return CAMERAS.get(camera);
        }

        @Override
        public List<AreaId> lineage(AreaId area) {
            return area.equals(COUNTY) ? List.of(COUNTY) : List.of(area, COUNTY);
        }
    }
}

package org.sharpeyes.access.request;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.Assignment;
import org.sharpeyes.access.Places;
import org.sharpeyes.access.Role;
import org.sharpeyes.access.SettableClock;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.access.grant.GrantCheck;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;

/** A county of two villages with a gate and a square each, two officers, three approvers, and a duty officer. */
final class Village implements Places {
    static final AreaId COUNTY = AreaId.random();
    static final AreaId NORTH = AreaId.random();
    static final AreaId SOUTH = AreaId.random();
    static final CameraId GATE = new CameraId(UUID.randomUUID());
    static final CameraId SQUARE = new CameraId(UUID.randomUUID());
    static final CameraId SOUTH_GATE = new CameraId(UUID.randomUUID());
    static final UserId POLICE = UserId.random();
    static final UserId OTHER_POLICE = UserId.random();
    static final UserId APPROVER = UserId.random();
    static final UserId SECOND_APPROVER = UserId.random();
    static final UserId CHIEF = UserId.random();
    static final UserId NORTH_APPROVER = UserId.random();
    static final UserId AUDITOR = UserId.random();
    static final UserId DUTY = UserId.random();
    static final Duration WEEK = Duration.ofDays(7);
    static final ApprovalPolicy ONE = new ApprovalPolicy(1, false, true, Duration.ofHours(1));

    final SettableClock clock = new SettableClock();
    final AccessControl control = new AccessControl(this, clock);
    final GrantBook book = new GrantBook(control, clock);
    final InMemoryPolicies policies = new InMemoryPolicies();
    final RequestStore store;
    final RequestOffice office;
    final TimeWindow lastHour = new TimeWindow(clock.instant().minus(Duration.ofHours(1)), clock.instant());

    Village() {
        this(new InMemoryRequestStore());
    }

    Village(RequestStore store) {
        this.store = store;
        control.replace(
                Set.of(POLICE, OTHER_POLICE, APPROVER, SECOND_APPROVER, CHIEF, NORTH_APPROVER, AUDITOR, DUTY),
                List.of(
                        Assignment.allow(POLICE, Role.POLICE_OFFICER, COUNTY),
                        Assignment.allow(POLICE, Role.APPROVER, COUNTY),
                        Assignment.allow(OTHER_POLICE, Role.POLICE_OFFICER, COUNTY),
                        Assignment.allow(APPROVER, Role.APPROVER, COUNTY),
                        Assignment.allow(SECOND_APPROVER, Role.APPROVER, COUNTY),
                        Assignment.allow(CHIEF, Role.SUPERVISOR, COUNTY),
                        Assignment.allow(NORTH_APPROVER, Role.APPROVER, NORTH),
                        Assignment.allow(AUDITOR, Role.AUDITOR, null),
                        Assignment.allow(DUTY, Role.DUTY_OFFICER, COUNTY)),
                List.of());
        office = office();
    }

    /** A new office over the same store and book, as after a restart. */
    RequestOffice office() {
        ControlSettings settings = new ControlSettings(
                WEEK, Duration.ofDays(1), Duration.ofDays(3), Duration.ofDays(30), Duration.ofDays(1), ONE);
        return new RequestOffice(
                store, new ApprovalPolicies(policies, this, settings.policy(), clock), control, book, settings, clock);
    }

    Ask ask(CameraId... cameras) {
        return new Ask(
                POLICE,
                "{\"type\":\"Point\",\"coordinates\":[120,30]}",
                lastHour,
                "stolen bicycle",
                "A-2026-1",
                List.of(cameras).stream()
                        .map(camera -> new Ask.Point(camera, "PROVEN"))
                        .toList(),
                Duration.ofHours(8),
                clock.instant());
    }

    Outcome approve(AccessRequest request, UserId by) {
        return office.approve(request.id(), now(request).version(), by, null, "", Scope.Narrowing.NONE);
    }

    AccessRequest now(AccessRequest request) {
        return store.find(request.id()).orElseThrow();
    }

    /** The grant of a request that has one. */
    GrantId grant(AccessRequest request) {
        GrantId grant = now(request).grantId();
        if (grant == null) {
            throw new AssertionError("no grant: " + now(request).state());
        }
        return grant;
    }

    boolean shows(GrantId grant, CameraId camera, Instant from, Instant to) {
        return check(grant, camera, from, to).open();
    }

    GrantCheck check(GrantId grant, CameraId camera, Instant from, Instant to) {
        return book.check(grant, POLICE, Action.PLAY_BACK, camera, new TimeWindow(from, to));
    }

    @Override
    public @Nullable Place of(CameraId camera) {
        if (camera.equals(SOUTH_GATE)) {
            return new Place(SOUTH, "1");
        }
        return camera.equals(GATE) || camera.equals(SQUARE) ? new Place(NORTH, "1") : null;
    }

    @Override
    public List<AreaId> lineage(AreaId area) {
        return area.equals(COUNTY) ? List.of(COUNTY) : List.of(area, COUNTY);
    }

    /** Policies without a database. */
    static final class InMemoryPolicies implements PolicyStore {
        private final Map<AreaId, ApprovalPolicy> own = new HashMap<>();

        @Override
        public Map<AreaId, ApprovalPolicy> policies() {
            return Map.copyOf(own);
        }

        @Override
        public void put(AreaId area, ApprovalPolicy policy, UserId by, Instant at) {
            own.put(area, policy);
        }

        @Override
        public boolean remove(AreaId area, UserId by, Instant at) {
            return own.remove(area) != null;
        }
    }
}

package org.sharpeyes.server.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.Assignment;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.postgres.PostgresAlarmStore;
import org.sharpeyes.desk.event.WallEvent;
import org.sharpeyes.desk.handover.Handover;
import org.sharpeyes.desk.postgres.PostgresGuards;
import org.sharpeyes.desk.postgres.PostgresWallEvents;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.IncidentId;
import org.sharpeyes.model.UserId;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;

/** What a shift hands to the next, as it is and as far as the giver sees it. Thread-safe; blocks. */
final class HandoverFacts {
    /** Of each list so many lines are kept; the counts are of all. */
    private static final int MOST_LINES = 50;

    private static final int SCAN = 500;

    private final Registry registry;
    private final PostgresAlarmStore alarms;
    private final PostgresWallEvents events;
    private final PostgresGuards guards;
    private final RollCall rollCall;
    private final WallEventDesk desk;
    private final Access access;
    private final AccessControl control;
    private final ZoneId zone;

    HandoverFacts(
            Registry registry,
            PostgresAlarmStore alarms,
            PostgresWallEvents events,
            PostgresGuards guards,
            RollCall rollCall,
            WallEventDesk desk,
            Access access,
            AccessControl control,
            ZoneId zone) {
        this.registry = registry;
        this.alarms = alarms;
        this.events = events;
        this.guards = guards;
        this.rollCall = rollCall;
        this.desk = desk;
        this.access = access;
        this.control = control;
        this.zone = zone;
    }

    record IncidentLine(
            String id,
            String kind,
            String state,
            String cause,
            int cameras,
            Instant raisedAt,
            @Nullable String assignee) {}

    record EventLine(
            String id,
            String kind,
            String state,
            String text,
            String reporter,
            @Nullable String assignee,
            Instant at) {}

    record CameraLine(String id, String name, String state) {}

    record Facts(
            Instant since,
            Instant until,
            int incidentsRaised,
            int incidentsClosed,
            int incidentsOpen,
            List<IncidentLine> openIncidents,
            int eventsReported,
            int eventsClosed,
            int eventsOpen,
            List<EventLine> openEvents,
            Map<CameraState, Integer> cameras,
            List<CameraLine> down,
            int keyCameras,
            int keyCamerasSeen,
            List<CameraLine> keyCamerasUnseen,
            List<CameraLine> awayFromGuard) {}

    Facts gather(CurrentUser user, Instant since, Instant until) {
        List<Incident> incidents = incidents(user, since);
        List<Incident> open = incidents.stream().filter(Incident::open).toList();
        List<WallEvent> wallEvents = wallEvents(user, since);
        List<WallEvent> openEvents =
                wallEvents.stream().filter(event -> event.state().open()).toList();
        List<CameraEntry> cameras = registry.directory().cameras().stream()
                .filter(entry -> access.allows(user, Action.HANDLE_INCIDENTS, entry.id()))
                .toList();
        Map<CameraState, Integer> states = new EnumMap<>(CameraState.class);
        cameras.forEach(entry -> states.merge(rollCall.state(entry.id()), 1, Integer::sum));
        RollCallController.Sheet sheet = rollCall.sheet(
                LocalDate.ofInstant(until, zone), camera -> access.allows(user, Action.HANDLE_INCIDENTS, camera));
        Set<CameraId> away = guards.away();
        return new Facts(
                since,
                until,
                count(incidents.stream().filter(incident -> !incident.raisedAt().isBefore(since))),
                count(incidents.stream().filter(incident -> within(incident.closedAt(), since))),
                open.size(),
                open.stream().limit(MOST_LINES).map(HandoverFacts::line).toList(),
                count(wallEvents.stream().filter(event -> !event.at().isBefore(since))),
                count(wallEvents.stream()
                        .filter(event ->
                                !event.state().open() && !event.changedAt().isBefore(since))),
                openEvents.size(),
                openEvents.stream().limit(MOST_LINES).map(HandoverFacts::line).toList(),
                states,
                lines(cameras.stream().filter(entry -> rollCall.state(entry.id()) == CameraState.DOWN)),
                sheet.keyCameras(),
                sheet.seen(),
                sheet.items().stream()
                        .filter(line -> line.looks().isEmpty())
                        .limit(MOST_LINES)
                        .map(line -> new CameraLine(line.camera(), line.name(), line.state()))
                        .toList(),
                lines(cameras.stream().filter(entry -> away.contains(entry.id()))));
    }

    /** Who gave or took it, and who handles incidents wherever the giver does. */
    boolean mayRead(CurrentUser user, Handover handover) {
        if (handover.giver().equals(user.id()) || user.id().equals(handover.taker())) {
            return true;
        }
        return desks(handover.giver()).stream()
                .allMatch(area ->
                        control.decide(user.id(), Action.HANDLE_INCIDENTS, area).allowed());
    }

    /** Areas in which somebody handles incidents; the top of the tree for whom no border is set. */
    private Set<AreaId> desks(UserId giver) {
        return control.assignments(giver).stream()
                .filter(assignment -> assignment.effect() == Assignment.Effect.ALLOW)
                .filter(assignment -> assignment.role().allows(Action.HANDLE_INCIDENTS))
                .flatMap(assignment -> {
                    AreaId area = assignment.area();
                    return area != null
                            ? Stream.of(area)
                            : registry.directory().areas().stream()
                                    .filter(each -> each.parent() == null)
                                    .map(each -> each.id());
                })
                .collect(Collectors.toSet());
    }

    private List<Incident> incidents(CurrentUser user, Instant since) {
        List<Incident> found = new ArrayList<>(alarms.list(true, null, SCAN));
        IncidentId before = null;
        while (true) {
            List<Incident> page = alarms.list(false, before, SCAN);
            page.stream()
                    .filter(incident -> !incident.open())
                    .filter(incident -> within(incident.closedAt(), since)
                            || !incident.raisedAt().isBefore(since))
                    .forEach(found::add);
            if (page.size() < SCAN || page.get(page.size() - 1).raisedAt().isBefore(since)) {
                break;
            }
            before = page.get(page.size() - 1).id();
        }
        return found.stream()
                .filter(incident -> incident.parent() == null)
                .filter(incident -> incident.cameras().isEmpty()
                        || incident.cameras().stream()
                                .anyMatch(camera -> access.allows(user, Action.SEE_INCIDENTS, camera)))
                .toList();
    }

    private List<WallEvent> wallEvents(CurrentUser user, Instant since) {
        List<WallEvent> found = new ArrayList<>(events.newest(true, null, SCAN));
        events.newest(false, null, SCAN).stream()
                .filter(event -> !event.state().open() && !event.changedAt().isBefore(since))
                .forEach(found::add);
        return found.stream().filter(event -> desk.sees(user, event)).toList();
    }

    private static boolean within(@Nullable Instant at, Instant since) {
        return at != null && !at.isBefore(since);
    }

    private static int count(Stream<?> of) {
        return (int) of.count();
    }

    private static IncidentLine line(Incident incident) {
        return new IncidentLine(
                incident.id().toString(),
                incident.kind().name(),
                incident.state().name(),
                incident.cause(),
                incident.cameras().size(),
                incident.raisedAt(),
                incident.assignee());
    }

    private static EventLine line(WallEvent event) {
        return new EventLine(
                event.id().toString(),
                event.kind().name(),
                event.state().name(),
                event.text(),
                event.reporterName(),
                event.assignee(),
                event.at());
    }

    private List<CameraLine> lines(Stream<CameraEntry> cameras) {
        return cameras.limit(MOST_LINES)
                .map(entry -> new CameraLine(
                        entry.id().toString(),
                        entry.details().name(),
                        rollCall.state(entry.id()).name()))
                .toList();
    }
}

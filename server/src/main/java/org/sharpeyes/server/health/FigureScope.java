package org.sharpeyes.server.health;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;

/** What a figure is about: the points that the caller may see, gathered by village, town or contractor, in a period. */
final class FigureScope {
    private static final Duration DEFAULT_PERIOD = Duration.ofDays(7);
    private static final Duration LONGEST_PERIOD = Duration.ofDays(400);

    private final Registry registry;
    private final Access access;
    private final InstantSource clock;

    FigureScope(Registry registry, Access access, InstantSource clock) {
        this.registry = registry;
        this.access = access;
        this.clock = clock;
    }

    /** @param id of the area; the name itself for a contractor; empty for what belongs to none */
    record Group(String id, String name) {}

    record Period(Instant from, Instant to) {}

    /** Points within an area ({@code null}: all) that the caller may see incidents of, whether a camera hangs there or not. */
    List<CameraEntry> points(CurrentUser user, @Nullable String area) {
        CameraDirectory directory = registry.directory();
        AreaId within = area == null || area.isEmpty() ? null : area(area);
        return directory.cameras().stream()
                .filter(camera ->
                        within == null || directory.within(camera.details().area(), within))
                .filter(camera -> access.allows(user, Action.SEE_INCIDENTS, camera.id()))
                .toList();
    }

    /** By name of the group. */
    Map<Group, List<CameraEntry>> groups(List<CameraEntry> points, String by) {
        Map<Group, List<CameraEntry>> groups =
                new TreeMap<>(Comparator.comparing(Group::name).thenComparing(Group::id));
        for (CameraEntry point : points) {
            groups.computeIfAbsent(group(point, by), none -> new ArrayList<>()).add(point);
        }
        return groups;
    }

    private Group group(CameraEntry camera, String by) {
        if (by.equals("CONTRACTOR")) {
            String unit = camera.details().managingUnit();
            return new Group(unit, unit);
        }
        if (!by.equals("VILLAGE") && !by.equals("TOWN")) {
            throw ApiProblem.invalid("by", by, "VILLAGE, TOWN or CONTRACTOR");
        }
        AreaLevel level = AreaLevel.valueOf(by);
        CameraDirectory directory = registry.directory();
        for (AreaId id : directory.path(camera.details().area())) {
            Area area = directory.area(id).orElse(null);
            if (area != null && area.level() == level) {
                return new Group(area.id().toString(), area.name());
            }
        }
        return new Group("", "");
    }

    /** @param from {@code null}: a week before the end; {@code to} {@code null}: now */
    Period period(@Nullable String from, @Nullable String to) {
        Instant end = to == null ? clock.instant() : instant("to", to);
        Instant start = from == null ? end.minus(DEFAULT_PERIOD) : instant("from", from);
        if (!start.isBefore(end) || Duration.between(start, end).compareTo(LONGEST_PERIOD) > 0) {
            throw ApiProblem.invalid("from", start, "before to, at most 400 days");
        }
        return new Period(start, end);
    }

    static AreaId area(String text) {
        try {
            return AreaId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.invalid("area", text, "id of an area");
        }
    }

    private static Instant instant(String field, String value) {
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException wrong) {
            throw ApiProblem.invalid(field, value, "a time with offset");
        }
    }
}

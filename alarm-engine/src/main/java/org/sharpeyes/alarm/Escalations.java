package org.sharpeyes.alarm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sharpeyes.alarm.incident.IncidentState;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.model.CameraId;

/** Timers of incidents that nobody acknowledges: village, town, county, one step after the other. Confined to the engine's thread. */
final class Escalations {
    /** Which areas hold an incident is not worked out at each tick. */
    private static final long LOOK_GAP_NANOS = 30_000_000_000L;

    private final Situation situation;
    private Map<String, EscalationRule> rules = Map.of();

    Escalations(Situation situation) {
        this.situation = situation;
    }

    void become(List<EscalationRule> rules) {
        Map<String, EscalationRule> byArea = new LinkedHashMap<>();
        rules.forEach(rule -> byArea.put(new Subject.OfArea(rule.area()).key(), rule));
        this.rules = byArea;
    }

    void tick(OpenIncident incident, Moment now) {
        if (rules.isEmpty()
                || incident.parent != null
                || incident.incident.state() != IncidentState.RAISED
                || incident.proving()
                || now.nanos() < incident.escalationLookAt) {
            return;
        }
        incident.escalationLookAt = now.nanos() + LOOK_GAP_NANOS;
        List<EscalationRule> steps = steps(incident);
        int level = incident.incident.escalation();
        if (level >= steps.size()) {
            return;
        }
        long due = incident.raisedAt;
        for (EscalationRule step : steps.subList(0, level + 1)) {
            due += step.after().toNanos();
        }
        incident.escalationLookAt = Math.min(incident.escalationLookAt, due);
        if (now.nanos() >= due) {
            EscalationRule step = steps.get(level);
            situation.book.escalate(incident, level + 1, String.join(", ", step.persons()), now);
        }
    }

    /** The rules of the areas that hold the whole incident, smallest area first. */
    private List<EscalationRule> steps(OpenIncident incident) {
        List<EscalationRule> steps = new ArrayList<>();
        for (CauseGroup area : around(incident)) {
            EscalationRule rule = rules.get(area.subject.key());
            if (rule != null) {
                steps.add(rule);
            }
        }
        return steps;
    }

    private Set<CauseGroup> around(OpenIncident incident) {
        Set<CauseGroup> around = new LinkedHashSet<>();
        if (incident.incident.subject() instanceof Subject.OfArea) {
            CauseGroup area = situation.fleet.group(incident.incident.subject());
            if (area != null) {
                around.add(area);
                around.addAll(area.above);
            }
            return around;
        }
        boolean first = true;
        for (CameraId id : incident.cameras) {
            WatchedCamera camera = situation.fleet.find(id);
            if (camera != null && first) {
                around.addAll(camera.areas);
                first = false;
            } else if (camera != null) {
                around.retainAll(camera.areas);
            }
        }
        return around;
    }
}

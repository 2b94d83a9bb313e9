package org.sharpeyes.alarm;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sharpeyes.alarm.AlarmEffect.IncidentChanged;
import org.sharpeyes.alarm.incident.HistoryEntry.What;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.simulation.CountyPlan;
import org.sharpeyes.alarm.simulation.SimulatedCounty;
import org.sharpeyes.alarm.simulation.SimulatedCounty.Mode;
import org.sharpeyes.alarm.topology.CauseKind;
import org.sharpeyes.alarm.topology.Weight;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;

/** Nested and partial causes, recovery, priority, escalation. */
class CauseRulesTest {
    private final CountyPlan plan = new CountyPlan(9);
    private final List<IncidentChanged> changes = new ArrayList<>();

    private SimulatedCounty start() {
        SimulatedCounty county = new SimulatedCounty(
                4, plan.topology(), AlarmSettings.withProbeInterval(ofSeconds(5)), 0, List.of("gateway"));
        county.listen(effect -> {
            if (effect instanceof IncidentChanged change) {
                changes.add(change);
            }
        });
        county.advance(ofSeconds(60));
        return county;
    }

    private static List<Incident> top(SimulatedCounty county) {
        return county.engine().openIncidents().stream()
                .filter(incident -> incident.parent() == null)
                .toList();
    }

    private List<What> told() {
        return changes.stream()
                .filter(IncidentChanged::tell)
                .map(change -> change.entry().what())
                .filter(what -> what != What.CAMERAS_JOINED)
                .toList();
    }

    @Test
    void aWiderCauseTakesTheNarrowerOneAlongAndGivesItBack() {
        DependencyId uplink = plan.dependency(CauseKind.UPLINK, "uplink");
        DependencyId first = plan.dependency(CauseKind.SWITCH, "first", uplink);
        plan.cameras(8, "a", null, first);
        plan.cameras(8, "b", null, plan.dependency(CauseKind.SWITCH, "second", uplink));
        plan.cameras(8, "c", null, plan.dependency(CauseKind.SWITCH, "third", uplink));
        SimulatedCounty county = start();
        county.cut(first);
        county.advance(ofMinutes(10));
        county.cut(uplink);
        county.advance(ofMinutes(2));
        assertThat(top(county)).hasSize(1);
        assertThat(top(county).get(0).subject()).isEqualTo(new Subject.OfDependency(uplink));
        assertThat(county.engine().openIncidents()).hasSize(2);

        county.mend(uplink);
        county.advance(ofMinutes(4));
        assertThat(top(county)).hasSize(1);
        assertThat(top(county).get(0).subject()).isEqualTo(new Subject.OfDependency(first));
        county.mend(first);
        county.advance(ofMinutes(4));
        assertThat(county.engine().openIncidents()).isEmpty();
        assertThat(told()).containsExactly(What.RAISED, What.RAISED, What.SURFACED, What.CLOSED, What.CLOSED);
    }

    @Test
    void aSwitchThatComesBackInPartClosesOnceAndLeavesTheRestSingly() {
        DependencyId sw = plan.dependency(CauseKind.SWITCH, "switch");
        List<CameraId> cameras = plan.cameras(10, "camera", null, sw);
        SimulatedCounty county = start();
        county.cut(sw);
        county.advance(ofSeconds(60));
        cameras.subList(0, 3).forEach(camera -> county.set(camera, Mode.SILENT));
        county.mend(sw);
        county.advance(ofMinutes(4));
        assertThat(top(county)).hasSize(3).allSatisfy(incident -> assertThat(incident.kind())
                .isEqualTo(IncidentKind.CAMERA_DOWN));
        assertThat(told()).containsExactly(What.RAISED, What.CLOSED, What.RAISED, What.RAISED, What.RAISED);
    }

    @Test
    void fourOfFiveBehindAPartlyDeadSwitchAreItsIncident() {
        DependencyId sw = plan.dependency(CauseKind.SWITCH, "switch");
        List<CameraId> cameras = plan.cameras(10, "camera", null, sw);
        SimulatedCounty county = start();
        cameras.subList(0, 8).forEach(camera -> county.set(camera, Mode.SILENT));
        county.advance(ofSeconds(60));
        assertThat(top(county)).hasSize(1);
        assertThat(top(county).get(0).kind()).isEqualTo(IncidentKind.DEPENDENCY_DOWN);
        assertThat(top(county).get(0).cameras()).hasSize(8);
    }

    @Test
    void aTownThatComesBackIsOneMessageAndNotOneForEachCamera() {
        AreaId town = plan.area("town", null);
        List<CameraId> all = new ArrayList<>();
        for (int v = 0; v < 5; v++) {
            all.addAll(plan.cameras(20, "v" + v, plan.area("village " + v, town)));
        }
        SimulatedCounty county = start();
        for (CameraId camera : all) {
            county.set(camera, Mode.SILENT);
            county.advance(ofSeconds(10));
        }
        county.advance(ofMinutes(3));
        assertThat(top(county)).hasSize(1);
        int before = told().size();
        for (CameraId camera : all) {
            county.set(camera, Mode.ALIVE);
            county.advance(ofMillis(500));
        }
        county.advance(ofMinutes(10));
        assertThat(county.engine().openIncidents()).isEmpty();
        assertThat(told().subList(before, told().size())).containsExactly(What.CLOSED);
    }

    @Test
    void keyAreasAndFirstClassPointsAreMoreUrgent() {
        CameraId plain = plan.camera("field", null);
        CameraId key = plan.camera("school", Weight.IMPORTANT, null);
        CameraId gate = plan.camera("county hall", Weight.CRITICAL, null);
        SimulatedCounty county = start();
        for (CameraId camera : List.of(plain, key, gate)) {
            county.set(camera, Mode.SILENT);
            county.advance(ofMinutes(1));
        }
        assertThat(county.engine().openIncidents().stream().map(Incident::priority))
                .containsExactly(Priority.NORMAL, Priority.HIGH, Priority.TOP);
    }

    @Test
    void whatNobodyAcknowledgesGoesFromVillageToTownToCounty() {
        AreaId county1 = plan.area("county", null);
        AreaId town = plan.area("town", county1);
        AreaId village = plan.area("village", town);
        CameraId gate = plan.camera("gate", village);
        SimulatedCounty county = start();
        county.apply(new AlarmInput.EscalationChanged(List.of(
                new EscalationRule(county1, ofMinutes(60), List.of("Zhao")),
                new EscalationRule(village, ofMinutes(10), List.of("Li", "Wang")),
                new EscalationRule(town, ofMinutes(20), List.of("Zhang")))));
        county.set(gate, Mode.SILENT);
        county.advance(ofMinutes(9));
        assertThat(notes(What.ESCALATED)).isEmpty();
        county.advance(ofMinutes(3));
        assertThat(notes(What.ESCALATED)).containsExactly("level 1: Li, Wang");
        county.advance(ofMinutes(20));
        assertThat(notes(What.ESCALATED)).containsExactly("level 1: Li, Wang", "level 2: Zhang");
        county.apply(new AlarmInput.PersonActed(1, top(county).get(0).id(), "zhang", new PersonAction.Acknowledge("")));
        county.advance(ofMinutes(120));
        assertThat(notes(What.ESCALATED)).hasSize(2);
        assertThat(top(county).get(0).escalation()).isEqualTo(2);
    }

    private List<String> notes(What what) {
        return changes.stream()
                .filter(change -> change.entry().what() == what)
                .map(change -> change.entry().note())
                .toList();
    }
}

package org.sharpeyes.alarm;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sharpeyes.alarm.AlarmEffect.IncidentChanged;
import org.sharpeyes.alarm.incident.HistoryEntry.What;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.IncidentState;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.simulation.CountyPlan;
import org.sharpeyes.alarm.simulation.SimulatedCounty;
import org.sharpeyes.alarm.simulation.SimulatedCounty.Mode;
import org.sharpeyes.alarm.topology.CauseKind;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.model.TimeWindow;

class AlarmRulesTest {
    private final CountyPlan plan = new CountyPlan(7);
    private final List<IncidentChanged> changes = new ArrayList<>();
    private SimulatedCounty county = start(plan);

    private SimulatedCounty start(CountyPlan from) {
        return start(from, AlarmSettings.withProbeInterval(ofSeconds(5)));
    }

    private SimulatedCounty start(CountyPlan from, AlarmSettings settings) {
        Topology topology = from.topology();
        SimulatedCounty made = new SimulatedCounty(42, topology, settings, 0, List.of("gateway", "ntp"));
        made.listen(effect -> {
            if (effect instanceof IncidentChanged change) {
                changes.add(change);
            }
        });
        made.advance(ofSeconds(60));
        return made;
    }

    private List<Incident> open() {
        return county.engine().openIncidents();
    }

    private Incident only() {
        assertThat(open()).hasSize(1);
        return open().get(0);
    }

    private List<What> told() {
        return changes.stream()
                .filter(IncidentChanged::tell)
                .map(change -> change.entry().what())
                .toList();
    }

    /** Virtual time until the condition holds; fails after {@code limit}. */
    private Duration until(Duration limit, java.util.function.BooleanSupplier condition) {
        Duration start = county.elapsed();
        while (!condition.getAsBoolean()) {
            Duration taken = county.elapsed().minus(start);
            assertThat(taken).as("time to wait").isLessThan(limit);
            county.advance(ofMillis(100));
        }
        return county.elapsed().minus(start);
    }

    @Test
    void threeDropsOfFiveSecondsRaiseNothing() {
        CameraId gate = plan.camera("gate", null);
        county = start(plan);
        for (int i = 0; i < 3; i++) {
            county.set(gate, Mode.SILENT);
            county.advance(ofSeconds(5));
            county.set(gate, Mode.ALIVE);
            county.advance(ofSeconds(60));
        }
        assertThat(changes).isEmpty();
        assertThat(county.engine().stateOf(gate)).isEqualTo(CameraState.UP);
    }

    @Test
    void aSilentCameraIsAnIncidentWithinTwentySecondsAndClosesByProof() {
        CameraId gate = plan.camera("gate", null);
        county = start(plan);
        county.set(gate, Mode.SILENT);
        Duration taken = until(ofSeconds(20), () -> !open().isEmpty());
        assertThat(taken).isGreaterThanOrEqualTo(ofMillis(9_900));
        assertThat(only().kind()).isEqualTo(IncidentKind.CAMERA_DOWN);
        assertThat(only().cause()).contains("gate", "no answer", "last good");
        assertThat(county.engine().stateOf(gate)).isEqualTo(CameraState.DOWN);
        county.set(gate, Mode.ALIVE);
        county.advance(ofSeconds(89));
        assertThat(open()).hasSize(1);
        county.advance(ofSeconds(20));
        assertThat(open()).isEmpty();
        assertThat(told()).containsExactly(What.RAISED, What.CLOSED);
    }

    @Test
    void refusalsAreNoFasterThanSilence() {
        CameraId gate = plan.camera("gate", null);
        county = start(plan);
        county.set(gate, Mode.REFUSING);
        Duration taken = until(ofSeconds(20), () -> !open().isEmpty());
        assertThat(taken).isGreaterThanOrEqualTo(ofMillis(9_900));
    }

    @Test
    void mediaThatFlowsKeepsACameraUpWhateverTheProbesSay() {
        CameraId gate = plan.camera("gate", null);
        county = start(plan);
        county.set(gate, Mode.SILENT);
        for (int i = 0; i < 60; i++) {
            county.advance(ofSeconds(2));
            county.apply(new AlarmInput.Observed(new Evidence(
                    gate, HealthLayer.FRAMES_ADVANCING, Evidence.Outcome.GOOD, "media", "frames", county.wall())));
        }
        assertThat(changes).allMatch(change -> change.incident().kind() == IncidentKind.ONVIF_SILENT);
        assertThat(county.engine().stateOf(gate)).isEqualTo(CameraState.UP);
    }

    @Test
    void aChannelWithoutStreamIsDownAlthoughItsRecorderAnswers() {
        DependencyId nvr = plan.dependency(CauseKind.NVR, "nvr");
        List<CameraId> channels = plan.cameras(16, "channel", null, nvr);
        county = start(plan);
        county.set(channels.get(3), Mode.WITHOUT_STREAM);
        until(ofSeconds(20), () -> !open().isEmpty());
        assertThat(only().subject()).isEqualTo(new Subject.OfCamera(channels.get(3)));
        assertThat(only().cause()).contains("its stream does not");
        county.advance(ofSeconds(10));
        county.set(channels.get(3), Mode.ALIVE);
        county.advance(ofSeconds(5));
        assertThat(county.engine().stateOf(channels.get(3))).isEqualTo(CameraState.DOWN);
        county.apply(new AlarmInput.Observed(
                new Evidence(channels.get(3), HealthLayer.RTSP, Evidence.Outcome.GOOD, "probe", "200", county.wall())));
        assertThat(county.engine().stateOf(channels.get(3))).isEqualTo(CameraState.UP);
    }

    @Test
    void aDeadSwitchIsOneIncidentFromThreeChildrenToSixHundred() {
        for (int children : new int[] {3, 8, 24, 600}) {
            changes.clear();
            CountyPlan fresh = new CountyPlan(children);
            DependencyId uplink = fresh.dependency(CauseKind.UPLINK, "uplink");
            DependencyId dead = fresh.dependency(CauseKind.SWITCH, "switch", uplink);
            DependencyId other = fresh.dependency(CauseKind.SWITCH, "other", uplink);
            AreaId village = fresh.area("village", null);
            List<CameraId> lost = fresh.cameras(children, "lost", village, dead);
            fresh.cameras(Math.max(8, children), "kept", village, other);
            county = start(fresh, AlarmSettings.forCameras(children * 2));
            county.cut(dead);
            until(ofSeconds(60), () -> !open().isEmpty());
            county.advance(ofSeconds(60));
            assertThat(only().subject()).as("of %d", children).isEqualTo(new Subject.OfDependency(dead));
            assertThat(lost).allMatch(camera -> county.engine().stateOf(camera) == CameraState.DOWN);
            county.advance(ofSeconds(90));
            assertThat(only().cameras()).hasSize(children);
            county.mend(dead);
            county.advance(ofSeconds(130));
            assertThat(open()).isEmpty();
            assertThat(told()).filteredOn(what -> what == What.RAISED).hasSize(1);
            assertThat(told()).filteredOn(what -> what == What.CLOSED).hasSize(1);
            assertThat(told()).hasSizeLessThan(12);
        }
    }

    @Test
    void aDeadUplinkIsItselfTheCauseAndNotItsSwitches() {
        DependencyId uplink = plan.dependency(CauseKind.UPLINK, "uplink");
        AreaId village = plan.area("village", null);
        for (int i = 0; i < 4; i++) {
            plan.cameras(8, "camera" + i, village, plan.dependency(CauseKind.SWITCH, "switch" + i, uplink));
        }
        county = start(plan);
        county.cut(uplink);
        county.advance(ofSeconds(60));
        assertThat(only().subject()).isEqualTo(new Subject.OfDependency(uplink));
        assertThat(told()).filteredOn(what -> what == What.RAISED).hasSize(1);
    }

    @Test
    void twoChildrenSufficeWhenTheDependencyItselfIsSilent() {
        DependencyId onu = plan.dependency(CauseKind.ONU, "onu");
        plan.cameras(2, "camera", null, onu);
        county = start(plan);
        county.cut(onu);
        county.advance(ofSeconds(40));
        assertThat(only().subject()).isEqualTo(new Subject.OfDependency(onu));
        assertThat(only().cause()).contains("does not answer itself");
    }

    @Test
    void fiveOfSixHundredAreFiveIncidents() {
        DependencyId sw = plan.dependency(CauseKind.SWITCH, "switch");
        List<CameraId> cameras = plan.cameras(600, "camera", plan.area("village", null), sw);
        county = start(plan);
        for (int i = 0; i < 5; i++) {
            county.set(cameras.get(i * 100), Mode.SILENT);
        }
        county.advance(ofSeconds(60));
        assertThat(open()).hasSize(5).allMatch(incident -> incident.kind() == IncidentKind.CAMERA_DOWN);
    }

    @Test
    void thoseStillDownAfterTheSwitchIsBackAreRaisedSingly() {
        DependencyId sw = plan.dependency(CauseKind.SWITCH, "switch");
        List<CameraId> cameras = plan.cameras(8, "camera", null, sw);
        county = start(plan);
        county.cut(sw);
        county.advance(ofSeconds(60));
        county.set(cameras.get(0), Mode.SILENT);
        county.mend(sw);
        county.advance(ofSeconds(60));
        assertThat(only().kind()).isEqualTo(IncidentKind.DEPENDENCY_DOWN);
        county.advance(ofSeconds(60));
        assertThat(only().subject()).isEqualTo(new Subject.OfCamera(cameras.get(0)));
        assertThat(told())
                .filteredOn(what -> what != What.CAMERAS_JOINED)
                .containsExactly(What.RAISED, What.CLOSED, What.RAISED);
    }

    @Test
    void aTownThatDiesOverTwentyMinutesEndsAsOneAreaOutageAndNeverAsBlindness() {
        AreaId town = plan.area("town", null);
        List<CameraId> all = new ArrayList<>();
        for (int v = 0; v < 10; v++) {
            AreaId village = plan.area("village " + v, town);
            for (int s = 0; s < 4; s++) {
                all.addAll(plan.cameras(
                        5, "v" + v + "s" + s, village, plan.dependency(CauseKind.SWITCH, "switch " + v + "." + s)));
            }
        }
        county = start(plan);
        java.util.Collections.shuffle(all, new java.util.Random(5));
        for (int i = 0; i < 140; i++) {
            county.set(all.get(i), Mode.SILENT);
            county.advance(ofMillis(20 * 60_000 / 140));
        }
        county.advance(ofSeconds(60));
        List<Incident> top =
                open().stream().filter(incident -> incident.parent() == null).toList();
        assertThat(top).hasSize(1);
        assertThat(top.get(0).subject()).isEqualTo(new Subject.OfArea(town));
        county.advance(ofMinutes(5));
        Incident outage = open().stream()
                .filter(incident -> incident.parent() == null)
                .findFirst()
                .orElseThrow();
        assertThat(outage.cameras()).hasSize(140);
        assertThat(outage.cause()).contains("village 0", "village 9");
        assertThat(changes).noneMatch(change -> change.incident().kind() == IncidentKind.MONITORING_BLIND);
    }

    @Test
    @org.junit.jupiter.api.Tag("slow")
    void tenThousandLostAtOnceAreFewMessages() {
        Topology topology = CountyPlan.county(3, 10_000);
        SimulatedCounty whole =
                new SimulatedCounty(3, topology, AlarmSettings.forCameras(10_000), 0, List.of("gateway"));
        List<IncidentChanged> told = new ArrayList<>();
        whole.listen(effect -> {
            if (effect instanceof IncidentChanged change && change.tell()) {
                told.add(change);
            }
        });
        whole.advance(ofSeconds(60));
        topology.cameras().forEach(camera -> whole.set(camera.id(), Mode.SILENT));
        whole.advance(ofMinutes(3));
        assertThat(told).hasSizeLessThanOrEqualTo(50);
        assertThat(whole.engine().openIncidents().stream().filter(incident -> incident.parent() == null))
                .hasSize(1)
                .first()
                .satisfies(incident -> assertThat(incident.cameras()).hasSize(10_000));
    }

    @Test
    void ourOwnCutIsBlindnessAndNoCameraAlarm() {
        DependencyId sw = plan.dependency(CauseKind.SWITCH, "switch");
        plan.cameras(50, "camera", plan.area("village", null), sw);
        county = start(plan);
        county.cutOurselves(true);
        county.advance(ofMinutes(10));
        assertThat(only().kind()).isEqualTo(IncidentKind.MONITORING_BLIND);
        county.cutOurselves(false);
        county.apply(new AlarmInput.SelfObserved(AlarmInput.SelfSource.CONTROL_TARGET, "gateway", true));
        county.advance(ofMinutes(3));
        assertThat(open()).isEmpty();
        assertThat(changes).allMatch(change -> change.incident().kind() == IncidentKind.MONITORING_BLIND);
    }

    @Test
    void ourOwnPauseRaisesNoCameraAlarm() {
        plan.cameras(200, "camera", plan.area("village", null));
        county = start(plan);
        county.pauseFor(ofSeconds(60));
        county.advance(ofMinutes(3));
        assertThat(changes).allMatch(change -> change.incident().kind() == IncidentKind.MONITORING_BLIND);
        assertThat(open()).isEmpty();
    }

    @Test
    void stepsOfOurClockRaiseNothing() {
        plan.cameras(200, "camera", plan.area("village", null));
        county = start(plan);
        county.stepClock(ofHours(1));
        county.advance(ofMinutes(30));
        county.stepClock(ofHours(-2));
        county.advance(ofMinutes(30));
        assertThat(changes).isEmpty();
    }

    @Test
    void wrongPasswordAndWrongClockAreFaultsOfTheirOwnAndNotDown() {
        CameraId locked = plan.camera("locked", null);
        CameraId late = plan.camera("late", null);
        CameraId deaf = plan.camera("deaf", null);
        county = start(plan);
        county.set(locked, Mode.WRONG_PASSWORD);
        county.set(late, Mode.WRONG_CLOCK);
        county.set(deaf, Mode.ONVIF_SILENT);
        county.advance(ofMinutes(2));
        assertThat(open())
                .extracting(Incident::kind)
                .containsExactlyInAnyOrder(
                        IncidentKind.WRONG_PASSWORD, IncidentKind.CLOCK_DRIFT, IncidentKind.ONVIF_SILENT);
        assertThat(county.engine().stateOf(locked)).isEqualTo(CameraState.UP);
        assertThat(county.engine().stateOf(late)).isEqualTo(CameraState.UP);
    }

    @Test
    void aCameraTogglingEachMinuteForAnHourIsAtMostFourMessages() {
        CameraId gate = plan.camera("gate", null);
        county = start(plan);
        for (int i = 0; i < 60; i++) {
            county.set(gate, i % 2 == 0 ? Mode.SILENT : Mode.ALIVE);
            county.advance(ofSeconds(60));
        }
        county.advance(ofHours(1));
        assertThat(open()).isEmpty();
        assertThat(told()).hasSizeLessThanOrEqualTo(4).contains(What.RAISED, What.FLAPPING_STARTED, What.CLOSED);
    }

    @Test
    void plannedWorkRaisesNothingAndIsProbedAfreshAfterwards() {
        DependencyId sw = plan.dependency(CauseKind.SWITCH, "switch");
        List<CameraId> cameras = plan.cameras(8, "camera", null, sw);
        county = start(plan);
        county.apply(new AlarmInput.MaintenanceChanged(List.of(new MaintenanceWindow(
                new Subject.OfDependency(sw),
                new TimeWindow(county.wall(), county.wall().plusSeconds(600)),
                "new switch"))));
        county.cut(sw);
        county.advance(ofSeconds(590));
        assertThat(changes).isEmpty();
        assertThat(county.engine().stateOf(cameras.get(0))).isEqualTo(CameraState.MAINTENANCE);
        county.advance(ofSeconds(60));
        assertThat(only().subject()).isEqualTo(new Subject.OfDependency(sw));
    }

    @Test
    void resolvedIsAPersonsWordAndClosedNeedsProof() {
        CameraId gate = plan.camera("gate", null);
        county = start(plan);
        county.set(gate, Mode.SILENT);
        county.advance(ofSeconds(30));
        act(new PersonAction.Acknowledge("seen"));
        assertThat(only().state()).isEqualTo(IncidentState.ACKNOWLEDGED);
        act(new PersonAction.Assign("li", ""));
        act(new PersonAction.Comment("ladder needed"));
        act(new PersonAction.Resolve("cable replaced"));
        assertThat(only().state()).isEqualTo(IncidentState.RESOLVED);
        county.advance(ofMinutes(5));
        assertThat(only().state()).isEqualTo(IncidentState.RESOLVED);
        county.set(gate, Mode.ALIVE);
        county.advance(ofMinutes(2));
        assertThat(open()).isEmpty();
        assertThat(told())
                .containsExactly(
                        What.RAISED, What.ACKNOWLEDGED, What.ASSIGNED, What.COMMENTED, What.RESOLVED, What.CLOSED);
    }

    @Test
    void theSameFaultWithinADayReopensTheIncident() {
        CameraId gate = plan.camera("gate", null);
        county = start(plan);
        for (int i = 0; i < 2; i++) {
            county.set(gate, Mode.SILENT);
            county.advance(ofSeconds(30));
            county.set(gate, Mode.ALIVE);
            county.advance(ofHours(2));
        }
        assertThat(told()).containsExactly(What.RAISED, What.CLOSED, What.REOPENED, What.CLOSED);
        assertThat(changes.get(2).incident().id())
                .isEqualTo(changes.get(0).incident().id());
        county.advance(ofHours(25));
        county.set(gate, Mode.SILENT);
        county.advance(ofSeconds(30));
        assertThat(only().id()).isNotEqualTo(changes.get(0).incident().id());
    }

    @Test
    void theSameInputsGiveTheSameIncidents() {
        List<List<AlarmEffect>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            SimulatedCounty same = new SimulatedCounty(
                    11, CountyPlan.county(5, 400), AlarmSettings.forCameras(400), 0.05, List.of("gateway"));
            List<AlarmEffect> effects = new ArrayList<>();
            same.listen(effects::add);
            same.advance(ofSeconds(60));
            same.cut(CountyPlan.county(5, 400).dependencies().get(3).id());
            same.advance(ofMinutes(10));
            runs.add(effects);
        }
        assertThat(runs.get(0)).isNotEmpty().isEqualTo(runs.get(1));
    }

    private void act(PersonAction action) {
        county.apply(new AlarmInput.PersonActed(1, only().id(), "wang", action));
    }
}

package org.sharpeyes.alarm.postgres;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.AlarmEffect.CameraStateChanged;
import org.sharpeyes.alarm.AlarmEffect.IncidentChanged;
import org.sharpeyes.alarm.AlarmInput;
import org.sharpeyes.alarm.AlarmSettings;
import org.sharpeyes.alarm.feed.FeedEvent;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.runtime.AlarmJournal.Numbered;
import org.sharpeyes.alarm.simulation.CountyPlan;
import org.sharpeyes.alarm.simulation.SimulatedCounty;
import org.sharpeyes.alarm.simulation.SimulatedCounty.Mode;
import org.sharpeyes.alarm.topology.CauseKind;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;

class PostgresAlarmStoreTest {
    private Jdbi jdbi = TestDatabase.fresh();
    private PostgresAlarmStore store = new PostgresAlarmStore(jdbi);
    private final CountyPlan plan = new CountyPlan(1);
    private final DependencyId sw = plan.dependency(CauseKind.SWITCH, "switch");
    private final List<CameraId> cameras = plan.cameras(8, "camera", plan.area("village", null), sw);
    private final CameraId alone = plan.camera("alone", null);

    @BeforeEach
    void empty() {
        jdbi = TestDatabase.fresh();
        store = new PostgresAlarmStore(jdbi);
    }

    private SimulatedCounty county(boolean restored) {
        Topology topology = plan.topology();
        SimulatedCounty county =
                new SimulatedCounty(3, topology, AlarmSettings.withProbeInterval(ofSeconds(5)), 0, List.of("gateway"));
        county.listen(effect -> {
            if (effect instanceof CameraStateChanged || effect instanceof IncidentChanged) {
                store.write(List.of(new Numbered(UUID.randomUUID(), effect)));
            }
        });
        if (restored) {
            county.apply(store.restore(Instant.EPOCH));
        }
        return county;
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        SimulatedCounty county = county(false);
        county.advance(ofSeconds(30));
        county.cut(sw);
        county.set(alone, Mode.SILENT);
        county.advance(ofMinutes(2));
        AlarmInput.PersonActed acted = new AlarmInput.PersonActed(
                1, county.engine().openIncidents().get(0).id(), "wang", new PersonAction.Acknowledge("seen"));
        county.apply(acted);
        List<Incident> open = county.engine().openIncidents();
        // PostgreSQL keeps microseconds.
        assertThat(store.list(true, null, 10))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("raisedAt", "resolvedAt", "closedAt")
                .containsExactlyInAnyOrderElementsOf(open);
        assertThat(store.list(false, null, 1)).hasSize(1);
        assertThat(store.list(true, store.list(false, null, 1).get(0).id(), 10)).hasSize(1);
        assertThat(store.find(acted.incident()))
                .map(Incident::state)
                .contains(open.get(0).state());
        assertThat(store.history(acted.incident()))
                .extracting(entry -> entry.version())
                .first()
                .isEqualTo(1);
        assertThat(store.ofCamera(alone, 5)).hasSize(1);
    }

    @Test
    void aRestartRaisesNothingAgainAndClosesByProof() {
        SimulatedCounty county = county(false);
        county.advance(ofSeconds(30));
        county.cut(sw);
        county.set(alone, Mode.SILENT);
        county.advance(ofMinutes(2));
        List<Incident> before = store.list(true, null, 10);
        long cursor = store.newestCursor();

        SimulatedCounty again = county(true);
        again.cut(sw);
        again.set(alone, Mode.SILENT);
        again.advance(ofMinutes(5));
        assertThat(store.list(true, null, 10)).isEqualTo(before);
        assertThat(store.eventsAfter(cursor, 100)).isEmpty();
        again.mend(sw);
        again.set(alone, Mode.ALIVE);
        again.advance(ofMinutes(5));
        assertThat(store.list(true, null, 10)).isEmpty();
    }

    @Test
    void whatWasDownWithoutAnIncidentIsExplainedAfterTheRestart() {
        SimulatedCounty county = county(false);
        county.advance(ofSeconds(30));
        store.write(List.of(new Numbered(
                UUID.randomUUID(),
                new CameraStateChanged(
                        alone,
                        org.sharpeyes.model.CameraState.SUSPECT,
                        org.sharpeyes.model.CameraState.DOWN,
                        "no answer",
                        null,
                        county.wall()))));
        SimulatedCounty again = county(true);
        again.set(alone, Mode.SILENT);
        again.advance(ofSeconds(30));
        assertThat(store.list(true, null, 10)).hasSize(1);
    }

    @Test
    void writingTwiceIsWritingOnce() {
        List<AlarmEffect> effects = new ArrayList<>();
        SimulatedCounty county =
                new SimulatedCounty(3, plan.topology(), AlarmSettings.withProbeInterval(ofSeconds(5)), 0, List.of());
        county.listen(effect -> {
            if (effect instanceof CameraStateChanged || effect instanceof IncidentChanged) {
                effects.add(effect);
            }
        });
        county.advance(ofSeconds(30));
        county.cut(sw);
        county.advance(ofMinutes(1));
        List<Numbered> numbered = effects.stream()
                .map(effect -> new Numbered(UUID.randomUUID(), effect))
                .toList();
        store.write(numbered);
        long cursor = store.newestCursor();
        store.write(numbered);
        assertThat(store.newestCursor()).isEqualTo(cursor);
        List<FeedEvent> events = store.eventsAfter(0, 10_000);
        assertThat(events).hasSameSizeAs(numbered);
        assertThat(events).extracting(FeedEvent::cursor).isSorted();
    }

    @Test
    void historyCannotBeChanged() {
        SimulatedCounty county = county(false);
        county.advance(ofSeconds(30));
        county.set(alone, Mode.SILENT);
        county.advance(ofMinutes(1));
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("DELETE FROM alarm_incident_history")))
                .hasMessageContaining("append-only");
        assertThatThrownBy(
                        () -> jdbi.useHandle(handle -> handle.execute("UPDATE alarm_incident_history SET note = 'x'")))
                .hasMessageContaining("append-only");
        assertThat(cameras).hasSize(8);
    }
}

package org.sharpeyes.alarm.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.AlarmEffect.IncidentChanged;
import org.sharpeyes.alarm.AlarmSettings;
import org.sharpeyes.alarm.feed.FeedEvent;
import org.sharpeyes.alarm.incident.HistoryEntry;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.IncidentState;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.runtime.AlarmRuntime;
import org.sharpeyes.alarm.simulation.CountyPlan;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.model.IncidentId;

/** The runtime with its real store behind a connection that breaks for five minutes of the engine's clock. */
class DatabaseAwayTest {
    private static final Duration STEP = Duration.ofMillis(500);
    private static final int CAMERAS = 40;
    /** Inputs before the first step: what was known, the topology, the first tick. */
    private static final int AT_THE_START = 3;

    private final Instant start = Instant.parse("2026-05-01T08:00:00Z");
    private final AtomicLong nanos = new AtomicLong();
    private final List<IncidentChanged> committed = Collections.synchronizedList(new ArrayList<>());
    private final CountyPlan plan = new CountyPlan(7);
    private final List<CameraId> cameras = new ArrayList<>();
    private long told;
    private long steps;

    @Test
    void whatIsDecidedWhileTheDatabaseIsAwayIsWrittenInOrderWhenItIsBack() throws Exception {
        for (int i = 0; i < CAMERAS; i++) {
            cameras.add(plan.camera("camera " + i, null));
        }
        Jdbi direct = TestDatabase.fresh();
        try (CuttableWay way = new CuttableWay(TestDatabase.port())) {
            PostgresAlarmStore store = new PostgresAlarmStore(Jdbi.create(through(way)));
            AlarmRuntime runtime = new AlarmRuntime(
                    AlarmSettings.withProbeInterval(Duration.ofSeconds(5)),
                    store,
                    plan.topology(),
                    new AlarmRuntime.Listener() {
                        @Override
                        public void wanted(AlarmEffect effect) {
                            // Nobody probes: the test says what is seen.
                        }

                        @Override
                        public void committed(List<AlarmEffect> effects) {
                            for (AlarmEffect effect : effects) {
                                if (effect instanceof IncidentChanged change) {
                                    committed.add(change);
                                }
                            }
                        }
                    },
                    this::wall,
                    nanos::get,
                    null);
            runtime.start();
            try {
                await().atMost(Duration.ofSeconds(60)).until(() -> runtime.inputsTaken() >= AT_THE_START);
                during(runtime, Duration.ofSeconds(10), CAMERAS, 0);
                await().atMost(Duration.ofSeconds(60)).until(() -> runtime.effectsUnwritten() == 0);

                way.cut();
                // Half of them fall silent, a quarter comes back while nothing can be written.
                during(runtime, Duration.ofSeconds(100), CAMERAS / 2, CAMERAS / 2);
                assertThat(runtime.effectsUnwritten()).isPositive();
                assertThat(committed).isEmpty();
                during(runtime, Duration.ofSeconds(200), CAMERAS * 3 / 4, CAMERAS / 4);
                assertThat(runtime.effectsUnwritten()).isGreaterThan(CAMERAS);
                assertThat(way.turnedAway()).isPositive();
                // What a person does is answered when it is written, and so is what came before it.
                CompletableFuture<AlarmEffect> answer = runtime.act(
                                IncidentId.random(), "wang", new PersonAction.Acknowledge("seen"))
                        .toCompletableFuture();
                told++;
                during(runtime, STEP, CAMERAS * 3 / 4, CAMERAS / 4);
                assertThat(answer).isNotDone();
                assertThat(new PostgresAlarmStore(direct).list(false, null, 100))
                        .isEmpty();

                way.mend();
                during(runtime, Duration.ofSeconds(10), CAMERAS * 3 / 4, CAMERAS / 4);
                await().atMost(Duration.ofSeconds(60)).until(() -> runtime.effectsUnwritten() == 0);
                assertThat(answer.get(60, TimeUnit.SECONDS)).isInstanceOf(AlarmEffect.CommandRefused.class);
            } finally {
                runtime.close();
            }
        }
        everythingIsThere(new PostgresAlarmStore(direct));
    }

    private void everythingIsThere(PostgresAlarmStore store) {
        List<Incident> incidents = store.list(false, null, 1_000);
        assertThat(incidents).hasSize(CAMERAS / 2);
        assertThat(incidents)
                .filteredOn(incident -> incident.state() == IncidentState.CLOSED)
                .hasSize(CAMERAS / 4);
        for (Incident incident : incidents) {
            List<HistoryEntry> written = store.history(incident.id());
            List<HistoryEntry> decided = committed.stream()
                    .map(IncidentChanged::entry)
                    .filter(entry -> entry.incident().equals(incident.id()))
                    .toList();
            assertThat(written)
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("at")
                    .isEqualTo(decided);
        }
        assertThat(store.eventsAfter(0, 10_000).stream().filter(FeedEvent::tell))
                .hasSize((int) committed.stream().filter(IncidentChanged::tell).count());
    }

    private Instant wall() {
        return start.plusNanos(nanos.get());
    }

    /** Time passes; each camera is seen every two steps, the first {@code alive} of them well, the last {@code silent} not. */
    private void during(AlarmRuntime runtime, Duration length, int alive, int silent) {
        long until = nanos.get() + length.toNanos();
        while (nanos.get() < until) {
            nanos.addAndGet(STEP.toNanos());
            // One tick to a step: the engine must keep up, or it takes what it missed for a pause of its own.
            steps++;
            for (int i = 0; i < CAMERAS; i++) {
                boolean lost = i >= CAMERAS - silent;
                if (lost || i < alive) {
                    see(runtime, cameras.get(i), !lost);
                }
            }
            await().atMost(Duration.ofSeconds(60))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> runtime.inputsTaken() >= AT_THE_START + told + steps);
        }
    }

    private void see(AlarmRuntime runtime, CameraId camera, boolean good) {
        Instant now = wall();
        runtime.observe(new Evidence(
                camera,
                HealthLayer.REACHABLE,
                good ? Evidence.Outcome.GOOD : Evidence.Outcome.BAD,
                "probe",
                good ? "answers" : "no answer",
                now,
                now));
        told++;
    }

    private static PGSimpleDataSource through(CuttableWay way) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://127.0.0.1:" + way.port() + "/postgres?user=postgres&connectTimeout=5");
        return source;
    }
}

package org.sharpeyes.server.recording;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.recording.postgres.PostgresDays;
import org.sharpeyes.recording.postgres.PostgresPlans;
import org.sharpeyes.recording.postgres.PostgresRetentionRules;
import org.sharpeyes.recording.recorder.Recorders;
import org.sharpeyes.recording.recorder.RecordingStatus;
import org.sharpeyes.recording.retention.Retention;
import org.sharpeyes.recording.retention.RetentionRule;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.discovery.EvidenceHub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Keeps plans and rules in PostgreSQL and in memory, turns what the recorders find into evidence, and writes the day sheet.
 * When PostgreSQL is away, recording goes on by what is in memory. Thread-safe.
 */
final class RecordingOffice implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingOffice.class);
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration SHEET = Duration.ofSeconds(60);
    /** A volume had to break a minimum: the incident stays for so long after the last time. */
    private static final Duration BREACH = Duration.ofHours(1);

    private static final int DEMO_CAMERAS = 4;
    private static final UUID DEFAULT_RULE = UUID.fromString("00000000-0000-4000-8000-000000000050");
    private static final RetentionRule LAW = new RetentionRule(DEFAULT_RULE, "default", null, null, 30, 90);

    private final PostgresPlans plans;
    private final PostgresRetentionRules ruleTable;
    private final PostgresDays days;
    private final Registry registry;
    private final EvidenceHub evidence;
    private final RecordingLibrary library;
    private final InstantSource clock;
    private final ObjectProvider<Recorders> recorders;
    private final ObjectProvider<Retention> retention;
    private final boolean demo;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "recording-office");
        thread.setDaemon(true);
        return thread;
    });
    private volatile List<RetentionRule> rules = List.of(LAW);
    private boolean loaded;
    private boolean away;
    private Instant nextSheet = Instant.EPOCH;

    RecordingOffice(
            PostgresPlans plans,
            PostgresRetentionRules ruleTable,
            PostgresDays days,
            Registry registry,
            EvidenceHub evidence,
            RecordingLibrary library,
            InstantSource clock,
            ObjectProvider<Recorders> recorders,
            ObjectProvider<Retention> retention,
            boolean demo) {
        this.plans = plans;
        this.ruleTable = ruleTable;
        this.days = days;
        this.registry = registry;
        this.evidence = evidence;
        this.library = library;
        this.clock = clock;
        this.recorders = recorders;
        this.retention = retention;
        this.demo = demo;
    }

    /** Begins to record by the plans. */
    void start() {
        timer.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            if (!loaded) {
                rules = ruleTable.all();
                recorders.getObject().plans(plans.all());
                loaded = true;
                if (demo) {
                    keepBriefly();
                }
            }
            rules = ruleTable.all();
            if (demo) {
                planSome();
            }
            Instant now = clock.instant();
            if (!now.isBefore(nextSheet)) {
                nextSheet = now.plus(SHEET);
                days.put(sheet(now));
            }
            if (away) {
                away = false;
                LOG.info("The database is back; recording had gone on");
            }
        } catch (JdbiException gone) {
            if (!away) {
                away = true;
                LOG.atWarn().addKeyValue("cause", gone.getMessage()).log("The database is away; recording goes on");
            }
        } catch (RuntimeException failed) {
            // A periodic task that throws is never run again.
            LOG.atError().setCause(failed).log("Recording could not be looked at; it is tried again");
        }
    }

    /** The demo's volume holds hours, not days: it promises no more. */
    private void keepBriefly() {
        if (rules.equals(List.of(LAW))) {
            ruleTable.put(new RetentionRule(DEFAULT_RULE, "demo", null, null, 0, 7));
        }
    }

    /** The example town records a few class 1 points from its first minute on. */
    private void planSome() {
        Recorders all = recorders.getObject();
        Map<CameraId, RecordingPlan> known = all.plans();
        long missing = DEMO_CAMERAS - known.size();
        registry.directory().cameras().stream()
                .filter(CameraEntry::installed)
                .filter(camera -> camera.details().pointClass().code() == 1)
                .filter(camera -> !known.containsKey(camera.id()))
                .sorted(Comparator.comparing(camera -> camera.details().code()))
                .limit(Math.max(0, missing))
                .forEach(camera -> plan(camera.id(), RecordingPlan.continuous()));
    }

    /** Keeps a plan and works by it from now on. */
    void plan(CameraId camera, RecordingPlan plan) {
        plans.put(camera, plan);
        recorders.getObject().plan(camera, plan);
    }

    List<RetentionRule> rules() {
        return rules;
    }

    /** @return {@code false} if another rule is for the same class and area */
    boolean rule(RetentionRule rule) {
        boolean taken = ruleTable.put(rule);
        rules = ruleTable.all();
        return taken;
    }

    /** @return {@code false} if there is none of this id */
    boolean removeRule(UUID id) {
        boolean gone = ruleTable.delete(id);
        rules = ruleTable.all();
        return gone;
    }

    /** What holds for a camera: the rule of the nearest area, within it that of its class. Never blocks. */
    RetentionRule rule(CameraId camera) {
        CameraDirectory directory = registry.directory();
        CameraEntry entry = directory.camera(camera).orElse(null);
        List<AreaId> path =
                entry == null ? List.of() : directory.path(entry.details().area());
        String pointClass = entry == null ? null : entry.details().pointClass().name();
        List<RetentionRule> now = rules;
        return now.stream()
                .filter(rule -> rule.area() == null || path.contains(rule.area()))
                .filter(rule -> rule.pointClass() == null || rule.pointClass().equals(pointClass))
                .min(Comparator.comparingInt((RetentionRule rule) -> distance(path, rule.area()))
                        .thenComparing(rule -> rule.pointClass() == null))
                .orElse(LAW);
    }

    private static int distance(List<AreaId> path, @Nullable AreaId area) {
        return area == null ? Integer.MAX_VALUE : path.indexOf(area);
    }

    RetentionRule.KeepTime keepTime(CameraId camera) {
        return rule(camera).keepTime();
    }

    /** Once a minute of each plan: what the recorders found becomes evidence. */
    void audited(StreamKey stream, RecordingPlan plan, RecordingStatus status, boolean kept) {
        if (plan.mode() == RecordingPlan.Mode.OFF || status.state() == RecordingStatus.State.WAITING) {
            return;
        }
        Instant now = clock.instant();
        Retention deleting = retention.getIfAvailable();
        Instant breach = deleting == null ? null : deleting.belowMinimum(stream.camera());
        boolean broken = breach != null && breach.plus(BREACH).isAfter(now);
        String cause = status.cause() == null ? "" : status.cause().text() + ": ";
        String detail = kept
                ? broken
                        ? "recordings younger than their minimum had to be deleted: the volume is too small"
                        : "recorded"
                : cause + status.detail();
        evidence.observed(new Evidence(
                stream.camera(),
                HealthLayer.RECORDING,
                kept && !broken ? Evidence.Outcome.GOOD : Evidence.Outcome.BAD,
                "recorder",
                detail,
                now));
    }

    private List<PostgresDays.Day> sheet(Instant now) {
        List<PostgresDays.Day> sheet = new ArrayList<>();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Instant from = today.atStartOfDay(ZoneOffset.UTC).toInstant();
        if (!from.isBefore(now)) {
            return sheet;
        }
        recorders.getObject().plans().forEach((camera, plan) -> {
            Footage footage = library.find(new StreamKey(camera, plan.profile()), new TimeWindow(from, now));
            int recorded = (int) footage.recordedTime().toSeconds();
            sheet.add(new PostgresDays.Day(
                    footage.stream(),
                    today,
                    recorded,
                    (int) Duration.between(from, now).toSeconds() - recorded,
                    footage.segments().stream()
                            .map(segment -> segment.id().volume().toString())
                            .distinct()
                            .collect(Collectors.joining(" ")),
                    now));
        });
        return sheet;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

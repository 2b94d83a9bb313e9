package org.sharpeyes.server.pictures;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.server.pictures.postgres.PostgresPictures;
import org.sharpeyes.server.pictures.postgres.PostgresPictures.Proof;
import org.sharpeyes.worker.diagnosis.PictureBaseline;
import org.sharpeyes.worker.diagnosis.PictureFault;
import org.sharpeyes.worker.diagnosis.PictureMeasures;
import org.sharpeyes.worker.diagnosis.PictureWatch;
import org.sharpeyes.worker.diagnosis.PictureWatch.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges every picture that was measured and tells the verdict as evidence of the layer {@code PICTURE_GOOD}. One thread
 * does all of it, about 16 KB are kept for each camera. Thread-safe; {@link #seen} does not block: at more than
 * {@value #MOST_WAITING} waiting pictures the newest is not judged, which is counted, and the next sample of that camera is.
 */
public final class PictureDiagnosis implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PictureDiagnosis.class);
    private static final int MOST_WAITING = 256;
    private static final Duration GOOD_PICTURE_KEPT_EACH = Duration.ofHours(6);
    private static final Duration HABITS_KEPT_EACH = Duration.ofHours(6);
    private static final Duration KEEP_MENDED = Duration.ofDays(30);
    private static final Duration FORGET_EACH = Duration.ofHours(6);
    private static final String SOURCE = "picture";

    private static final class Watched {
        final PictureWatch watch;

        @Nullable
        Instant goodKeptAt;

        @Nullable
        Instant habitsKeptAt;

        @Nullable
        Proof good;

        Watched(PictureWatch watch, @Nullable Proof good) {
            this.watch = watch;
            this.good = good;
            this.goodKeptAt = good == null ? null : good.at();
        }
    }

    /** What a camera's newest picture was judged to be. */
    public record Seen(
            List<Finding> findings,
            Instant checkedAt,
            @Nullable Instant referenceAt) {
        public Seen {
            findings = List.copyOf(findings);
        }
    }

    private final PostgresPictures store;
    private final Consumer<Evidence> hub;
    private final InstantSource clock;
    private final ZoneId zone;
    /** Touched on the judging thread only. */
    private final Map<CameraId, Watched> watched = new HashMap<>();

    private final Map<CameraId, Seen> newest = new ConcurrentHashMap<>();
    private final Set<CameraId> lookAgain = ConcurrentHashMap.newKeySet();
    private final LongAdder judged = new LongAdder();
    private final LongAdder passedOver = new LongAdder();
    private Instant forgotAt = Instant.MIN;
    private final ThreadPoolExecutor judge =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                Thread thread = new Thread(task, "picture-diagnosis");
                thread.setDaemon(true);
                return thread;
            });

    /** @param zone in which hours of the day are counted */
    public PictureDiagnosis(PostgresPictures store, Consumer<Evidence> hub, InstantSource clock, ZoneId zone) {
        this.store = store;
        this.hub = hub;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Takes a measured picture.
     *
     * @param jpeg of the same picture; kept if it proves something
     * @param at when the camera made it
     */
    public void seen(CameraId camera, PictureMeasures measures, byte[] jpeg, Instant at) {
        try {
            judge.execute(() -> judgeOrForget(camera, measures, new Proof(jpeg, at)));
        } catch (RejectedExecutionException full) {
            passedOver.increment();
        }
    }

    private void judgeOrForget(CameraId camera, PictureMeasures measures, Proof picture) {
        try {
            judge(camera, measures, picture);
        } catch (JdbiException away) {
            // What could not be written is not told: the camera's next picture is judged as if this one had not been.
            watched.remove(camera);
            LOG.atWarn()
                    .addKeyValue("cameraId", camera)
                    .addKeyValue("cause", away.getMessage())
                    .log("A picture was not judged: the database is away");
        }
    }

    private void judge(CameraId camera, PictureMeasures measures, Proof picture) {
        Watched known = watched.computeIfAbsent(camera, this::load);
        PictureWatch.Verdict verdict = known.watch.look(measures, picture.at());
        judged.increment();
        for (Finding finding : verdict.findings()) {
            if (verdict.began().contains(finding.fault())) {
                store.began(camera, finding.fault(), finding.score(), finding.hour(), known.good, picture);
                told(camera, finding, "Picture fault began");
            } else if (verdict.ended().contains(finding.fault())) {
                store.ended(camera, finding.fault(), finding.score(), finding.hour(), picture);
                told(camera, finding, "Picture fault ended");
            }
        }
        keep(camera, known, verdict, picture);
        newest.put(
                camera,
                new Seen(
                        verdict.findings(), picture.at(), known.watch.baseline().referenceAt()));
        if (verdict.bad() || verdict.doubtful()) {
            lookAgain.add(camera);
        } else {
            lookAgain.remove(camera);
        }
        tell(camera, verdict, picture.at());
        forgetOld();
    }

    /** In doubt nothing is told: what was told before stays true until the doubt is over. */
    private void tell(CameraId camera, PictureWatch.Verdict verdict, Instant at) {
        if (!verdict.bad() && verdict.doubtful()) {
            return;
        }
        double worst =
                verdict.findings().stream().mapToDouble(Finding::score).max().orElse(0);
        hub.accept(new Evidence(
                camera,
                HealthLayer.PICTURE_GOOD,
                verdict.bad() ? Evidence.Outcome.BAD : Evidence.Outcome.GOOD,
                SOURCE,
                verdict.words(),
                at,
                at,
                String.format(Locale.ROOT, "%.2f of 1", worst),
                null));
    }

    private void keep(CameraId camera, Watched known, PictureWatch.Verdict verdict, Proof picture) {
        Instant now = clock.instant();
        boolean goodDue = verdict.clean() && due(known.goodKeptAt, GOOD_PICTURE_KEPT_EACH, now);
        boolean habitsDue = verdict.clean() && due(known.habitsKeptAt, HABITS_KEPT_EACH, now);
        if (!goodDue && !habitsDue && !verdict.baselineChanged()) {
            return;
        }
        if (goodDue) {
            known.good = picture;
            known.goodKeptAt = now;
        }
        store.keep(camera, known.watch.baseline().toBytes(), goodDue ? picture : null, now);
        known.habitsKeptAt = now;
    }

    private static boolean due(@Nullable Instant last, Duration each, Instant now) {
        return last == null || last.plus(each).isBefore(now);
    }

    private void forgetOld() {
        Instant now = clock.instant();
        if (due(forgotAt, FORGET_EACH, now)) {
            store.forgetMendedBefore(now.minus(KEEP_MENDED));
            forgotAt = now;
        }
    }

    private Watched load(CameraId camera) {
        Optional<PostgresPictures.Kept> kept = store.kept(camera);
        List<Finding> findings = store.courses(camera).stream()
                .map(course -> new Finding(course.fault(), course.bad(), course.score(), course.since(), course.hour()))
                .toList();
        PictureBaseline baseline =
                kept.map(each -> PictureBaseline.read(each.learned())).orElse(PictureBaseline.EMPTY);
        return new Watched(
                new PictureWatch(zone, baseline, findings),
                kept.map(PostgresPictures.Kept::good).orElse(null));
    }

    private static void told(CameraId camera, Finding finding, String what) {
        LOG.atInfo()
                .addKeyValue("cameraId", camera)
                .addKeyValue("fault", finding.fault())
                .addKeyValue("score", finding.score())
                .log(what);
    }

    /** Whether a fault is there, or about to begin or end: worth a look sooner than in turn. */
    public boolean lookAgain(CameraId camera) {
        return lookAgain.contains(camera);
    }

    /** Of the newest picture since our start. */
    public Optional<Seen> newest(CameraId camera) {
        return Optional.ofNullable(newest.get(camera));
    }

    /**
     * The camera was aimed anew on purpose: its next picture becomes the reference.
     *
     * @throws RejectedExecutionException if too many pictures wait already
     */
    public void aimedAnew(CameraId camera) {
        judge.execute(() -> {
            watched.computeIfAbsent(camera, this::load).watch.aimedAnew();
            lookAgain.add(camera);
        });
    }

    /** Pictures judged so far. */
    public long judged() {
        return judged.sum();
    }

    /** Pictures that were not judged because too many waited. */
    public long notJudged() {
        return passedOver.sum();
    }

    /** The newest course of each fault that is or was there. Blocks on the database. */
    public List<PostgresPictures.Course> courses(CameraId camera) {
        return store.courses(camera);
    }

    /** Blocks on the database. */
    public Optional<Proof> proof(CameraId camera, PictureFault fault, PostgresPictures.Which which) {
        return store.proof(camera, fault, which);
    }

    @Override
    public void close() {
        judge.shutdownNow();
    }
}

package org.sharpeyes.benchmarks.pictures;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.sharpeyes.worker.KeyFrame;
import org.sharpeyes.worker.MediaWorkerSettings;
import org.sharpeyes.worker.MediaWorkers;
import org.sharpeyes.worker.SnapshotOutcome;
import org.sharpeyes.worker.SnapshotRequest;
import org.sharpeyes.worker.diagnosis.PictureBaseline;
import org.sharpeyes.worker.diagnosis.PictureFault;
import org.sharpeyes.worker.diagnosis.PictureMeasures;
import org.sharpeyes.worker.diagnosis.PictureWatch;

/**
 * {@code bench pictures [--footage FILE]}: picture diagnosis as the server does it, from H.264 key frames through a worker
 * process to a verdict, on real footage (vtest.avi of Debian's package opencv-doc) and on nights and rain made from it,
 * with each fault applied by ffmpeg. The first quarter of each scene without fault teaches what is usual; the rest counts.
 * A picture is found ill when the verdict on it, hysteresis included, names the fault.
 */
public final class PicturesCommand {
    private static final Path FOOTAGE = Path.of("/usr/share/doc/opencv-doc/examples/data/vtest.avi");
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration APART = Duration.ofSeconds(15);
    private static final int WIDTH = 320;
    private static final int QUALITY = 78;
    private static final double LEAST_DETECTED = 0.95;
    private static final double MOST_FALSE = 0.01;

    private final PrintStream out;
    private final Path work;
    private long judged;
    private long judgingNanos;

    /** @param work folder for clips and the worker's natives */
    public PicturesCommand(PrintStream out, Path work) {
        this.out = out;
        this.work = work;
    }

    /** What the watch said of one row's pictures. */
    private static final class Tally {
        int pictures;
        int found;
        int suspected;
        int otherwise;
        final Map<PictureFault, Integer> others = new EnumMap<>(PictureFault.class);

        void count(PictureWatch.Verdict verdict, AppliedFault applied) {
            pictures++;
            boolean other = false;
            for (PictureWatch.Finding finding : verdict.findings()) {
                if (finding.fault() == applied.fault()) {
                    found += finding.bad() ? 1 : 0;
                    suspected += finding.score() >= 1 ? 1 : 0;
                } else if (finding.bad()) {
                    other = true;
                    others.merge(finding.fault(), 1, Integer::sum);
                }
            }
            otherwise += other ? 1 : 0;
        }
    }

    public void run(String[] arguments) throws IOException, InterruptedException {
        int at = Arrays.asList(arguments).indexOf("--footage");
        Path file = at >= 0 && at + 1 < arguments.length ? Path.of(arguments[at + 1]) : FOOTAGE;
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "--footage: " + file + " (expected: vtest.avi; apt-get install opencv-doc)");
        }
        Footage footage = new Footage(file, work);
        MediaWorkerSettings settings = new MediaWorkerSettings(
                1,
                16,
                4 << 20,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                48,
                1_536,
                1_000_000,
                work.toAbsolutePath().resolve("worker"));
        int clean = 0;
        int falsely = 0;
        int ill = 0;
        int found = 0;
        int short95 = 0;
        out.printf(
                "%-52s %-36s %9s %9s %9s  %s%n", "scene", "fault", "pictures", "found", "at once", "named otherwise");
        try (MediaWorkers workers = new MediaWorkers(settings)) {
            for (Scene scene : List.of(Scene.DAY, Scene.NIGHT_WALKERS, Scene.STILL_NIGHT, Scene.RAIN)) {
                List<PictureMeasures> usual = measure(workers, footage.keyFrames(scene, AppliedFault.NONE));
                int quarter = usual.size() / 4;
                PictureWatch taught = new PictureWatch(ZoneOffset.UTC, PictureBaseline.EMPTY, List.of());
                Instant now = look(taught, usual.subList(0, quarter), START, AppliedFault.NONE, new Tally());
                byte[] kept = taught.baseline().toBytes();
                Tally good = new Tally();
                look(taught, usual.subList(quarter, usual.size()), now, AppliedFault.NONE, good);
                print(scene, AppliedFault.NONE, good);
                clean += good.pictures;
                falsely += good.otherwise;
                for (AppliedFault fault : AppliedFault.ALL) {
                    if (scene.still() && fault.fault() != PictureFault.FROZEN) {
                        continue;
                    }
                    List<PictureMeasures> spoilt = measure(workers, footage.keyFrames(scene, fault));
                    PictureWatch watch = new PictureWatch(ZoneOffset.UTC, PictureBaseline.read(kept), List.of());
                    // The last good picture goes before: a fault begins at a camera that was well.
                    look(watch, usual.subList(quarter - 1, quarter), now, AppliedFault.NONE, new Tally());
                    Tally tally = new Tally();
                    look(watch, spoilt.subList(quarter, spoilt.size()), now.plus(APART), fault, tally);
                    print(scene, fault, tally);
                    ill += tally.pictures;
                    found += tally.found;
                    short95 += tally.found < LEAST_DETECTED * tally.pictures ? 1 : 0;
                }
            }
            out.printf(
                    "all: ill pictures %,d, found %,d = %.2f %%; rows under %.0f %%: %d; good pictures %,d, falsely named %,d = %.2f %%%n",
                    ill,
                    found,
                    100.0 * found / ill,
                    100 * LEAST_DETECTED,
                    short95,
                    clean,
                    falsely,
                    100.0 * falsely / clean);
            cost(workers, footage.keyFrames(Scene.DAY, AppliedFault.NONE));
        }
        if (short95 > 0 || falsely > MOST_FALSE * clean) {
            throw new IllegalStateException("pictures: the table is not good enough");
        }
    }

    private Instant look(
            PictureWatch watch, List<PictureMeasures> pictures, Instant from, AppliedFault applied, Tally tally) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Instant now = from;
        for (PictureMeasures picture : pictures) {
            long started = threads.getCurrentThreadCpuTime();
            PictureWatch.Verdict verdict = watch.look(picture, now);
            judgingNanos += threads.getCurrentThreadCpuTime() - started;
            judged++;
            tally.count(verdict, applied);
            now = now.plus(APART);
        }
        return now;
    }

    private void print(Scene scene, AppliedFault fault, Tally tally) {
        String others = tally.others.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        out.printf(
                "%-52s %-36s %9d %9s %9s  %s%n",
                scene.name(),
                fault.name(),
                tally.pictures,
                fault.fault() == null ? "-" : percent(tally.found, tally.pictures),
                fault.fault() == null ? "-" : percent(tally.suspected, tally.pictures),
                tally.otherwise == 0 ? "0" : tally.otherwise + " (" + others + ")");
    }

    private static String percent(int part, int all) {
        return String.format("%.1f %%", 100.0 * part / all);
    }

    private static List<PictureMeasures> measure(MediaWorkers workers, List<KeyFrame> keyFrames)
            throws IOException, InterruptedException {
        List<PictureMeasures> all = new ArrayList<>();
        for (KeyFrame keyFrame : keyFrames) {
            PictureMeasures measures = take(workers, keyFrame, true).measures();
            if (measures == null) {
                throw new IOException("a worker did not measure " + keyFrame);
            }
            all.add(measures);
        }
        return all;
    }

    private static SnapshotOutcome.Picture take(MediaWorkers workers, KeyFrame keyFrame, boolean measured)
            throws IOException, InterruptedException {
        try {
            SnapshotOutcome outcome = workers.snapshot(new SnapshotRequest(keyFrame, WIDTH, QUALITY, measured))
                    .toCompletableFuture()
                    .get(120, TimeUnit.SECONDS);
            if (outcome instanceof SnapshotOutcome.Picture picture) {
                return picture;
            }
            throw new IOException("a key frame gave no picture: " + outcome);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException failed) {
            throw new IOException("a worker gave no answer", failed);
        }
    }

    /** CPU of the worker's process, with and without measuring, and of the judging thread. */
    private void cost(MediaWorkers workers, List<KeyFrame> keyFrames) throws IOException, InterruptedException {
        for (boolean measured : new boolean[] {false, true}) {
            long before = workerCpuMillis(workers);
            for (KeyFrame keyFrame : keyFrames) {
                take(workers, keyFrame, measured);
            }
            out.printf(
                    "worker, 640x480, a JPEG of %d %s: %d pictures, CPU %d ms = %.1f ms a picture%n",
                    WIDTH,
                    measured ? "and measured" : "not measured",
                    keyFrames.size(),
                    workerCpuMillis(workers) - before,
                    (workerCpuMillis(workers) - before) / (double) keyFrames.size());
        }
        out.printf(
                "judging in the server: %,d pictures, CPU %.0f ms = %.2f ms a picture%n",
                judged, judgingNanos / 1e6, judgingNanos / 1e6 / judged);
    }

    private static long workerCpuMillis(MediaWorkers workers) {
        return workers.processIds().stream()
                .mapToLong(pid -> ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toMillis())
                .sum();
    }
}

package org.sharpeyes.recording.retention;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.evidence.CanonicalJson;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.GapCause;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.Sha256;
import org.sharpeyes.recording.sqlite.IndexFailure;
import org.sharpeyes.recording.sqlite.IndexedSegment;
import org.sharpeyes.recording.sqlite.SegmentIndex;
import org.sharpeyes.recording.volume.Volume;
import org.sharpeyes.recording.volume.Volumes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has been kept for its maximum, and the oldest where a volume grows beyond its quota. What is younger than
 * its minimum goes only if the setting says so, and its certificate says that it did; what is held never goes. Every deletion
 * is certified before it happens and a gap with that cause afterwards.
 *
 * <p>One thread does it all; figures may be asked from any thread.
 */
public final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int PAGE = 500;
    /** A volume over its quota is brought below it by so much, so that it is not one file at a time. */
    private static final double LOW_WATER = 0.98;

    private static final Duration BETWEEN_MAXIMUM_LOOKS = Duration.ofMinutes(10);

    /** Why something was deleted. */
    private enum Reason {
        MAXIMUM("maximum"),
        QUOTA("quota"),
        BELOW_MINIMUM("below-minimum");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private record Doomed(IndexedSegment segment, Reason reason, RetentionRule.KeepTime keep) {}

    private final Volumes volumes;
    private final Holds holds;
    private final DeletionLog log;
    private final Function<CameraId, RetentionRule.KeepTime> keepTimes;
    private final RecordingSettings settings;
    private final InstantSource clock;
    private final Map<Volume, Instant> nextMaximumLook = new HashMap<>();
    private final Map<CameraId, Instant> belowMinimum = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "retention");
        thread.setDaemon(true);
        return thread;
    });

    /** @param keepTimes what holds for a camera, also for one that is not there any more */
    public Retention(
            Volumes volumes,
            Holds holds,
            DeletionLog log,
            Function<CameraId, RetentionRule.KeepTime> keepTimes,
            RecordingSettings settings,
            InstantSource clock) {
        this.volumes = requireNonNull(volumes, "volumes");
        this.holds = requireNonNull(holds, "holds");
        this.log = requireNonNull(log, "log");
        this.keepTimes = requireNonNull(keepTimes, "keep times");
        this.settings = requireNonNull(settings, "settings");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Looks at all volumes every {@code interval} from now on. */
    public void start(Duration interval) {
        timer.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (Volume volume : volumes.all()) {
            try {
                look(volume);
            } catch (IOException | RuntimeException failed) {
                // The next look comes by itself; a volume that fails says so itself.
                LOG.atWarn()
                        .addKeyValue("volume", volume.root())
                        .addKeyValue("cause", String.valueOf(failed.getMessage()))
                        .log("Retention could not look at a volume");
            }
        }
    }

    /** Looks at one volume now and deletes what must go. Returns how many segments went. */
    public int look(Volume volume) throws IOException {
        SegmentIndex index = volume.index().orElse(null);
        if (index == null) {
            return 0;
        }
        Instant now = clock.instant();
        List<Doomed> doomed = new ArrayList<>();
        if (!now.isBefore(nextMaximumLook.getOrDefault(volume, Instant.MIN))) {
            nextMaximumLook.put(volume, now.plus(BETWEEN_MAXIMUM_LOOKS));
            doomed.addAll(tooOld(index, now));
        }
        long gone = doomed.stream().mapToLong(each -> each.segment().bytes()).sum();
        long used = index.totals().bytes() - gone;
        long quota = volume.place().quotaBytes();
        long over = used > quota ? used - (long) (quota * LOW_WATER) : 0;
        long lacking = volume.place().keepFreeBytes() - Volumes.freeBytes(volume) - gone;
        long need = Math.max(over, lacking);
        boolean full = false;
        if (need > 0) {
            need = choose(index, now, need, false, doomed);
            if (need > 0 && settings.whenFull() == RecordingSettings.WhenFull.DELETE_BELOW_MINIMUM) {
                need = choose(index, now, need, true, doomed);
            }
            full = need > 0 && used >= quota;
        }
        volume.full(full ? "full of recordings that must be kept" : null);
        delete(volume, index, doomed, now);
        return doomed.size();
    }

    private List<Doomed> tooOld(SegmentIndex index, Instant now) {
        List<Doomed> doomed = new ArrayList<>();
        Map<CameraId, RetentionRule.KeepTime> known = new HashMap<>();
        Instant after = Instant.EPOCH;
        Instant limit = now;
        while (true) {
            List<IndexedSegment> page = index.oldest(after, PAGE);
            for (IndexedSegment segment : page) {
                RetentionRule.KeepTime keep =
                        known.computeIfAbsent(segment.stream().camera(), keepTimes);
                if (segment.end().isBefore(now.minus(keep.maximum())) && !held(segment)) {
                    doomed.add(new Doomed(segment, Reason.MAXIMUM, keep));
                }
            }
            Instant last = page.isEmpty() ? limit : page.get(page.size() - 1).start();
            // Nobody has to go before a day is over; what is younger needs no look.
            if (page.size() < PAGE || last.isAfter(now.minus(Duration.ofDays(1)))) {
                return doomed;
            }
            after = last.plusNanos(1000);
        }
    }

    /** Adds the oldest until {@code need} bytes are found; returns what is still needed. */
    private long choose(SegmentIndex index, Instant now, long need, boolean young, List<Doomed> doomed) {
        Set<String> chosen = new HashSet<>();
        doomed.forEach(each -> chosen.add(each.segment().path()));
        long left = need;
        Instant after = Instant.EPOCH;
        while (left > 0) {
            List<IndexedSegment> page = index.oldest(after, PAGE);
            for (IndexedSegment segment : page) {
                if (left <= 0) {
                    break;
                }
                RetentionRule.KeepTime keep = keepTimes.apply(segment.stream().camera());
                boolean old = !segment.end().isAfter(now.minus(keep.minimum()));
                if ((old || young) && !held(segment) && chosen.add(segment.path())) {
                    doomed.add(new Doomed(segment, old ? Reason.QUOTA : Reason.BELOW_MINIMUM, keep));
                    left -= segment.bytes();
                }
            }
            if (page.size() < PAGE) {
                return left;
            }
            after = page.get(page.size() - 1).start().plusNanos(1000);
        }
        return left;
    }

    private boolean held(IndexedSegment segment) {
        return holds.held(segment.stream(), window(segment));
    }

    private static TimeWindow window(IndexedSegment segment) {
        return new TimeWindow(
                segment.start(),
                segment.end().isAfter(segment.start())
                        ? segment.end()
                        : segment.start().plusMillis(1));
    }

    private void delete(Volume volume, SegmentIndex index, List<Doomed> doomed, Instant now) throws IOException {
        if (doomed.isEmpty()) {
            return;
        }
        List<List<Doomed>> runs = runs(doomed);
        List<String> payloads = new ArrayList<>();
        for (List<Doomed> run : runs) {
            payloads.add(certificate(volume, index, run, now));
        }
        List<ChainEntry> certificates = log.add(payloads);
        List<String> paths = doomed.stream().map(each -> each.segment().path()).toList();
        try {
            volume.withIndex(rows -> {
                        rows.discard(paths);
                        for (int i = 0; i < runs.size(); i++) {
                            gap(rows, runs.get(i), certificates.get(i));
                        }
                        return true;
                    })
                    .join();
            for (String path : paths) {
                Files.deleteIfExists(volume.root().resolve(path));
            }
            volume.withIndex(rows -> {
                        rows.unlinked(paths);
                        return true;
                    })
                    .join();
        } catch (CompletionException failed) {
            throw new IOException(
                    "volume failed while deleting; it goes on when the volume is back", failed.getCause());
        }
        doomed.stream().filter(each -> each.reason() == Reason.BELOW_MINIMUM).forEach(each -> {
            if (belowMinimum.put(each.segment().stream().camera(), now) == null) {
                LOG.atError()
                        .addKeyValue("cameraId", each.segment().stream().camera())
                        .addKeyValue("volume", volume.root())
                        .addKeyValue("rule", each.keep().rule())
                        .log("Recordings younger than their minimum had to be deleted");
            }
        });
    }

    private static void gap(SegmentIndex rows, List<Doomed> run, ChainEntry certificate) {
        Doomed first = run.get(0);
        Doomed last = run.get(run.size() - 1);
        rows.gap(
                first.segment().stream(),
                new Gap(
                        new TimeWindow(
                                first.segment().start(), window(last.segment()).to()),
                        GapCause.DELETED,
                        first.reason().text + ", certificate " + certificate.sequence()));
    }

    /** Neighbouring segments of a stream that go for the same reason make one certificate. */
    private static List<List<Doomed>> runs(List<Doomed> doomed) {
        Map<StreamKey, List<Doomed>> byStream = new LinkedHashMap<>();
        doomed.stream()
                .sorted(java.util.Comparator.comparing(each -> each.segment().start()))
                .forEach(each -> byStream.computeIfAbsent(each.segment().stream(), key -> new ArrayList<>())
                        .add(each));
        List<List<Doomed>> runs = new ArrayList<>();
        for (List<Doomed> all : byStream.values()) {
            List<Doomed> run = new ArrayList<>();
            for (Doomed next : all) {
                Doomed last = run.isEmpty() ? null : run.get(run.size() - 1);
                if (last != null
                        && (last.reason() != next.reason()
                                || last.segment()
                                        .end()
                                        .plus(Footage.JOINT)
                                        .isBefore(next.segment().start()))) {
                    runs.add(run);
                    run = new ArrayList<>();
                }
                run.add(next);
            }
            runs.add(run);
        }
        return runs;
    }

    /** Says exactly what goes: the hash stands for the hashes of all fragments in their order. */
    private static String certificate(Volume volume, SegmentIndex index, List<Doomed> run, Instant now) {
        MessageDigest content = Sha256.newDigest();
        long bytes = 0;
        for (Doomed each : run) {
            for (Fragment fragment : index.fragments(each.segment().path())) {
                content.update(fragment.hash().bytes());
            }
            bytes += each.segment().bytes();
        }
        Doomed first = run.get(0);
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put("at", now.toString());
        facts.put("camera", first.segment().stream().camera().toString());
        facts.put("profile", first.segment().stream().profile().text());
        facts.put("from", first.segment().start().toString());
        facts.put("to", window(run.get(run.size() - 1).segment()).to().toString());
        facts.put("segments", run.size());
        facts.put("bytes", bytes);
        facts.put("content", HexFormat.of().formatHex(content.digest()));
        facts.put("reason", first.reason().text);
        facts.put("rule", first.keep().rule());
        facts.put("minimumDays", first.keep().minimum().toDays());
        facts.put("maximumDays", first.keep().maximum().toDays());
        facts.put("volume", volume.id().map(Object::toString).orElse(null));
        return CanonicalJson.write(facts);
    }

    /** When recordings of this camera that were younger than their minimum were last deleted; {@code null} if never. */
    public @Nullable Instant belowMinimum(CameraId camera) {
        return belowMinimum.get(camera);
    }

    public DeletionLog log() {
        return log;
    }

    /**
     * How long a volume can keep what it gets.
     *
     * @param fullAt when it reaches its quota at the present rate; {@code null} if the rate is not known or it is full
     * @param keepsDays what it can keep at that rate, in days; {@code null} if the rate is not known
     * @param minimumDays the longest minimum of the streams on it
     * @param breachAt when footage younger than its minimum would have to go; {@code null} if that is not in sight
     */
    public record Forecast(
            @Nullable Instant fullAt,
            @Nullable Double keepsDays,
            long minimumDays,
            @Nullable Instant breachAt) {}

    /** Reads the index: may block. */
    public Forecast forecast(Volume volume) {
        SegmentIndex index = volume.index().orElseThrow(() -> new IndexFailure(volume.cause(), null));
        SegmentIndex.Totals totals = index.totals();
        Duration minimum = index.streams().stream()
                .map(stream -> keepTimes.apply(stream.camera()).minimum())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return forecast(totals, volume.place().quotaBytes(), volume.bytesPerSecond(), minimum, clock.instant());
    }

    static Forecast forecast(
            SegmentIndex.Totals totals, long quota, double bytesPerSecond, Duration minimum, Instant now) {
        if (bytesPerSecond <= 0 || totals.oldest().isEmpty()) {
            return new Forecast(null, null, minimum.toDays(), null);
        }
        double keeps = quota / bytesPerSecond;
        double left = Math.max(0, quota - totals.bytes()) / bytesPerSecond;
        Instant full = now.plusSeconds((long) Math.min(left, 1e10));
        boolean already = totals.bytes() >= quota * LOW_WATER;
        // On that day the oldest goes. If it is younger than its minimum by then, the minimum is broken.
        boolean breach = Duration.between(totals.oldest().orElseThrow(), full).compareTo(minimum) < 0;
        return new Forecast(
                already ? null : full,
                Math.round(keeps / 864) / 100.0,
                minimum.toDays(),
                breach ? full : keeps < minimum.toSeconds() ? full : null);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

package org.sharpeyes.worker.diagnosis;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.worker.diagnosis.PictureBaseline.Reference;

/**
 * Judges the pictures of one camera, one after the other. A fault begins with {@value #LOOKS} pictures in a row that reach
 * its threshold and ends with {@value #LOOKS} that stay 20 % below; in between nothing changes. What is usual is learned
 * by hour of the day and by light, from pictures without any fault. Confined to one thread at a time.
 */
public final class PictureWatch {
    /** Pictures in a row that begin or end a fault. */
    public static final int LOOKS = 2;

    /** Without a single equal sample a still picture is only probably frozen: then this many. */
    private static final int LOOKS_OF_NEARLY_STILL = 4;

    private static final double END = 0.8;
    /** Pictures closer together may well be equal: an encoder repeats its key picture when nobody moved. */
    private static final Duration LEAST_APART = Duration.ofSeconds(8);

    /** A reference that nobody chose follows leaves and snow. */
    private static final Duration REFERENCE_AGE = Duration.ofDays(7);

    /**
     * What is said of one fault.
     *
     * @param score of the newest picture; 1 is the threshold
     * @param since when the fault began, or ended; {@code null} if it never was
     * @param hour of the day in the camera's zone, whose habits the newest picture was compared with
     */
    public record Finding(
            PictureFault fault,
            boolean bad,
            double score,
            @Nullable Instant since,
            int hour) {
        public Finding {
            requireNonNull(fault, "fault");
        }
    }

    /**
     * What one more picture changed.
     *
     * @param findings one for each fault
     * @param began faults that are there since this picture
     * @param ended faults that are gone since this picture
     * @param doubtful something is about to begin or to end: look again soon
     * @param clean no score reached its threshold and no fault is open: this picture may stand for the view
     * @param baselineChanged what is usual was learned anew and is worth keeping
     */
    public record Verdict(
            List<Finding> findings,
            Set<PictureFault> began,
            Set<PictureFault> ended,
            boolean doubtful,
            boolean clean,
            boolean baselineChanged) {
        public Verdict {
            findings = List.copyOf(findings);
            began = Set.copyOf(began);
            ended = Set.copyOf(ended);
        }

        public boolean bad() {
            return findings.stream().anyMatch(Finding::bad);
        }

        /** The open faults with their scores, or what a good picture is like. */
        public String words() {
            String faults = findings.stream()
                    .filter(Finding::bad)
                    .map(finding -> String.format(
                            Locale.ROOT,
                            "%s (score %.2f, threshold 1)",
                            finding.fault().words(),
                            finding.score()))
                    .collect(Collectors.joining(", "));
            return faults.isEmpty() ? "nothing wrong with the picture" : faults;
        }
    }

    private static final class Course {
        boolean bad;
        int over;
        int under;
        double score;

        @Nullable
        Instant since;
    }

    private final ZoneId zone;
    private final Map<PictureFault, Course> courses = new EnumMap<>(PictureFault.class);
    private PictureBaseline baseline;
    private byte @Nullable [] samples;
    private Instant samplesAt = Instant.MIN;
    private boolean aimAnew;
    private int hour;

    /** @param known faults that were open when they were kept last */
    public PictureWatch(ZoneId zone, PictureBaseline baseline, Collection<Finding> known) {
        this.zone = zone;
        this.baseline = baseline;
        for (PictureFault fault : PictureFault.values()) {
            courses.put(fault, new Course());
        }
        for (Finding finding : known) {
            Course course = course(finding.fault());
            course.bad = finding.bad();
            course.since = finding.since();
            course.score = finding.score();
        }
    }

    public PictureBaseline baseline() {
        return baseline;
    }

    /** The camera was aimed anew on purpose: its next picture that shows something is the reference, and habits begin again. */
    public void aimedAnew() {
        aimAnew = true;
    }

    /** Takes one picture up. Times must not go back. */
    public Verdict look(PictureMeasures picture, Instant at) {
        hour = at.atZone(zone).getHour();
        boolean apart = samples != null && !samplesAt.plus(LEAST_APART).isAfter(at);
        PictureScores scores = PictureScores.of(picture, baseline, hour, apart ? samples : null);
        boolean changed = aimAnew && takeReference(picture, scores, at);
        if (changed) {
            scores = PictureScores.of(picture, baseline, hour, null);
        }
        Set<PictureFault> began = EnumSet.noneOf(PictureFault.class);
        Set<PictureFault> ended = EnumSet.noneOf(PictureFault.class);
        for (PictureFault fault : PictureFault.values()) {
            // Without another picture before it nothing is known of this one's stillness.
            if (fault != PictureFault.FROZEN || scores.change() != null) {
                judge(fault, scores, at, began, ended);
            }
        }
        boolean open = courses.values().stream().anyMatch(course -> course.bad);
        boolean clean = scores.clean() && !open;
        if (clean) {
            changed |= learn(picture, scores, at);
        }
        if (samples == null || apart) {
            samples = picture.samples();
            samplesAt = at;
        }
        boolean doubtful =
                courses.values().stream().anyMatch(course -> course.bad ? course.under > 0 : course.over > 0);
        return new Verdict(findings(), began, ended, doubtful, clean, changed);
    }

    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        courses.forEach(
                (fault, course) -> findings.add(new Finding(fault, course.bad, course.score, course.since, hour)));
        return findings;
    }

    private void judge(
            PictureFault fault, PictureScores scores, Instant at, Set<PictureFault> began, Set<PictureFault> ended) {
        Course course = course(fault);
        course.score = scores.of(fault);
        if (course.score >= 1) {
            course.over++;
            course.under = 0;
        } else if (course.score < END) {
            course.under++;
            course.over = 0;
        }
        boolean nearlyStill = fault == PictureFault.FROZEN && !scores.identical();
        if (!course.bad && course.over >= (nearlyStill ? LOOKS_OF_NEARLY_STILL : LOOKS)) {
            course.bad = true;
            course.since = at;
            began.add(fault);
        } else if (course.bad && course.under >= LOOKS) {
            course.bad = false;
            course.since = at;
            ended.add(fault);
        }
    }

    private boolean takeReference(PictureMeasures picture, PictureScores scores, Instant at) {
        if (scores.of(PictureFault.BLACK) >= 1 || scores.of(PictureFault.WHITE) >= 1) {
            return false;
        }
        baseline = baseline.anew(Light.of(picture), Reference.of(picture, at, true));
        courses.values().forEach(course -> course.over = 0);
        aimAnew = false;
        return true;
    }

    private boolean learn(PictureMeasures picture, PictureScores scores, Instant at) {
        Light light = Light.of(picture);
        boolean first = baseline.habit(hour, light) == null;
        baseline = baseline.learned(picture, light, hour, scores.change());
        Reference known = baseline.reference(light);
        boolean old = known != null
                && !known.byPerson()
                && known.at().plus(REFERENCE_AGE).isBefore(at);
        if (known == null || old) {
            baseline = baseline.withReference(light, Reference.of(picture, at, false));
            return true;
        }
        return first;
    }

    private Course course(PictureFault fault) {
        return requireNonNull(courses.get(fault), "course");
    }
}

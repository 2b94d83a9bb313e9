package org.sharpeyes.worker.diagnosis;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.worker.diagnosis.PictureBaseline.Habit;
import org.sharpeyes.worker.diagnosis.PictureBaseline.Reference;

/**
 * How much one picture speaks for each fault: 1 is the threshold, 0 nothing. What hides the view hides the finer faults:
 * of a black picture only black is said. Immutable.
 */
final class PictureScores {
    private static final double MOST = 9.99;

    private final Map<PictureFault, Double> scores = new EnumMap<>(PictureFault.class);
    private final @Nullable Double change;
    private final boolean identical;

    private PictureScores(@Nullable Double change, boolean identical) {
        this.change = change;
        this.identical = identical;
        for (PictureFault fault : PictureFault.values()) {
            scores.put(fault, 0.0);
        }
    }

    double of(PictureFault fault) {
        return scores.getOrDefault(fault, 0.0);
    }

    boolean clean() {
        return scores.values().stream().allMatch(score -> score < 1);
    }

    /** Mean difference of the samples to those of the picture before, in levels; {@code null} without one before. */
    @Nullable
    Double change() {
        return change;
    }

    /** Not one sample differs from the picture before. */
    boolean identical() {
        return identical;
    }

    /** @param before samples of the picture before, taken at least some seconds earlier */
    static PictureScores of(PictureMeasures now, PictureBaseline baseline, int hour, byte @Nullable [] before) {
        Double change = before == null ? null : change(before, now.samples());
        PictureScores scores = new PictureScores(change, change != null && change == 0);
        scores.put(PictureFault.BLACK, black(now));
        scores.put(PictureFault.WHITE, white(now));
        if (!scores.clean()) {
            return scores;
        }
        Light light = Light.of(now);
        Habit habit = baseline.habit(hour, light);
        scores.put(PictureFault.NOISE, noise(now, habit));
        scores.put(PictureFault.COLOUR_CAST, tint(now));
        Reference reference = baseline.reference(light);
        if (reference == null) {
            scores.viewInNewLight(now, baseline, hour);
        } else {
            scores.view(now, reference, habit);
        }
        // Nothing moves on a cloth before the lens.
        if (change != null && scores.of(PictureFault.COVERED) < 1) {
            scores.put(PictureFault.FROZEN, frozen(change, habit));
        }
        return scores;
    }

    private void view(PictureMeasures now, Reference reference, @Nullable Habit habit) {
        ViewMatch match = ViewMatch.of(reference.thumbnail(), now.thumbnail());
        put(PictureFault.COLOUR_CAST, Math.max(tint(now), colourCast(now, reference, habit)));
        put(PictureFault.COVERED, match.gone() / COVERED_SHARE);
        if (of(PictureFault.COVERED) >= 1) {
            return;
        }
        double shifted = shifted(match);
        put(PictureFault.VIEW_SHIFTED, shifted);
        if (shifted < 1) {
            put(PictureFault.BLUR, blur(now, reference, habit));
        }
    }

    /** Of this light nothing is known yet: only what no light explains is said. */
    private void viewInNewLight(PictureMeasures now, PictureBaseline baseline, int hour) {
        if (of(PictureFault.NOISE) < 1) {
            put(PictureFault.COVERED, coveredWithoutReference(now, baseline.anyReference()));
        }
        if (baseline.usualLight(hour) == Light.GREY) {
            put(PictureFault.COLOUR_CAST, Math.max(of(PictureFault.COLOUR_CAST), fromNeutral(now) / CAST));
        }
    }

    private static double fromNeutral(PictureMeasures now) {
        return Math.hypot(now.blue() - 128, now.red() - 128);
    }

    private static final double COVERED_SHARE = 0.35;

    /** Levels by which the mean colour may wander. */
    private static final double CAST = 12;

    private static double change(byte[] before, byte[] now) {
        long sum = 0;
        for (int i = 0; i < now.length; i++) {
            sum += Math.abs((now[i] & 0xff) - (before[i] & 0xff));
        }
        return (double) sum / now.length;
    }

    private static double black(PictureMeasures now) {
        return 32.0 / Math.max(1, now.bright());
    }

    private static double white(PictureMeasures now) {
        double flat = now.textured() > 0.05 ? 0 : now.dark() / 215.0;
        return Math.max(flat, now.brightShare() / 0.6);
    }

    private static final double STILL = 0.2;

    private static double frozen(double change, @Nullable Habit habit) {
        double still = habit == null ? STILL : Math.min(STILL, habit.leastChange() / 2);
        return change == 0 ? 2 : still / change;
    }

    private static double noise(PictureMeasures now, @Nullable Habit habit) {
        double limit = Math.max(8, habit == null ? 0 : 2.5 * habit.noise());
        return now.noise() / limit;
    }

    /** A picture of one colour: a grey one that got a tint. */
    private static double tint(PictureMeasures now) {
        return now.colour() > 4 ? 0 : fromNeutral(now) / CAST;
    }

    private static double colourCast(PictureMeasures now, Reference reference, @Nullable Habit habit) {
        double blue = now.blue() - (habit == null ? reference.blue() : habit.blue());
        double red = now.red() - (habit == null ? reference.red() : habit.red());
        return Math.hypot(blue, red) / CAST;
    }

    private static double coveredWithoutReference(PictureMeasures now, @Nullable Reference known) {
        if (known == null) {
            return 0;
        }
        return now.textured() >= 0.25 * known.textured() ? 0 : 0.25 * known.textured() / Math.max(0.01, now.textured());
    }

    private static double shifted(ViewMatch match) {
        double far = Math.max(Math.abs(match.right()) / 3.0, Math.abs(match.down()) / 2.0);
        double moved = match.best() >= 0.4 && match.best() - match.unmoved() >= 0.12 ? far : 0;
        double other = match.shared() >= 6 && match.unmoved() < 0.45 ? match.differing() / 0.7 : 0;
        double turned = match.shared() >= 6 && match.unmoved() < 0.6 ? match.wandered() / 0.3 : 0;
        return Math.max(Math.min(moved, 2), Math.max(other, turned));
    }

    private static double blur(PictureMeasures now, Reference reference, @Nullable Habit habit) {
        double usual = habit == null ? reference.sharpness() : Math.max(habit.sharpness(), reference.sharpness() / 2);
        return 0.5 * usual / Math.max(1e-3, PictureBaseline.relativeSharpness(now));
    }

    private void put(PictureFault fault, double score) {
        scores.put(fault, Math.min(MOST, score));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        scores.forEach((fault, score) -> text.append(String.format("%s %.2f  ", fault, score)));
        return text.append("change ").append(change).toString();
    }
}

package org.sharpeyes.recording.recorder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.GapCause;

/**
 * What is missing of one stream since its last picture, and why: one cause after the other. Confined to the stream's loop,
 * but for {@link #lasting}.
 */
final class GapLog {
    private static final int MOST_PHASES = 100;

    private record Phase(Instant from, GapCause cause, String detail) {}

    private final List<Phase> phases = new ArrayList<>();
    /** End of what is recorded; {@code null} if nothing ever was, as far as is known. */
    private @Nullable Instant recordedUntil;

    private volatile @Nullable Phase current;
    private volatile @Nullable Instant since;

    /** What is on the volumes was recorded until then. */
    void recordedUntil(Instant moment) {
        recordedUntil = moment;
    }

    @Nullable
    Instant recordedUntil() {
        return recordedUntil;
    }

    /** From now on it is for this cause that nothing is recorded. */
    void missing(Instant now, GapCause cause, String detail) {
        Phase last = phases.isEmpty() ? null : phases.get(phases.size() - 1);
        if (last != null && last.cause() == cause && last.detail().equals(detail)) {
            return;
        }
        Instant until = recordedUntil;
        Instant from = last != null ? now : until != null && until.isBefore(now) ? until : now;
        boolean better = last != null && ofSource(last.cause()) && ofSource(cause);
        if (last != null && (better || phases.size() >= MOST_PHASES || !from.isAfter(last.from()))) {
            phases.set(phases.size() - 1, new Phase(last.from(), cause, detail));
        } else {
            phases.add(new Phase(from, cause, detail));
        }
        publish();
    }

    private static boolean ofSource(GapCause cause) {
        return cause == GapCause.NETWORK || cause == GapCause.CAMERA;
    }

    boolean any() {
        return !phases.isEmpty();
    }

    /** The gaps up to {@code start}, at which there is a picture again; none is left open. */
    List<Gap> end(Instant start) {
        List<Gap> gaps = cut(start);
        Instant until = recordedUntil;
        if (gaps.isEmpty() && until != null && until.plus(Footage.JOINT).isBefore(start)) {
            gaps = List.of(new Gap(new TimeWindow(until, start), GapCause.CAMERA, "it sent no pictures"));
        }
        phases.clear();
        publish();
        return gaps;
    }

    /** The gaps so far, without ending them. */
    List<Gap> cut(Instant now) {
        List<Gap> gaps = new ArrayList<>();
        for (int i = 0; i < phases.size(); i++) {
            Instant to = i + 1 < phases.size() ? phases.get(i + 1).from() : now;
            Phase phase = phases.get(i);
            if (phase.from().isBefore(to)) {
                gaps.add(new Gap(new TimeWindow(phase.from(), to), phase.cause(), phase.detail()));
            }
        }
        boolean joint = !gaps.isEmpty()
                && !gaps.get(0).window().from().plus(Footage.JOINT).isBefore(now);
        return joint ? List.of() : gaps;
    }

    private void publish() {
        current = phases.isEmpty() ? null : phases.get(phases.size() - 1);
        since = phases.isEmpty() ? null : phases.get(0).from();
    }

    /** The gap that lasts, under its newest cause; {@code null} if there is none. Any thread. */
    @Nullable
    Gap lasting(Instant now) {
        Phase phase = current;
        return phase == null || !phase.from().isBefore(now)
                ? null
                : new Gap(new TimeWindow(phase.from(), now), phase.cause(), phase.detail());
    }

    /** When the gap that lasts began, under whatever cause. Any thread. */
    @Nullable
    Instant since() {
        return since;
    }
}

package org.sharpeyes.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sharpeyes.model.TimeWindow;

/** Arithmetic of stretches of time. Stateless. */
public final class Windows {
    private Windows() {}

    public static Optional<TimeWindow> intersection(TimeWindow one, TimeWindow other) {
        Instant from = one.from().isAfter(other.from()) ? one.from() : other.from();
        Instant to = one.to().isBefore(other.to()) ? one.to() : other.to();
        return from.isBefore(to) ? Optional.of(new TimeWindow(from, to)) : Optional.empty();
    }

    /** The same time without overlaps and without breaks of at most {@code tolerance}, in order. */
    public static List<TimeWindow> joined(List<TimeWindow> windows, Duration tolerance) {
        List<TimeWindow> joined = new ArrayList<>();
        for (TimeWindow next :
                windows.stream().sorted(Comparator.comparing(TimeWindow::from)).toList()) {
            TimeWindow last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last == null || next.from().isAfter(last.to().plus(tolerance))) {
                joined.add(next);
            } else if (next.to().isAfter(last.to())) {
                joined.set(joined.size() - 1, new TimeWindow(last.from(), next.to()));
            }
        }
        return joined;
    }

    /** What of {@code whole} none of {@code parts} covers; {@code parts} in order and without overlaps. */
    public static List<TimeWindow> rest(TimeWindow whole, List<TimeWindow> parts) {
        List<TimeWindow> rest = new ArrayList<>();
        Instant at = whole.from();
        for (TimeWindow part : parts) {
            if (!part.overlaps(whole)) {
                continue;
            }
            if (part.from().isAfter(at)) {
                rest.add(new TimeWindow(at, part.from()));
            }
            at = part.to().isAfter(at) ? part.to() : at;
        }
        if (at.isBefore(whole.to())) {
            rest.add(new TimeWindow(at, whole.to()));
        }
        return rest;
    }
}

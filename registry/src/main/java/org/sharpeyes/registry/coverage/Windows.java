package org.sharpeyes.registry.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.TimeWindow;

/** Sets of moments as windows. Stateless. */
public final class Windows {
    private Windows() {}

    /** Sorted, windows that touch joined. */
    public static List<TimeWindow> union(Collection<TimeWindow> windows) {
        List<TimeWindow> sorted = new ArrayList<>(windows);
        sorted.sort(Comparator.comparing(TimeWindow::from));
        List<TimeWindow> joined = new ArrayList<>();
        for (TimeWindow each : sorted) {
            TimeWindow last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && !each.from().isAfter(last.to())) {
                joined.set(
                        joined.size() - 1,
                        new TimeWindow(last.from(), each.to().isAfter(last.to()) ? each.to() : last.to()));
            } else {
                joined.add(each);
            }
        }
        return joined;
    }

    /** What of {@code windows} lies in none of {@code others}. */
    public static List<TimeWindow> minus(Collection<TimeWindow> windows, Collection<TimeWindow> others) {
        List<TimeWindow> left = union(windows);
        for (TimeWindow other : others) {
            List<TimeWindow> next = new ArrayList<>();
            for (TimeWindow each : left) {
                if (!each.overlaps(other)) {
                    next.add(each);
                    continue;
                }
                if (each.from().isBefore(other.from())) {
                    next.add(new TimeWindow(each.from(), other.from()));
                }
                if (other.to().isBefore(each.to())) {
                    next.add(new TimeWindow(other.to(), each.to()));
                }
            }
            left = next;
        }
        return left;
    }

    /** What lies in both. */
    public static List<TimeWindow> common(Collection<TimeWindow> windows, TimeWindow other) {
        List<TimeWindow> common = new ArrayList<>();
        for (TimeWindow each : windows) {
            if (each.overlaps(other)) {
                common.add(cut(each.from(), each.to(), other));
            }
        }
        return common;
    }

    /** @param end {@code null} for no end */
    public static TimeWindow cut(Instant start, @Nullable Instant end, TimeWindow within) {
        return new TimeWindow(
                start.isBefore(within.from()) ? within.from() : start,
                end == null || end.isAfter(within.to()) ? within.to() : end);
    }
}

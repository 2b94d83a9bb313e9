package org.sharpeyes.recording.plan;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Set;

/**
 * Hours that repeat every week, in local time.
 *
 * @param days on which they begin
 * @param from included
 * @param to excluded; not after {@code from}: on the next day; equal: the whole day round
 */
public record WeeklyHours(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    public WeeklyHours {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("days: none (expected: at least one of MONDAY to SUNDAY)");
        }
        days = Set.copyOf(EnumSet.copyOf(days));
        requireNonNull(from, "from");
        requireNonNull(to, "to");
    }

    public boolean contains(LocalDateTime moment) {
        LocalTime time = moment.toLocalTime();
        boolean today = days.contains(moment.getDayOfWeek());
        if (from.isBefore(to)) {
            return today && !time.isBefore(from) && time.isBefore(to);
        }
        boolean yesterday = days.contains(moment.getDayOfWeek().minus(1));
        return today && !time.isBefore(from) || yesterday && time.isBefore(to);
    }
}

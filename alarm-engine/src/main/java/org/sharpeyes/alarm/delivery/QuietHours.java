package org.sharpeyes.alarm.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/** Hours of each day in which people sleep; may go past midnight. */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {
    public QuietHours {
        requireNonNull(zone, "zone");
        if (from.equals(to)) {
            throw new IllegalArgumentException("to: " + to + " (expected: another time than from)");
        }
    }

    public boolean contains(Instant moment) {
        LocalTime time = moment.atZone(zone).toLocalTime();
        boolean afterFrom = !time.isBefore(from);
        boolean beforeTo = time.isBefore(to);
        return from.isBefore(to) ? afterFrom && beforeTo : afterFrom || beforeTo;
    }
}

package org.sharpeyes.onvif.device;

import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The standard offset of a POSIX time zone such as {@code CST-8} or {@code EST5EDT,M3.2.0,M11.1.0}. */
final class PosixZone {
    private static final Pattern FORM = Pattern.compile(
            "(?:[A-Za-z]{3,10}|<[A-Za-z0-9+-]{1,10}>)([+-]?)(\\d{1,2})(?::(\\d{2}))?(?::\\d{2})?.{0,80}");
    private static final int LONGEST_OFFSET_HOURS = 18;

    private PosixZone() {}

    /** POSIX counts westwards. A zone that cannot be read counts as UTC; summer time is left out. */
    static ZoneOffset standardOffset(String zone) {
        Matcher matcher = FORM.matcher(zone);
        if (zone.length() > 128 || !matcher.matches()) {
            return ZoneOffset.UTC;
        }
        int hours = Integer.parseInt(matcher.group(2));
        int minutes = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        int seconds = hours * 3600 + minutes * 60;
        if (minutes > 59 || seconds > LONGEST_OFFSET_HOURS * 3600) {
            return ZoneOffset.UTC;
        }
        return ZoneOffset.ofTotalSeconds(matcher.group(1).equals("-") ? seconds : -seconds);
    }
}

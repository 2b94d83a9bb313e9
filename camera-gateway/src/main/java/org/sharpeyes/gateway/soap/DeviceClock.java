package org.sharpeyes.gateway.soap;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a device's clock is from ours, as read without authentication.
 *
 * @param offset device minus us: positive when the device is ahead
 * @param uncertainty half of the round trip, and the second to which ONVIF cuts the time
 * @param readAt our time of reading
 * @param ntp whether the device says that NTP sets it
 */
public record DeviceClock(Duration offset, Duration uncertainty, Instant readAt, boolean ntp) {
    /**
     * @param device as told, cut to the second, so on average half a second is missing
     * @param sent our time when the question went out
     * @param received our time when the answer came
     */
    public static DeviceClock of(Instant device, Instant sent, Instant received, boolean ntp) {
        Duration half = Duration.between(sent, received).dividedBy(2);
        Duration offset = Duration.between(sent.plus(half), device.plusMillis(500));
        return new DeviceClock(offset, half.abs().plusMillis(500), received, ntp);
    }

    /** The device's time at a moment of ours. */
    public Instant deviceTime(Instant ours) {
        return ours.plus(offset);
    }

    /** Whether the clock is wrong beyond doubt. */
    public boolean drifted(Duration tolerance) {
        return offset.abs().minus(uncertainty).compareTo(tolerance) > 0;
    }

    /** In words: {@code "10 min 3 s ahead"}. */
    public String words() {
        Duration away = offset.abs();
        if (away.toMillis() < 1000) {
            return "right within a second";
        }
        long days = away.toDays();
        StringBuilder words = new StringBuilder();
        if (days > 0) {
            words.append(days).append(" d ");
        }
        if (away.toHoursPart() > 0) {
            words.append(away.toHoursPart()).append(" h ");
        }
        if (away.toMinutesPart() > 0) {
            words.append(away.toMinutesPart()).append(" min ");
        }
        return words.append(away.toSecondsPart())
                .append(offset.isNegative() ? " s behind" : " s ahead")
                .toString();
    }
}

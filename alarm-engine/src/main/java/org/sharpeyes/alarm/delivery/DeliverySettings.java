package org.sharpeyes.alarm.delivery;

import java.time.Duration;
import java.util.List;

/**
 * How messages are sent.
 *
 * @param allowedNetworks CIDRs of private or loopback networks that webhooks may reach
 * @param deadline for one exchange, from connecting to the status of the answer
 * @param firstRetry wait after the first failure; doubles with each
 * @param longestRetry the longest wait
 * @param giveUpAfter a message older than this is a dead letter when it fails again
 * @param maxChannels how many there may be; each has a thread of its own
 * @param mail the mail server
 */
public record DeliverySettings(
        List<String> allowedNetworks,
        Duration deadline,
        Duration firstRetry,
        Duration longestRetry,
        Duration giveUpAfter,
        int maxChannels,
        MailSettings mail) {
    public DeliverySettings {
        allowedNetworks = List.copyOf(allowedNetworks);
        if (maxChannels < 1) {
            throw new IllegalArgumentException(
                    "alarm.delivery.max-channels: " + maxChannels + " (expected: at least 1)");
        }
        for (Duration duration : List.of(deadline, firstRetry, longestRetry, giveUpAfter)) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("alarm.delivery: " + duration + " (expected: more than 0)");
            }
        }
    }

    public static DeliverySettings defaults(List<String> allowedNetworks, MailSettings mail) {
        return new DeliverySettings(
                allowedNetworks,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                64,
                mail);
    }
}

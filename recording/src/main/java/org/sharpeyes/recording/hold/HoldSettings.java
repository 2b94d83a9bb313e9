package org.sharpeyes.recording.hold;

import java.time.Duration;

/**
 * Limits of holds: whoever asks may keep something from being overwritten, not everything.
 *
 * @param longest longest window of one hold
 * @param cameras most points of one hold
 * @param hoursPerPerson most camera hours that one person's undecided holds may cover together
 * @param undecided after what time an undecided hold is destroyed
 * @param review how long an approved hold is kept before its owner must say again that it is needed
 */
public record HoldSettings(
        Duration longest, int cameras, Duration hoursPerPerson, Duration undecided, Duration review) {
    public HoldSettings {
        positive("hold.longest", longest);
        positive("hold.hours-per-person", hoursPerPerson);
        positive("hold.undecided", undecided);
        positive("hold.review", review);
        if (cameras < 1) {
            throw new IllegalArgumentException("hold.cameras: " + cameras + " (expected: at least 1)");
        }
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: more than 0)");
        }
    }
}

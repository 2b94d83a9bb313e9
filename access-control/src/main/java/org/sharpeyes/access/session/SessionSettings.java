package org.sharpeyes.access.session;

import java.time.Duration;

/**
 * Bound from {@code access.*}.
 *
 * @param sessionLifetime end of a session at the latest; a shift and its handover
 * @param sessionIdle end of a session that nobody uses
 * @param ticketLifetime how long a stream may be opened with a ticket
 */
public record SessionSettings(Duration sessionLifetime, Duration sessionIdle, Duration ticketLifetime) {
    public SessionSettings {
        positive("access.session-lifetime", sessionLifetime);
        positive("access.session-idle", sessionIdle);
        positive("access.ticket-lifetime", ticketLifetime);
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: more than 0)");
        }
    }
}

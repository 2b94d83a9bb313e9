package org.sharpeyes.alarm;

import org.jspecify.annotations.Nullable;

/**
 * Unanswered rounds of probing in a row. Two probes sent within a second of each other are one round: asking twice at once
 * proves no more than asking once. Immutable.
 *
 * @param firstSentAt monotonic; when the first probe that went unanswered was sent
 * @param lastRoundAt monotonic; when the first probe of the newest round was sent
 * @param detail what the first miss saw
 * @param frames whether pictures stopped (then an answering RTSP service is no proof)
 */
record Misses(long firstSentAt, long lastRoundAt, int rounds, String detail, boolean frames) {
    private static final long ROUND_NANOS = 1_000_000_000L;

    static Misses first(long sentAt, String detail, boolean frames) {
        return new Misses(sentAt, sentAt, 1, detail, frames);
    }

    static Misses and(@Nullable Misses before, long sentAt, String detail, boolean frames) {
        if (before == null) {
            return first(sentAt, detail, frames);
        }
        boolean anyFrames = before.frames || frames;
        return sentAt - before.lastRoundAt < ROUND_NANOS
                ? new Misses(before.firstSentAt, before.lastRoundAt, before.rounds, before.detail, anyFrames)
                : new Misses(before.firstSentAt, sentAt, before.rounds + 1, before.detail, anyFrames);
    }

    boolean enough(AlarmSettings settings, long now) {
        return rounds >= settings.missesToDown()
                && now - firstSentAt >= settings.downAfter().toNanos();
    }
}

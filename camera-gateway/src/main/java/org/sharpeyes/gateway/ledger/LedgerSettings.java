package org.sharpeyes.gateway.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * Limits of scarce things.
 *
 * @param uplinks bits a second that video may take, by name or id of the uplink
 * @param uplink the same for uplinks that are not named; 0 for no limit
 * @param recorderOutput bits a second of one recorder; 0 for no limit
 * @param sessions media sessions of one device; 0 for no limit until the device refuses one
 * @param learnedFor how long a limit that was learned from a refusal holds before one more session is tried
 * @param handOver how long one that is cut off has to close before its room is given away
 * @param openings streams that may be opening at once; those that were lost together come back in such steps, the most
 *     important first
 */
public record LedgerSettings(
        Map<String, Long> uplinks,
        long uplink,
        long recorderOutput,
        int sessions,
        Duration learnedFor,
        Duration handOver,
        int openings) {
    public LedgerSettings {
        // An empty map in YAML is bound as none at all.
        uplinks = uplinks == null ? Map.of() : Map.copyOf(uplinks);
        requireNonNull(learnedFor, "gateway.ledger.learned-for");
        requireNonNull(handOver, "gateway.ledger.hand-over");
        notNegative("gateway.ledger.uplink", uplink);
        notNegative("gateway.ledger.recorder-output", recorderOutput);
        notNegative("gateway.ledger.sessions", sessions);
        uplinks.forEach((name, bits) -> notNegative("gateway.ledger.uplinks." + name, bits));
        if (openings < 1) {
            throw new IllegalArgumentException("gateway.ledger.openings: " + openings + " (expected: at least 1)");
        }
    }

    public static LedgerSettings defaults() {
        return new LedgerSettings(Map.of(), 0, 0, 0, Duration.ofMinutes(10), Duration.ofSeconds(3), 32);
    }

    long limit(Resource resource) {
        return switch (resource.kind()) {
            case UPLINK -> uplinks.getOrDefault(resource.id(), uplink);
            case RECORDER_OUTPUT -> recorderOutput;
            case SESSIONS -> sessions;
            case OPENINGS -> openings;
        };
    }

    private static void notNegative(String key, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: at least 0)");
        }
    }
}

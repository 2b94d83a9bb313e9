package org.sharpeyes.server.discovery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sharpeyes.gateway.ledger.Claim;
import org.sharpeyes.model.StreamKey;

/**
 * How important a stream is: the rank of the highest role that was admitted to it lately. Thread-safe.
 *
 * <p>A view is admitted right before its stream is opened, so that is who it is opened for; a stream that is reopened keeps
 * the rank for as long as people go on being admitted to it, or {@link #MEMORY}.
 */
public final class StreamRanks {
    /** A shift: whoever opened a view in the morning still counts when the camera comes back in the evening. */
    private static final Duration MEMORY = Duration.ofHours(13);

    private static final int MOST = 100_000;

    private record Noted(int rank, Instant at) {}

    private final Map<StreamKey, Noted> noted = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public StreamRanks(InstantSource clock) {
        this.clock = clock;
    }

    /** @param role as it is spelled in JSON, {@code duty-officer} */
    public void admitted(StreamKey stream, String role) {
        Instant now = clock.instant();
        if (noted.size() >= MOST) {
            noted.values().removeIf(one -> one.at.isBefore(now.minus(MEMORY)));
        }
        noted.merge(stream, new Noted(rankOf(role), now), (before, next) -> {
            boolean old = before.at.isBefore(next.at.minus(MEMORY));
            return old || next.rank >= before.rank ? next : before;
        });
    }

    int rank(StreamKey stream) {
        Noted one = noted.get(stream);
        return one == null || one.at.isBefore(clock.instant().minus(MEMORY)) ? 0 : one.rank;
    }

    /** Those who answer for public safety first, the public last. */
    static int rankOf(String role) {
        return switch (role) {
            case "duty-officer" -> Claim.HIGHEST_RANK;
            case "police-officer" -> 8;
            case "technician" -> 6;
            case "integrator" -> 4;
            case "grid-worker" -> 3;
            case "resident" -> 1;
            default -> 2;
        };
    }
}

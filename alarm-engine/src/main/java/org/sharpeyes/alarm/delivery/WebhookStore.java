package org.sharpeyes.alarm.delivery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.feed.FeedEvent;

/** Webhooks and what is still to be sent to them. Blocks on the database. */
public interface WebhookStore {
    /** @param attempts how often it was tried in vain */
    record Due(FeedEvent event, int attempts) {}

    /** A message that was given up. */
    record DeadLetter(
            UUID webhook,
            FeedEvent event,
            int attempts,
            String lastError,
            @Nullable Instant settledAt) {}

    /** How much waits and how much was given up. */
    record Backlog(long pending, long dead, long delivered) {}

    List<Webhook> webhooks();

    void add(Webhook webhook);

    boolean remove(UUID webhook);

    /** What may be sent now, oldest first, at most one message an incident: the order per incident is kept. */
    List<Due> due(UUID webhook, Instant now, int limit);

    void delivered(UUID webhook, long cursor, Instant at);

    void failed(UUID webhook, long cursor, String error, Instant nextAt);

    void gaveUp(UUID webhook, long cursor, String error, Instant at);

    Backlog backlog(UUID webhook);

    List<DeadLetter> deadLetters(UUID webhook, int limit);
}

package org.sharpeyes.alarm.delivery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.feed.FeedEvent;

/** Channels and what is still to be sent to them. Blocks on the database. */
public interface ChannelStore {
    /** @param attempts how often it was tried in vain */
    record Due(FeedEvent event, int attempts) {}

    /** A message that was given up. */
    record DeadLetter(
            UUID channel,
            FeedEvent event,
            int attempts,
            String lastError,
            @Nullable Instant settledAt) {}

    /** How much waits and how much was given up. */
    record Backlog(
            long pending,
            long dead,
            long delivered,
            @Nullable String lastError) {}

    /** Which of the messages that wait. */
    enum Which {
        /** The oldest of each incident: the order per incident is kept. */
        NEXT_OF_EACH_INCIDENT,
        /** The same, only of incidents with something at top priority to tell. */
        NEXT_OF_URGENT_INCIDENTS,
        /** All of them, to be sent in one. */
        ALL
    }

    List<Channel> channels();

    void add(Channel channel);

    boolean remove(UUID channel);

    /** What may be sent now, oldest first. */
    List<Due> due(UUID channel, Instant now, Which which, int limit);

    void delivered(UUID channel, List<Long> cursors, Instant at);

    void failed(UUID channel, List<Long> cursors, String error, Instant nextAt);

    void gaveUp(UUID channel, List<Long> cursors, String error, Instant at);

    /** Hands what was told long ago and nobody acknowledged to the second channels. */
    int forwardUnread(Instant now);

    /** Puts a message that was given up back in its place. */
    boolean retry(UUID channel, UUID event, Instant now);

    Backlog backlog(UUID channel);

    List<DeadLetter> deadLetters(UUID channel, int limit);
}

package org.sharpeyes.alarm.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import org.sharpeyes.model.UserId;

/**
 * One way in which somebody wants to be told.
 *
 * @param name chosen by its owner; may be empty
 * @param owner messages tell no more than this user may see
 */
public record Channel(UUID id, String name, Target target, ChannelRules rules, UserId owner, Instant createdAt) {
    private static final int LONGEST_NAME = 200;

    public Channel {
        requireNonNull(id, "id");
        requireNonNull(target, "target");
        requireNonNull(rules, "rules");
        requireNonNull(owner, "owner");
        requireNonNull(createdAt, "created at");
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "name: " + name.length() + " characters (expected: at most " + LONGEST_NAME + ")");
        }
    }

    @Override
    public String toString() {
        return "Channel[" + id + " " + target + "]";
    }
}

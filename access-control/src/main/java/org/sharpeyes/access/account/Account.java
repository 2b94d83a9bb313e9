package org.sharpeyes.access.account;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.UserId;

/**
 * A person, or a machine, that signs in.
 *
 * @param username lower case, unique for ever: the register names it
 * @param demo belongs to the demo and may sign in there only
 * @param disabledAt since when it may not sign in; {@code null} while it may
 */
public record Account(
        UserId id,
        String username,
        String displayName,
        boolean demo,
        @Nullable Instant disabledAt,
        Instant createdAt) {
    private static final Pattern USERNAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,31}");
    private static final int LONGEST_DISPLAY_NAME = 100;

    public Account {
        requireNonNull(id, "id");
        requireNonNull(createdAt, "created at");
        if (!USERNAME.matcher(username).matches()) {
            throw new IllegalArgumentException(
                    "username: " + username + " (expected: 2 to 32 of a-z, 0-9, dot, dash, underscore)");
        }
        if (displayName.isBlank()
                || displayName.length() > LONGEST_DISPLAY_NAME
                || displayName.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("displayName: " + displayName + " (expected: 1 to "
                    + LONGEST_DISPLAY_NAME + " visible characters)");
        }
    }

    public boolean active() {
        return disabledAt == null;
    }
}

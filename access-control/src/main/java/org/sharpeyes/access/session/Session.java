package org.sharpeyes.access.session;

import java.time.Instant;
import org.sharpeyes.model.UserId;

/**
 * Somebody who is signed in.
 *
 * @param id names the session in the register; knowing it grants nothing
 * @param address from where it was opened
 * @param expiresAt end at the latest, whatever is done with it
 */
public record Session(String id, UserId user, String username, String address, Instant createdAt, Instant expiresAt) {}

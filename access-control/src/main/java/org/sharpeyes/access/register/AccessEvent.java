package org.sharpeyes.access.register;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.evidence.CanonicalJson;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/**
 * One thing that somebody is about to do.
 *
 * @param action {@code VIEW_LIVE}, {@code SIGN_IN}, {@code GRANT_RIGHT}, …
 * @param camera camera it concerns, if one
 * @param object what else it concerns, in words: a profile, an account, an assignment
 * @param purpose as stated for the shift or the case
 * @param client address it came from
 * @param rule by which right it was allowed
 * @param caseNumber of the case it belongs to, if one
 */
public record AccessEvent(
        UUID id,
        Instant at,
        UserId user,
        String username,
        String action,
        @Nullable CameraId camera,
        String object,
        String purpose,
        String client,
        String rule,
        @Nullable String caseNumber) {
    private static final int LONGEST_TEXT = 1_000;

    public AccessEvent {
        requireNonNull(id, "id");
        requireNonNull(at, "at");
        requireNonNull(user, "user");
        object = cut(object);
        purpose = cut(purpose);
        rule = cut(rule);
    }

    /** An event that belongs to no case. */
    public AccessEvent(
            UUID id,
            Instant at,
            UserId user,
            String username,
            String action,
            @Nullable CameraId camera,
            String object,
            String purpose,
            String client,
            String rule) {
        this(id, at, user, username, action, camera, object, purpose, client, rule, null);
    }

    /** The one spelling that is hashed. */
    String canonical() {
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put("id", id.toString());
        facts.put("at", at.toString());
        facts.put("user", user.toString());
        facts.put("username", username);
        facts.put("action", action);
        facts.put("camera", camera == null ? null : camera.toString());
        facts.put("object", object);
        facts.put("purpose", purpose);
        facts.put("client", client);
        facts.put("rule", rule);
        facts.put("case", caseNumber);
        return CanonicalJson.write(facts);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}

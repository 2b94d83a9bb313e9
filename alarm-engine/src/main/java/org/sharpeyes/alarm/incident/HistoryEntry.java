package org.sharpeyes.alarm.incident;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.sharpeyes.model.IncidentId;

/**
 * One thing that happened to an incident. Never changed, never deleted.
 *
 * @param version place in the incident's history, from 1 without gaps
 * @param actor who: a user's id, or {@link #ENGINE}
 * @param note the person's words, or the evidence
 */
public record HistoryEntry(IncidentId incident, int version, What what, String actor, String note, Instant at) {
    /** The actor of what the rules did. */
    public static final String ENGINE = "engine";

    /** What happened. */
    public enum What {
        RAISED,
        REOPENED,
        CAMERAS_JOINED,
        CAUSE_CHANGED,
        FLAPPING_STARTED,
        FLAPPING_STOPPED,
        ABSORBED,
        SURFACED,
        ACKNOWLEDGED,
        ASSIGNED,
        COMMENTED,
        /** The note is the picture's id. */
        PICTURE_ADDED,
        /** Nobody acknowledged it in time; the note names the level and who is told. */
        ESCALATED,
        RESOLVED,
        CLOSED
    }

    public HistoryEntry {
        requireNonNull(incident, "incident");
        requireNonNull(what, "what");
        requireNonNull(actor, "actor");
        requireNonNull(note, "note");
        requireNonNull(at, "at");
        if (version < 1) {
            throw new IllegalArgumentException("version: " + version + " (expected: at least 1)");
        }
    }
}

package org.sharpeyes.desk.event;

/**
 * How far somebody has come with a wall event.
 *
 * <pre>
 * REPORTED → ASSIGNED → ANSWERED → RATED → CLOSED
 *     │          ↑  └──(another assignee)
 *     │          └─────────┘ (not good enough: assigned again)
 *     └──────────────────────────────────→ CLOSED   (nothing to do)
 * </pre>
 */
public enum WallEventState {
    REPORTED,
    ASSIGNED,
    ANSWERED,
    RATED,
    CLOSED;

    public boolean open() {
        return this != CLOSED;
    }
}

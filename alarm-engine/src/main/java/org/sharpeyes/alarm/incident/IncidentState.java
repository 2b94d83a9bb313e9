package org.sharpeyes.alarm.incident;

/** {@code RESOLVED} is a person's word; {@code CLOSED} needs machine proof and is the only end. */
public enum IncidentState {
    RAISED,
    ACKNOWLEDGED,
    ASSIGNED,
    RESOLVED,
    CLOSED;

    public boolean open() {
        return this != CLOSED;
    }
}

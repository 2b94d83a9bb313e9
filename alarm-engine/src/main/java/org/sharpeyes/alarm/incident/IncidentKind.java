package org.sharpeyes.alarm.incident;

import org.sharpeyes.alarm.topology.Weight;

/** What is wrong. Only the first four are outages; the others leave the camera's state alone. */
public enum IncidentKind {
    /** Half of an area's cameras are gone, whatever the pace. */
    AREA_OUTAGE(true, Priority.TOP),
    /** A switch, power feed, NVR or uplink took its cameras along. */
    DEPENDENCY_DOWN(true, Priority.HIGH),
    CAMERA_DOWN(true, Priority.NORMAL),
    /** We cannot see: our own interface, our own pause, all control targets silent. Nothing is said of cameras. */
    MONITORING_BLIND(true, Priority.TOP),
    WRONG_PASSWORD(false, Priority.NORMAL),
    CLOCK_DRIFT(false, Priority.LOW),
    ONVIF_SILENT(false, Priority.LOW),
    PICTURE_BAD(false, Priority.NORMAL),
    NOT_RECORDING(false, Priority.NORMAL);

    private final boolean outage;
    private final Priority priority;

    IncidentKind(boolean outage, Priority priority) {
        this.outage = outage;
        this.priority = priority;
    }

    public boolean outage() {
        return outage;
    }

    /** How urgent, one step more for each step of weight. */
    public Priority priority(Weight weight) {
        return priority.raised(weight.steps());
    }
}

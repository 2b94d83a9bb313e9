package org.sharpeyes.alarm.topology;

/** What kind of thing cameras depend on. */
public enum CauseKind {
    POWER,
    SWITCH,
    ONU,
    NVR,
    UPLINK,
    OTHER
}

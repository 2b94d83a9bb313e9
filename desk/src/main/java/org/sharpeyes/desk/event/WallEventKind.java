package org.sharpeyes.desk.event;

/** What sort of thing was seen. */
public enum WallEventKind {
    PUBLIC_ORDER,
    TRAFFIC,
    FIRE,
    DISPUTE,
    ENVIRONMENT,
    FACILITY,
    /** One touch by somebody who needs help (一键报警). */
    HELP,
    OTHER
}

package org.sharpeyes.registry.dependency;

/** What takes cameras with it when it fails. */
public enum DependencyKind {
    POWER,
    SWITCH,
    ONU,
    NVR,
    UPLINK
}

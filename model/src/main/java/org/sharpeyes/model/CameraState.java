package org.sharpeyes.model;

/** What is said of a camera in one word. The proof behind it is the {@link Evidence} of each {@link HealthLayer}. */
public enum CameraState {
    UP,
    SUSPECT,
    DOWN,
    UNKNOWN,
    MAINTENANCE
}

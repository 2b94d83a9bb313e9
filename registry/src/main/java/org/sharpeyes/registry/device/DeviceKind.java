package org.sharpeyes.registry.device;

/** What sort of hardware it is. */
public enum DeviceKind {
    CAMERA,
    NVR,
    /** A bare stream address without ONVIF. */
    STREAM
}

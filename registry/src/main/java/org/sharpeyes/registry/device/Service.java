package org.sharpeyes.registry.device;

/** A way of talking to a device; each has an address and a password of its own. */
public enum Service {
    ONVIF,
    RTSP,
    /** The vendor's own. */
    HTTP
}

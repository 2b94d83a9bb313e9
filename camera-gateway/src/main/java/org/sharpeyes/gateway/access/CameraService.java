package org.sharpeyes.gateway.access;

/** What a device offers on a port of its own, with credentials of its own. */
public enum CameraService {
    ONVIF,
    RTSP,
    /** Vendor pages and snapshots. */
    HTTP
}

package org.sharpeyes.model;

/** The layers of health, from the cable to the clock. Each is proved on its own. */
public enum HealthLayer {
    REACHABLE,
    RTSP,
    ONVIF,
    AUTHENTICATED,
    FRAMES_ADVANCING,
    KEY_FRAMES,
    DECODABLE,
    PICTURE_GOOD,
    RECORDING,
    CLOCK_RIGHT
}

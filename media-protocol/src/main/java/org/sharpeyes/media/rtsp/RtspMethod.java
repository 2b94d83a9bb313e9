package org.sharpeyes.media.rtsp;

import java.util.Locale;

/** Methods of RTSP 1.0 (RFC 2326 §10), with the two of HTTP that open a tunnel. */
public enum RtspMethod {
    OPTIONS,
    DESCRIBE,
    ANNOUNCE,
    SETUP,
    PLAY,
    PAUSE,
    TEARDOWN,
    GET_PARAMETER,
    SET_PARAMETER,
    REDIRECT,
    RECORD,
    /** HTTP, for RTSP over an HTTP tunnel. */
    GET,
    /** HTTP, for RTSP over an HTTP tunnel. */
    POST,
    /** Any token that is none of the above; a server answers 501. It cannot be written. */
    OTHER;

    /** The method of this name; methods are case-sensitive (RFC 2326 §6.1). */
    public static RtspMethod of(String token) {
        for (RtspMethod method : values()) {
            if (method != OTHER && method.name().equals(token)) {
                return method;
            }
        }
        return OTHER;
    }

    @Override
    public String toString() {
        return name().toUpperCase(Locale.ROOT);
    }
}

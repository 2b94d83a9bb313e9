package org.sharpeyes.media.sdp;

import java.util.Locale;

/**
 * Makes the URL of a track (RFC 2326 §C.1.1). It only joins text: whether the result may be asked at all (same host)
 * is the caller's check.
 */
public final class ControlUrl {
    private ControlUrl() {}

    /**
     * @param base of {@code Content-Base}, {@code Content-Location} or the request, in this order
     * @param control value of {@code a=control}; {@code *} and nothing mean the base itself
     */
    public static String resolve(String base, String control) {
        String value = control.strip();
        if (value.isEmpty() || value.equals("*")) {
            return base;
        }
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.startsWith("rtsp://") || lower.startsWith("rtsps://")) {
            return value;
        }
        int scheme = base.indexOf("://");
        int root = scheme < 0 ? -1 : base.indexOf('/', scheme + 3);
        if (value.startsWith("/")) {
            return (root < 0 ? base : base.substring(0, root)) + value;
        }
        // Cameras mean "append", also behind a query, and not the relative reference of RFC 3986.
        return base.endsWith("/") ? base + value : base + '/' + value;
    }
}

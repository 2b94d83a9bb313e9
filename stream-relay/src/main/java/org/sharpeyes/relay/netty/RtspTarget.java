package org.sharpeyes.relay.netty;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an address means: {@code rtsp://host:port{path}[/trackID=n][?ticket=…]} with one of the {@link RtspPath paths}. Players append the
 * track to whatever address they were given, so it may also stand behind the query.
 *
 * @param path {@code null} if the path is none of ours
 * @param track -1 for the whole stream
 */
record RtspTarget(
        @Nullable RtspPath path, int track, @Nullable String ticket) {
    private static final Pattern ADDRESS =
            Pattern.compile("rtsps?://[^/?#]*(/[^?#]*)?(\\?[^#]*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TRACK = Pattern.compile("/?trackID=(\\d)$");
    private static final Pattern TICKET = Pattern.compile("(?:^|&)ticket=([^&]*)");

    static RtspTarget parse(String uri) {
        Matcher address = ADDRESS.matcher(uri);
        if (!address.matches()) {
            return new RtspTarget(null, -1, null);
        }
        String path = address.group(1) == null ? "" : address.group(1);
        String query = address.group(2) == null ? "" : address.group(2).substring(1);
        int track = -1;
        Matcher inQuery = TRACK.matcher(query);
        Matcher inPath = TRACK.matcher(path);
        if (inQuery.find()) {
            track = inQuery.group(1).charAt(0) - '0';
            query = query.substring(0, inQuery.start());
        } else if (inPath.find()) {
            track = inPath.group(1).charAt(0) - '0';
            path = path.substring(0, inPath.start());
        }
        if (query.endsWith("/")) {
            query = query.substring(0, query.length() - 1);
        }
        Matcher ticket = TICKET.matcher(query);
        String text = ticket.find() ? ticket.group(1) : null;
        return new RtspTarget(RtspPath.parse(path), track, text);
    }

    /** Scheme, host and port as the viewer wrote them, without user and password. */
    static String authorityOf(String uri) {
        int start = uri.indexOf("//") + 2;
        int end = uri.indexOf('/', start);
        String authority = end < 0 ? uri.substring(start) : uri.substring(start, end);
        return uri.substring(0, start) + authority.substring(authority.lastIndexOf('@') + 1);
    }

    @Override
    public String toString() {
        return path + (track < 0 ? "" : " track " + track);
    }
}

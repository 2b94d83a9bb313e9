package org.sharpeyes.server.live.netty;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.ViewerCredential;

/** What {@code /media/live/{cameraId}/{main|sub}?ticket=…} names. Other spellings of the same path are not media. */
record MediaTarget(StreamKey stream, ViewerCredential.@Nullable TicketText ticket) {
    private static final String PREFIX = "/media/";
    private static final Pattern LIVE = Pattern.compile("/media/live/([0-9a-f-]{36})/(main|sub)");
    private static final Pattern TICKET = Pattern.compile("(?:^|&)ticket=([A-Za-z0-9_-]{1,1400})(?:&|$)");

    static boolean isMedia(String uri) {
        return uri.startsWith(PREFIX);
    }

    static @Nullable MediaTarget parse(String uri) {
        int question = uri.indexOf('?');
        String path = question < 0 ? uri : uri.substring(0, question);
        String query = question < 0 ? "" : uri.substring(question + 1);
        Matcher live = LIVE.matcher(path);
        if (!live.matches()) {
            return null;
        }
        CameraId camera;
        try {
            camera = CameraId.parse(live.group(1));
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
        Matcher ticket = TICKET.matcher(query);
        return new MediaTarget(
                new StreamKey(camera, StreamProfile.parse(live.group(2))),
                ticket.find() ? new ViewerCredential.TicketText(ticket.group(1)) : null);
    }
}

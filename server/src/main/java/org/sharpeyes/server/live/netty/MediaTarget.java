package org.sharpeyes.server.live.netty;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.ViewerCredential;

/**
 * What {@code /media/live/{cameraId}/{main|sub}?ticket=…} or {@code /media/play/{grantId}/{cameraId}?ticket=…} names. Other
 * spellings of the same path are not media.
 *
 * @param grant of a recording; {@code null} for live video
 */
record MediaTarget(StreamKey stream, @Nullable String grant, ViewerCredential.@Nullable TicketText ticket) {
    private static final String PREFIX = "/media/";
    private static final Pattern LIVE = Pattern.compile("/media/live/([0-9a-f-]{36})/(main|sub)");
    private static final Pattern RECORDED = Pattern.compile("/media/play/([0-9a-zA-Z-]{1,64})/([0-9a-f-]{36})");
    private static final Pattern TICKET = Pattern.compile("(?:^|&)ticket=([A-Za-z0-9_-]{1,1400})(?:&|$)");

    static boolean isMedia(String uri) {
        return uri.startsWith(PREFIX);
    }

    static @Nullable MediaTarget parse(String uri) {
        int question = uri.indexOf('?');
        String path = question < 0 ? uri : uri.substring(0, question);
        String query = question < 0 ? "" : uri.substring(question + 1);
        Matcher live = LIVE.matcher(path);
        Matcher recorded = RECORDED.matcher(path);
        Matcher ticket = TICKET.matcher(query);
        ViewerCredential.TicketText text = ticket.find() ? new ViewerCredential.TicketText(ticket.group(1)) : null;
        try {
            if (live.matches()) {
                StreamProfile profile = StreamProfile.parse(live.group(2));
                return new MediaTarget(new StreamKey(CameraId.parse(live.group(1)), profile), null, text);
            }
            if (recorded.matches()) {
                StreamKey stream = new StreamKey(CameraId.parse(recorded.group(2)), StreamProfile.MAIN);
                return new MediaTarget(stream, recorded.group(1), text);
            }
            return null;
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }
}

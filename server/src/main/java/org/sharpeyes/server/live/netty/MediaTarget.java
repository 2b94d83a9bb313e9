package org.sharpeyes.server.live.netty;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.fragment.BrowserWish;

/** What an address under {@code /media/} names. Other spellings of the same path are not media. Immutable. */
sealed interface MediaTarget {
    /** A stream to be watched, with the ticket for it. */
    sealed interface Stream extends MediaTarget {
        StreamKey stream();

        ViewerCredential.@Nullable TicketText ticket();
    }

    /** {@code /media/live/{cameraId}/{main|sub}?ticket=…[&codecs=…][&sound=1]}: fMP4 over a WebSocket. */
    record Live(StreamKey stream, ViewerCredential.@Nullable TicketText ticket, BrowserWish wish) implements Stream {}

    /** {@code /media/play/{grantId}/{cameraId}?ticket=…}: a recording over a WebSocket. */
    record Recorded(String grant, StreamKey stream, ViewerCredential.@Nullable TicketText ticket) implements Stream {}

    /** {@code /media/whep/{cameraId}/{main|sub}?ticket=…}: an offer of WebRTC. */
    record Whep(StreamKey stream, ViewerCredential.@Nullable TicketText ticket) implements Stream {}

    /** {@code /media/whep/sessions/{id}}: a session of WebRTC. */
    record WhepSession(String id) implements MediaTarget {}

    /** Nothing. */
    record Unknown() implements MediaTarget {}

    String PREFIX = "/media/";
    Pattern STREAM = Pattern.compile("/media/(live|whep)/([0-9a-f-]{36})/(main|sub)");
    Pattern RECORDED = Pattern.compile("/media/play/([0-9a-zA-Z-]{1,64})/([0-9a-f-]{36})");
    Pattern SESSION = Pattern.compile("/media/whep/sessions/([0-9a-f]{40})");
    Pattern TICKET = Pattern.compile("(?:^|&)ticket=([A-Za-z0-9_-]{1,1400})(?:&|$)");
    Pattern CODECS = Pattern.compile("(?:^|&)codecs=([A-Za-z0-9,%]{0,200})(?:&|$)");
    Pattern SOUND = Pattern.compile("(?:^|&)sound=1(?:&|$)");

    static boolean isMedia(String uri) {
        return uri.startsWith(PREFIX);
    }

    static MediaTarget parse(String uri) {
        int question = uri.indexOf('?');
        String path = question < 0 ? uri : uri.substring(0, question);
        String query = question < 0 ? "" : uri.substring(question + 1);
        Matcher session = SESSION.matcher(path);
        if (session.matches()) {
            return new WhepSession(session.group(1));
        }
        Matcher ticket = TICKET.matcher(query);
        ViewerCredential.TicketText shown = ticket.find() ? new ViewerCredential.TicketText(ticket.group(1)) : null;
        Matcher stream = STREAM.matcher(path);
        Matcher recorded = RECORDED.matcher(path);
        try {
            if (recorded.matches()) {
                StreamKey key = new StreamKey(CameraId.parse(recorded.group(2)), StreamProfile.MAIN);
                return new Recorded(recorded.group(1), key, shown);
            }
            if (stream.matches()) {
                StreamKey key = new StreamKey(CameraId.parse(stream.group(2)), StreamProfile.parse(stream.group(3)));
                return stream.group(1).equals("whep") ? new Whep(key, shown) : new Live(key, shown, wish(query));
            }
            return new Unknown();
        } catch (IllegalArgumentException notAnId) {
            return new Unknown();
        }
    }

    private static BrowserWish wish(String query) {
        Matcher codecs = CODECS.matcher(query);
        String list = codecs.find() ? codecs.group(1).replaceAll("(?i)%2c", ",") : null;
        return BrowserWish.of(list, SOUND.matcher(query).find());
    }
}

package org.sharpeyes.relay.netty;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.wall.WallWindow;

/** What the path of an address names, without track and ticket. */
sealed interface RtspPath {
    Pattern LIVE = Pattern.compile("/live/([0-9a-fA-F-]{36})/(main|sub)/?");
    Pattern WALL = Pattern.compile("/wall/([a-z0-9-]{1,32})/(\\d{1,2})/?");
    Pattern RECORDED = Pattern.compile("/play/([0-9a-zA-Z-]{1,64})/([0-9a-fA-F-]{36})/?");

    /** {@code /live/{cameraId}/{main|sub}}. */
    record Live(StreamKey stream) implements RtspPath {
        @Override
        public String text() {
            return "/live/" + stream;
        }
    }

    /** {@code /play/{grantId}/{cameraId}}. */
    record Recorded(String grant, CameraId camera) implements RtspPath {
        @Override
        public String text() {
            return "/play/" + grant + "/" + camera;
        }
    }

    /** {@code /wall/{screen}/{window}}. */
    record Wall(WallWindow window) implements RtspPath {
        @Override
        public String text() {
            return "/wall/" + window;
        }
    }

    /** The path as it is written in answers. */
    String text();

    /** @return {@code null} if the path is none of ours */
    static @Nullable RtspPath parse(String path) {
        try {
            Matcher live = LIVE.matcher(path);
            if (live.matches()) {
                return new Live(new StreamKey(CameraId.parse(live.group(1)), StreamProfile.parse(live.group(2))));
            }
            Matcher recorded = RECORDED.matcher(path);
            if (recorded.matches()) {
                return new Recorded(recorded.group(1), CameraId.parse(recorded.group(2)));
            }
            Matcher wall = WALL.matcher(path);
            if (wall.matches()) {
                return new Wall(new WallWindow(wall.group(1), Integer.parseInt(wall.group(2))));
            }
            return null;
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }
}

package org.sharpeyes.recording.volume;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;

/** {@code <point>/<stream>/<date>/<start>.mp4}, times in UTC. Stateless. */
final class SegmentPaths {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH-mm-ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SegmentPaths() {}

    /** @param again 0, or a number that makes the name another one */
    static String path(StreamKey stream, Instant start, int again) {
        return stream.camera() + "/" + stream.profile().text() + "/" + DATE.format(start) + "/" + TIME.format(start)
                + (again == 0 ? "" : "-" + again) + ".mp4";
    }

    /** Whose segment this is. {@code path} has the shape of {@link #path}. */
    static StreamKey stream(String path) {
        String[] parts = path.split("/", 4);
        return new StreamKey(CameraId.parse(parts[0]), StreamProfile.parse(parts[1]));
    }
}

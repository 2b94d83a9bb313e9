package org.sharpeyes.relay;

import java.util.ArrayList;
import java.util.List;

/** The tracks of a stream, in the order in which packets name them. */
public record StreamDescription(List<TrackDescription> tracks) {
    /** More than any camera has; the interleaved channel of a track is twice its index. */
    public static final int MAX_TRACKS = 8;

    public StreamDescription {
        tracks = List.copyOf(tracks);
        if (tracks.isEmpty() || tracks.size() > MAX_TRACKS) {
            throw new IllegalArgumentException("tracks: " + tracks.size() + " (expected: 1 to " + MAX_TRACKS + ")");
        }
    }

    public boolean hasVideo() {
        return tracks.stream().anyMatch(TrackDescription::video);
    }

    /** Whether a viewer that was told {@code this} can go on with what {@code other} sends. */
    public boolean compatibleWith(StreamDescription other) {
        if (tracks.size() != other.tracks.size()) {
            return false;
        }
        for (int i = 0; i < tracks.size(); i++) {
            if (!tracks.get(i).sameCodec(other.tracks.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What new viewers are told after a reopening: packets keep the payload types of the first description. */
    public StreamDescription withPayloadTypesOf(StreamDescription first) {
        List<TrackDescription> same = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            same.add(tracks.get(i).withPayloadType(first.tracks.get(i).payloadType()));
        }
        return new StreamDescription(same);
    }
}

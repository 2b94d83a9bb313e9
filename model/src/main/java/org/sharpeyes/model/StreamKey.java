package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

/** One stream of one camera: what is opened upstream exactly once, however many watch. */
public record StreamKey(CameraId camera, StreamProfile profile) {
    public StreamKey {
        requireNonNull(camera, "camera");
        requireNonNull(profile, "profile");
    }

    @Override
    public String toString() {
        return camera + "/" + profile.text();
    }
}

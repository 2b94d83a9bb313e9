package org.sharpeyes.relay.playback;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.relay.ViewerCredential;

/**
 * Somebody wants to play what a grant opens of one camera.
 *
 * @param grant as it stood in the address, 1 to {@value #MAX_GRANT_LENGTH} letters, digits and hyphens; not checked yet
 * @param client the address the request came from
 */
public record PlayRequest(String grant, CameraId camera, ViewerCredential credential, InetAddress client) {
    public static final int MAX_GRANT_LENGTH = 64;

    public PlayRequest {
        requireNonNull(grant, "grant");
        requireNonNull(camera, "camera");
        requireNonNull(credential, "credential");
        requireNonNull(client, "client");
        if (grant.isEmpty() || grant.length() > MAX_GRANT_LENGTH) {
            throw new IllegalArgumentException(
                    "grant: " + grant.length() + " characters (expected: 1 to " + MAX_GRANT_LENGTH + ")");
        }
    }
}

package org.sharpeyes.gateway.registration;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.model.DeviceId;

/** Opens a stream once to see whether a picture really comes. Thread-safe. */
public interface FirstFrame {
    /**
     * What came first.
     *
     * @param codec {@code H264} or {@code H265}
     * @param width 0 if the stream does not tell
     * @param after from the first connection until the key frame was whole
     */
    record Seen(String codec, int width, int height, Duration after) {}

    /** No picture came; the message is for a technician and holds no credential. */
    final class NoPictureException extends Exception {
        private static final long serialVersionUID = 1L;

        public NoPictureException(String message) {
            super(message);
        }
    }

    /**
     * Plays the stream until its first whole key frame, then tears it down.
     *
     * @param device whose refusals are counted
     * @return fails with {@link NoPictureException}
     */
    CompletableFuture<Seen> await(
            DeviceId device, StreamAddress address, Optional<Credentials> credentials, Duration timeout);
}

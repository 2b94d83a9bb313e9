package org.sharpeyes.relay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.UserId;

/**
 * One viewer at one moment.
 *
 * @param id names the view, for kicking
 * @param transport {@code rtsp-tcp}, {@code rtsp-udp} or {@code mse}
 * @param bitsPerSecond what was sent in the last second
 * @param droppedPictures pictures this viewer lost because it was behind
 * @param falls how often it fell behind
 * @param queuedBytes what waits for it (shared with other viewers)
 * @param dropReason why it fell behind last: {@code queue-full} (more bytes waited than may), {@code queue-old} (it took nothing
 *     for too long) or {@code network-full} (the kernel took no more datagrams); {@code null} if it never did
 * @param delayMillis from the arrival of the last sent picture's first packet until it was handed to the kernel
 */
public record ViewerSnapshot(
        String id,
        UserId user,
        String userName,
        String purpose,
        String client,
        String transport,
        Instant since,
        long sentBytes,
        long sentPictures,
        long bitsPerSecond,
        long droppedPictures,
        long falls,
        long queuedBytes,
        double delayMillis,
        @Nullable String dropReason) {
    /** Of a viewer that loses nothing. */
    public ViewerSnapshot(
            String id,
            UserId user,
            String userName,
            String purpose,
            String client,
            String transport,
            Instant since,
            long sentBytes,
            long sentPictures,
            long bitsPerSecond,
            long droppedPictures,
            long falls,
            long queuedBytes,
            double delayMillis) {
        this(
                id,
                user,
                userName,
                purpose,
                client,
                transport,
                since,
                sentBytes,
                sentPictures,
                bitsPerSecond,
                droppedPictures,
                falls,
                queuedBytes,
                delayMillis,
                null);
    }
}

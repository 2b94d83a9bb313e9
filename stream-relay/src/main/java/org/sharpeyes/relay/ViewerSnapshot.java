package org.sharpeyes.relay;

import java.time.Instant;
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
        double delayMillis) {}

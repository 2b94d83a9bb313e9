package org.sharpeyes.gateway.registration;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.registration.FirstFrame.NoPictureException;
import org.sharpeyes.gateway.registration.FirstFrame.Seen;
import org.sharpeyes.model.DeviceId;

/** Waits for the first picture of a stream. Blocks. */
final class FrameCheck {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final FirstFrame firstFrame;
    private final Duration timeout;

    FrameCheck(FirstFrame firstFrame, Duration timeout) {
        this.firstFrame = firstFrame;
        this.timeout = timeout;
    }

    /** What became of it. */
    sealed interface Result {
        record Picture(Seen seen) implements Result {
            String words() {
                return seen.codec() + (seen.width() > 0 ? " " + seen.width() + "×" + seen.height() : "") + " after "
                        + seen.after().toMillis() + " ms";
            }
        }

        record Nothing(String reason) implements Result {
            /** A refused password or a missing stream stays what it is. */
            boolean mayPass() {
                return !reason.contains("password") && !reason.startsWith("not found");
            }
        }
    }

    /** Looks again when nothing came: cameras that were just asked much, or just woke, miss their first chance. */
    Result look(DeviceId device, StreamAddress address, Optional<Credentials> credentials, int attempts)
            throws InterruptedException {
        Result result = look(device, address, credentials);
        for (int again = 1; again < attempts && result instanceof Result.Nothing none && none.mayPass(); again++) {
            result = look(device, address, credentials);
        }
        return result;
    }

    private Result look(DeviceId device, StreamAddress address, Optional<Credentials> credentials)
            throws InterruptedException {
        try {
            return new Result.Picture(firstFrame
                    .await(device, address, credentials, timeout)
                    .get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoPictureException none) {
                return new Result.Nothing(String.valueOf(none.getMessage()));
            }
            throw new IllegalStateException("first frame broke its contract", e.getCause());
        } catch (TimeoutException e) {
            return new Result.Nothing("no picture within " + timeout.toSeconds() + " s");
        }
    }
}

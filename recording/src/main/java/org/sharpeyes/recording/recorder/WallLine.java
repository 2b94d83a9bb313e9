package org.sharpeyes.recording.recorder;

import java.time.Duration;
import java.time.Instant;

/**
 * Wall time of pictures from their media time: the least delay between the two that is seen in a while is the way's own,
 * what is more is jitter. Follows the drift of the camera's quartz by at most 500 ppm, so that time never jumps; a step of
 * more than two seconds is a new beginning. Confined to one thread.
 */
final class WallLine {
    private static final long SPAN_MICROS = 5_000_000;
    private static final long STEP_MICROS = 2_000_000;
    private static final long SLEW_PPM = 500;

    private boolean placed;
    /** Wall time less media time, µs. */
    private long offset;

    private long target;
    private long least;
    private long spanFrom;
    private long last;

    /** The next picture begins a new run. */
    void restart() {
        placed = false;
    }

    /** @param ticks media time, in 1/90000 s */
    Instant wall(long ticks, Instant arrived) {
        long media = ticks * 100 / 9;
        long now = micros(arrived);
        long delay = now - media;
        if (!placed || Math.abs(delay - offset) > STEP_MICROS) {
            placed = true;
            offset = delay;
            target = delay;
            least = delay;
            spanFrom = now;
            last = now;
            return instant(now);
        }
        least = Math.min(least, delay);
        if (now - spanFrom >= SPAN_MICROS) {
            target = least;
            least = delay;
            spanFrom = now;
        }
        long may = Math.max(0, now - last) * SLEW_PPM / 1_000_000 + 1;
        offset += Math.max(-may, Math.min(may, target - offset));
        last = Math.max(last, now);
        return instant(media + offset);
    }

    private static long micros(Instant instant) {
        return Duration.between(Instant.EPOCH, instant).toNanos() / 1000;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plusNanos(micros * 1000);
    }
}

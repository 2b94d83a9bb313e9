package org.sharpeyes.media.mp4;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers sound until the pictures of its time are written. Its place is found once by the time of arrival, then kept by
 * the camera's time stamps; when the two part by more than half a second it is found again. Confined to one thread.
 */
final class SoundTrack {
    private static final long APART_MILLIS = 500;
    /** About 10 s of the smallest packets. */
    private static final int MAX_FRAMES = 1024;

    private final SoundFormat format;
    private final List<SoundFrame> gathered = new ArrayList<>();
    private boolean placed;
    private boolean pictured;
    /** Wall time at media time 0, by the newest picture. */
    private long wallOfZero;

    private long offset;
    private long last = -1;
    private long lastStep;
    private int bytes;

    SoundTrack(SoundFormat format) {
        this.format = format;
    }

    SoundFormat format() {
        return format;
    }

    void picture(long mediaTicks, long wallMillis) {
        pictured = true;
        wallOfZero = wallMillis - mediaTicks / (Boxes.TIMESCALE / 1000);
    }

    /** Takes ownership of {@code frame}. */
    void push(ByteBuf frame, long timestamp, long arrivalMillis) {
        if (!pictured || gathered.size() >= MAX_FRAMES || !frame.isReadable()) {
            frame.release();
            return;
        }
        long byArrival = Math.max(0, arrivalMillis - wallOfZero) * format.sampleRate() / 1000;
        long apart = Math.abs(timestamp + offset - byArrival);
        if (!placed || apart > APART_MILLIS * format.sampleRate() / 1000) {
            placed = true;
            offset = byArrival - timestamp;
        }
        long time = Math.max(timestamp + offset, last + 1);
        if (last >= 0) {
            lastStep = time - last;
        }
        last = time;
        gathered.add(new SoundFrame(frame, time));
        bytes += frame.readableBytes() + 8;
    }

    boolean isEmpty() {
        return gathered.isEmpty();
    }

    /** Room that {@link #write} needs at most. */
    int bytes() {
        return bytes + 128;
    }

    void write(ByteBuf out, int sequence) {
        SoundFrame newest = gathered.get(gathered.size() - 1);
        long step = format.codec() == SoundFormat.Codec.AAC
                ? Math.max(lastStep, 1)
                : newest.data().readableBytes() / format.channels();
        Fragments.writeSound(out, sequence, gathered, newest.decodeTime() + step);
        discard();
    }

    void discard() {
        gathered.forEach(frame -> frame.data().release());
        gathered.clear();
        bytes = 0;
    }
}

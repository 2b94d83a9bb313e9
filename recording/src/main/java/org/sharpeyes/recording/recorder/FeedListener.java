package org.sharpeyes.recording.recorder;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.List;
import org.sharpeyes.recording.GapCause;

/** What a feed says. All methods are called on the executor that was given when it was opened, in order. */
public interface FeedListener {
    /** The stream plays. Comes again when its format has changed. */
    void opened(List<FeedTrack> tracks);

    /**
     * One picture, or some sound.
     *
     * @param packets its RTP packets, each behind {@code '$'}, channel and length (RFC 2326 §10.12); borrowed
     * @param arrived wall time of its first packet
     */
    void media(int track, ByteBuf packets, Instant arrived);

    /**
     * One RTCP sender report.
     *
     * @param packet framed as above; borrowed
     */
    void report(int track, ByteBuf packet, Instant arrived);

    /** The source is lost and will be opened again; what follows leans on nothing before it. May be said twice, the second time with a better cause. */
    void interrupted(GapCause cause, String detail);
}

package org.sharpeyes.relay.picture;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * All packets of one access unit in one shared buffer, framed once for everybody.
 *
 * <p>For RTSP viewers the buffer is a run of interleaved frames (RFC 2326 §10.12):
 *
 * <pre>
 * '$' | channel | length (16 bit) | packet | '$' | channel | …
 * </pre>
 *
 * with channel {@code 2 × track} for RTP and one more for RTCP. For browsers it is one fMP4 fragment.
 *
 * <p>Immutable but for its reference count, which is the buffer's: whoever keeps a picture calls {@link #retain()} and
 * later {@link #release()}. May be passed between threads.
 */
public final class Picture {
    /** What a viewer that lost pictures must know of the next one. */
    public enum Kind {
        /** Decoding can start here. */
        KEY,
        /** Needs what came before it, back to a key picture. */
        DELTA,
        /** Sound or metadata: needs nothing, but makes no sense without pictures. */
        SIDE,
        /** RTCP: small, always welcome. */
        CONTROL
    }

    private final ByteBuf buffer;
    private final Kind kind;
    private final int track;
    private final int timestamp;
    private final long arrivedNanos;
    private final @Nullable InitSegment init;

    /**
     * Takes ownership of {@code buffer}.
     *
     * @param timestamp RTP time stamp as viewers see it
     * @param arrivedNanos monotonic time at which the first packet came
     */
    public Picture(ByteBuf buffer, Kind kind, int track, int timestamp, long arrivedNanos) {
        this(buffer, kind, track, timestamp, arrivedNanos, null);
    }

    /** @param init what a browser needs before this fragment; {@code null} for RTP */
    public Picture(ByteBuf buffer, Kind kind, int track, int timestamp, long arrivedNanos, @Nullable InitSegment init) {
        this.init = init;
        this.buffer = buffer;
        this.kind = kind;
        this.track = track;
        this.timestamp = timestamp;
        this.arrivedNanos = arrivedNanos;
    }

    /** The shared bytes, borrowed. Readers use absolute indexes or duplicates: the indexes belong to nobody. */
    public ByteBuf buffer() {
        return buffer;
    }

    public int bytes() {
        return buffer.readableBytes();
    }

    public Kind kind() {
        return kind;
    }

    public boolean key() {
        return kind == Kind.KEY;
    }

    public int track() {
        return track;
    }

    public int timestamp() {
        return timestamp;
    }

    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** What a browser must have before this fragment; {@code null} for RTP. */
    public @Nullable InitSegment init() {
        return init;
    }

    public Picture retain() {
        buffer.retain();
        return this;
    }

    public void release() {
        buffer.release();
    }

    @Override
    public String toString() {
        return kind + " of track " + track + ", " + bytes() + " B, time stamp " + Integer.toUnsignedString(timestamp);
    }
}

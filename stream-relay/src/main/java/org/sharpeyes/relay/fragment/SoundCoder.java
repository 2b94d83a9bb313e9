package org.sharpeyes.relay.fragment;

import io.netty.buffer.ByteBuf;

/** How the sound of one camera becomes samples of an MP4 track. Confined to the stream's owner thread. */
interface SoundCoder {
    /** Told of each sample that was appended to the data. */
    @FunctionalInterface
    interface Samples {
        /** @param duration in ticks of the track's clock */
        void sample(int bytes, int duration);
    }

    /**
     * Appends what one RTP packet carries to {@code data}.
     *
     * @param payload borrowed
     * @param position of the first sample in the track
     */
    void code(ByteBuf payload, long position, ByteBuf data, Samples samples);

    /**
     * Appends silence.
     *
     * @return {@code false} if this coder cannot make any
     */
    boolean silence(int ticks, long position, ByteBuf data, Samples samples);

    /** Writes the sample entry (ISO/IEC 14496-12 §12.2.3). */
    void writeSampleEntry(BoxWriter box);
}

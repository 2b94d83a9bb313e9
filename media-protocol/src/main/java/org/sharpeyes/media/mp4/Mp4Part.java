package org.sharpeyes.media.mp4;

import io.netty.buffer.ByteBuf;
import org.sharpeyes.media.video.PictureFormat;

/** One piece of the file or stream, to be written in order. Whoever gets it owns one reference to its bytes. */
public sealed interface Mp4Part permits Mp4Part.Init, Mp4Part.Fragment {
    ByteBuf data();

    /**
     * ftyp and moov. Comes before the first fragment and again when the parameter sets change: a browser appends it, a
     * recording begins a new file with it.
     *
     * @param codecs for {@code MediaSource.isTypeSupported}, such as {@code avc1.64001F}
     */
    record Init(ByteBuf data, String codecs, PictureFormat format) implements Mp4Part {}

    /**
     * prft, moof and mdat; with sound, moof and mdat of the sound that came meanwhile.
     *
     * @param startsWithKeyFrame decoding can begin here
     * @param newRun the camera's time stamps jumped before this fragment; media time goes on without a gap
     * @param decodeTime of its first sample, in 1/90000 s from the first fragment of all
     * @param duration in 1/90000 s
     * @param samples number of pictures
     * @param wallMillis when its first picture arrived, ms since 1970, as its prft says
     */
    record Fragment(
            ByteBuf data,
            boolean startsWithKeyFrame,
            boolean newRun,
            long decodeTime,
            long duration,
            int samples,
            long wallMillis)
            implements Mp4Part {}
}

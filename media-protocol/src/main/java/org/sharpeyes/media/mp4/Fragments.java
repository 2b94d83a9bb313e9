package org.sharpeyes.media.mp4;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.VideoCodec;

/** Writes prft, moof and mdat (ISO 14496-12 §8.8, §8.16.5). */
final class Fragments {
    /** prft: the clock is our own wall clock at arrival, consistent within the stream. */
    private static final int PRFT_ARBITRARY_CONSISTENT = 8;

    private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;
    private static final int DEFAULT_BASE_IS_MOOF = 0x020000;
    private static final int TRUN_ALL = 0x000F01;
    private static final int TRUN_DURATION_SIZE = 0x000301;
    private static final int SYNC_SAMPLE = 0x02000000;
    private static final int OTHER_SAMPLE = 0x01010000;

    private Fragments() {}

    static void write(ByteBuf out, int sequence, List<Sample> samples, long end) {
        Sample first = samples.get(0);
        int prft = Boxes.beginFull(out, "prft", 1, PRFT_ARBITRARY_CONSISTENT);
        out.writeInt(Boxes.TRACK).writeLong(ntp(first.wallMillis())).writeLong(unsigned(first.decodeTime()));
        Boxes.end(out, prft);
        int moof = Boxes.begin(out, "moof");
        int mfhd = Boxes.beginFull(out, "mfhd", 0, 0);
        out.writeInt(sequence);
        Boxes.end(out, mfhd);
        int traf = Boxes.begin(out, "traf");
        int tfhd = Boxes.beginFull(out, "tfhd", 0, DEFAULT_BASE_IS_MOOF);
        out.writeInt(Boxes.TRACK);
        Boxes.end(out, tfhd);
        int tfdt = Boxes.beginFull(out, "tfdt", 1, 0);
        out.writeLong(unsigned(first.decodeTime()));
        Boxes.end(out, tfdt);
        int trun = Boxes.beginFull(out, "trun", 1, TRUN_ALL);
        out.writeInt(samples.size());
        int offset = out.writerIndex();
        out.writeInt(0);
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            long next = i + 1 < samples.size() ? samples.get(i + 1).decodeTime() : end;
            out.writeInt((int) Math.max(1, next - sample.decodeTime()));
            out.writeInt(bytes(sample.picture()));
            out.writeInt(sample.picture().keyFrame() ? SYNC_SAMPLE : OTHER_SAMPLE);
            out.writeInt((int) (sample.presentationTime() - sample.decodeTime()));
        }
        Boxes.end(out, trun);
        Boxes.end(out, traf);
        Boxes.end(out, moof);
        int mdat = Boxes.begin(out, "mdat");
        out.setInt(offset, out.writerIndex() - moof);
        samples.forEach(sample -> copy(sample.picture(), out));
        Boxes.end(out, mdat);
    }

    /** moof and mdat of the sound track; {@code end} is the decode time of what follows. Borrows the frames. */
    static void writeSound(ByteBuf out, int sequence, List<SoundFrame> frames, long end) {
        int moof = Boxes.begin(out, "moof");
        int mfhd = Boxes.beginFull(out, "mfhd", 0, 0);
        out.writeInt(sequence);
        Boxes.end(out, mfhd);
        int traf = Boxes.begin(out, "traf");
        int tfhd = Boxes.beginFull(out, "tfhd", 0, DEFAULT_BASE_IS_MOOF);
        out.writeInt(Boxes.SOUND_TRACK);
        Boxes.end(out, tfhd);
        int tfdt = Boxes.beginFull(out, "tfdt", 1, 0);
        out.writeLong(unsigned(frames.get(0).decodeTime()));
        Boxes.end(out, tfdt);
        int trun = Boxes.beginFull(out, "trun", 0, TRUN_DURATION_SIZE);
        out.writeInt(frames.size());
        int offset = out.writerIndex();
        out.writeInt(0);
        for (int i = 0; i < frames.size(); i++) {
            long next = i + 1 < frames.size() ? frames.get(i + 1).decodeTime() : end;
            out.writeInt((int) Math.max(1, next - frames.get(i).decodeTime()));
            out.writeInt(frames.get(i).data().readableBytes());
        }
        Boxes.end(out, trun);
        Boxes.end(out, traf);
        Boxes.end(out, moof);
        int mdat = Boxes.begin(out, "mdat");
        out.setInt(offset, out.writerIndex() - moof);
        for (SoundFrame frame : frames) {
            out.writeBytes(
                    frame.data(), frame.data().readerIndex(), frame.data().readableBytes());
        }
        Boxes.end(out, mdat);
    }

    /** Media time begins at 0; pictures shown before the first one decoded may lie below it and are drawn up. */
    private static long unsigned(long time) {
        return Math.max(0, time);
    }

    private static long ntp(long wallMillis) {
        long seconds = Math.floorDiv(wallMillis, 1000L) + NTP_EPOCH_SECONDS;
        long fraction = (Math.floorMod(wallMillis, 1000L) << 32) / 1000;
        return seconds << 32 | fraction;
    }

    /** Parameter sets stand in the sample entry, delimiters say nothing there. */
    private static boolean kept(VideoCodec codec, int firstByte) {
        int type = codec.nalType(firstByte);
        return !codec.isParameterSet(type) && !codec.isDelimiter(type);
    }

    private static int bytes(AccessUnit picture) {
        int bytes = 0;
        ByteBuf data = picture.data();
        for (int at = data.readerIndex(); at < data.writerIndex(); ) {
            int length = AccessUnit.LENGTH_BYTES + data.getInt(at);
            bytes += kept(picture.codec(), data.getByte(at + AccessUnit.LENGTH_BYTES)) ? length : 0;
            at += length;
        }
        return bytes;
    }

    private static void copy(AccessUnit picture, ByteBuf out) {
        ByteBuf data = picture.data();
        for (int at = data.readerIndex(); at < data.writerIndex(); ) {
            int length = AccessUnit.LENGTH_BYTES + data.getInt(at);
            if (kept(picture.codec(), data.getByte(at + AccessUnit.LENGTH_BYTES))) {
                out.writeBytes(data, at, length);
            }
            at += length;
        }
    }
}

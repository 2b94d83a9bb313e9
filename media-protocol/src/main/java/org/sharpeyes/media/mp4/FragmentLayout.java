package org.sharpeyes.media.mp4;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the samples of one {@code moof mdat} pair lie, as {@link FragmentedMp4Writer} writes it. Immutable.
 *
 * @param sound whether it is of the sound track
 * @param decodeTime of the first sample, in the track's time scale
 * @param decodeTimeAt where the 64-bit decode time stands in the buffer
 * @param end index after the pair
 */
public record FragmentLayout(boolean sound, long decodeTime, int decodeTimeAt, List<Entry> samples, int end) {
    private static final int HEAD = 8;
    private static final int MAX_SAMPLES = 65_536;
    private static final int NON_SYNC = 0x00010000;

    /**
     * One sample.
     *
     * @param at index of its first byte in the buffer
     * @param duration in the track's time scale
     * @param compositionOffset presentation time less decode time
     */
    public record Entry(int at, int bytes, long decodeTime, int duration, int compositionOffset, boolean key) {}

    public FragmentLayout {
        samples = List.copyOf(samples);
    }

    /** In the track's time scale. */
    public long duration() {
        return samples.stream().mapToLong(Entry::duration).sum();
    }

    /**
     * Reads the pair whose {@code moof} begins at {@code at}.
     *
     * @param data borrowed; indexes are absolute, and in the result too
     * @return {@code null} if there is no whole pair of this shape
     */
    public static @Nullable FragmentLayout read(ByteBuf data, int at) {
        long moof = boxBytes(data, at, "moof");
        if (moof < 0) {
            return null;
        }
        int mdatAt = (int) (at + moof);
        long mdat = boxBytes(data, mdatAt, "mdat");
        if (mdat < 0) {
            return null;
        }
        int traf = child(data, at + HEAD, mdatAt, "traf");
        if (traf < 0) {
            return null;
        }
        int trafEnd = traf + data.getInt(traf);
        int tfhd = child(data, traf + HEAD, trafEnd, "tfhd");
        int tfdt = child(data, traf + HEAD, trafEnd, "tfdt");
        int trun = child(data, traf + HEAD, trafEnd, "trun");
        if (tfhd < 0 || tfdt < 0 || trun < 0 || data.getInt(tfdt) < 20 || data.getInt(tfhd) < 16) {
            return null;
        }
        boolean sound = data.getInt(tfhd + 12) == Boxes.SOUND_TRACK;
        long decodeTime = data.getLong(tfdt + 12);
        List<Entry> samples = samples(data, trun, at, decodeTime, (int) (mdatAt + mdat));
        return samples == null
                ? null
                : new FragmentLayout(sound, decodeTime, tfdt + 12, samples, (int) (mdatAt + mdat));
    }

    private static @Nullable List<Entry> samples(ByteBuf data, int trun, int moofAt, long decodeTime, int end) {
        int flags = data.getUnsignedMedium(trun + 9);
        boolean all = (flags & 0xF00) == 0xF00;
        int row = all ? 16 : 8;
        int count = data.getInt(trun + 12);
        if ((flags & 0x301) != 0x301
                || count < 0
                || count > MAX_SAMPLES
                || 20L + (long) count * row > data.getInt(trun)) {
            return null;
        }
        List<Entry> samples = new ArrayList<>(count);
        long sampleAt = (long) moofAt + data.getInt(trun + 16);
        long time = decodeTime;
        for (int i = 0; i < count; i++) {
            int rowAt = trun + 20 + i * row;
            int duration = data.getInt(rowAt);
            int bytes = data.getInt(rowAt + 4);
            boolean key = !all || (data.getInt(rowAt + 8) & NON_SYNC) == 0;
            int composition = all ? data.getInt(rowAt + 12) : 0;
            if (bytes < 0 || sampleAt < moofAt || sampleAt + bytes > end) {
                return null;
            }
            samples.add(new Entry((int) sampleAt, bytes, time, duration, composition, key));
            sampleAt += bytes;
            time += duration;
        }
        return samples;
    }

    /** The length of the box at {@code at} if it is of this type and lies wholly in the buffer, else -1. */
    private static long boxBytes(ByteBuf data, int at, String type) {
        if (at < 0 || at + HEAD > data.writerIndex()) {
            return -1;
        }
        long bytes = data.getUnsignedInt(at);
        return bytes < HEAD || at + bytes > data.writerIndex() || !isType(data, at, type) ? -1 : bytes;
    }

    private static int child(ByteBuf data, int from, int end, String type) {
        int at = from;
        while (at + HEAD <= end) {
            long bytes = data.getUnsignedInt(at);
            if (bytes < HEAD || at + bytes > end) {
                return -1;
            }
            if (isType(data, at, type)) {
                return at;
            }
            at += (int) bytes;
        }
        return -1;
    }

    private static boolean isType(ByteBuf data, int at, String type) {
        for (int i = 0; i < 4; i++) {
            if (data.getByte(at + 4 + i) != type.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

package org.sharpeyes.testkit.video;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sharpeyes.media.video.VideoCodec;

/** The little of NAL units that a camera needs to know: cutting an Annex B stream, and writing its time into an SEI. */
public final class NalUnits {
    /** Marks the SEI of a simulated camera (user_data_unregistered, H.264 §D.1.7, H.265 §D.2.7). */
    private static final byte[] SEI_ID = {
        0x5e, (byte) 0xe5, 0x63, 0x61, 0x6d, 0x65, 0x72, 0x61, 0x63, 0x6c, 0x6f, 0x63, 0x6b, 0x30, 0x30, 0x31
    };

    /** What the SEI of a simulated camera says: who sent the picture, and when by the true wall clock. */
    public record Stamp(String name, Instant at) {}

    private NalUnits() {}

    /** Cuts a byte stream of H.264 Annex B or H.265 Annex B; zero bytes before a start code belong to it. */
    static List<byte[]> split(byte[] stream) {
        List<byte[]> units = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                add(units, stream, begin, i);
                begin = i + 3;
                i += 2;
            }
        }
        add(units, stream, begin, stream.length);
        return units;
    }

    private static void add(List<byte[]> units, byte[] stream, int begin, int end) {
        if (begin < 0) {
            return;
        }
        int last = end;
        while (last > begin && stream[last - 1] == 0) {
            last--;
        }
        if (last > begin) {
            units.add(Arrays.copyOfRange(stream, begin, last));
        }
    }

    static int type(VideoCodec codec, byte[] nal) {
        return codec == VideoCodec.H264 ? nal[0] & 0x1f : nal[0] >> 1 & 0x3f;
    }

    static boolean isParameterSet(VideoCodec codec, byte[] nal) {
        int type = type(codec, nal);
        return codec == VideoCodec.H264 ? type == 7 || type == 8 : type >= 32 && type <= 34;
    }

    static boolean isKeySlice(VideoCodec codec, byte[] nal) {
        int type = type(codec, nal);
        return codec == VideoCodec.H264 ? type == 5 : type >= 16 && type <= 21;
    }

    /** Whether the unit holds coded picture data (as against parameter sets, SEI, delimiters). */
    public static boolean isSlice(VideoCodec codec, byte[] nal) {
        int type = type(codec, nal);
        return codec == VideoCodec.H264 ? type >= 1 && type <= 5 : type < 32;
    }

    /** Whether the slice is the first of its picture: first_mb_in_slice, or first_slice_segment_in_pic_flag. */
    static boolean beginsPicture(VideoCodec codec, byte[] nal) {
        int header = codec == VideoCodec.H264 ? 1 : 2;
        return isSlice(codec, nal) && nal.length > header && (nal[header] & 0x80) != 0;
    }

    /** The SEI unit that carries name and wall clock of the sender. */
    public static byte[] stamp(VideoCodec codec, String name, Instant at) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(SEI_ID.length + 8 + text.length)
                .put(SEI_ID)
                .putLong(at.toEpochMilli())
                .put(text)
                .array();
        if (body.length > 254) {
            throw new IllegalArgumentException("name: \"" + name + "\" (expected: at most 200 bytes)");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 12);
        if (codec == VideoCodec.H264) {
            out.write(6);
        } else {
            out.write(39 << 1);
            out.write(1);
        }
        out.write(5);
        out.write(body.length);
        int zeros = 0;
        for (byte value : body) {
            if (zeros == 2 && (value & 0xff) <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        out.write(0x80);
        return out.toByteArray();
    }

    /** Reads the SEI that {@link #stamp} writes; empty for any other unit. */
    public static Optional<Stamp> readStamp(VideoCodec codec, byte[] nal) {
        int header = codec == VideoCodec.H264 ? 1 : 2;
        int expected = codec == VideoCodec.H264 ? 6 : 39;
        if (nal.length < header + 2 + SEI_ID.length + 8 || type(codec, nal) != expected || nal[header] != 5) {
            return Optional.empty();
        }
        int length = nal[header + 1] & 0xff;
        byte[] body = new byte[length];
        int zeros = 0;
        int at = header + 2;
        for (int i = 0; i < length; i++) {
            if (zeros == 2 && at < nal.length && nal[at] == 3) {
                at++;
                zeros = 0;
            }
            if (at >= nal.length) {
                return Optional.empty();
            }
            body[i] = nal[at++];
            zeros = body[i] == 0 ? zeros + 1 : 0;
        }
        if (length < SEI_ID.length + 8 || !Arrays.equals(body, 0, SEI_ID.length, SEI_ID, 0, SEI_ID.length)) {
            return Optional.empty();
        }
        long millis = ByteBuffer.wrap(body, SEI_ID.length, 8).getLong();
        String name = new String(body, SEI_ID.length + 8, length - SEI_ID.length - 8, StandardCharsets.UTF_8);
        return Optional.of(new Stamp(name, Instant.ofEpochMilli(millis)));
    }
}

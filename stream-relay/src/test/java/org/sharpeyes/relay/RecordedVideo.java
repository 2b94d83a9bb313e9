package org.sharpeyes.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A few seconds of real H.264, cut into the RTP payloads of its pictures. */
public final class RecordedVideo {
    private static final int MAX_PAYLOAD = 1400;
    private static final int RTP_HEAD = 12;

    private final List<List<byte[]>> pictures = new ArrayList<>();
    private byte[] sps = new byte[0];
    private byte[] pps = new byte[0];

    public static RecordedVideo load() {
        return load("testsrc-320x240.h264");
    }

    public static RecordedVideo load(String name) {
        try (InputStream in = RecordedVideo.class.getResourceAsStream("/video/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no recording on the class path");
            }
            return new RecordedVideo(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From a file of H.264 with start codes. */
    public static RecordedVideo of(Path file) throws IOException {
        return new RecordedVideo(Files.readAllBytes(file));
    }

    private RecordedVideo(byte[] annexB) {
        List<byte[]> units = new ArrayList<>();
        int start = -1;
        for (int i = 0; i + 2 < annexB.length; i++) {
            if (annexB[i] == 0 && annexB[i + 1] == 0 && annexB[i + 2] == 1) {
                if (start >= 0) {
                    units.add(unit(annexB, start, i));
                }
                start = i + 3;
                i += 2;
            }
        }
        units.add(unit(annexB, start, annexB.length));
        List<byte[]> open = new ArrayList<>();
        boolean hasPicture = false;
        for (byte[] unit : units) {
            int type = unit[0] & 0x1F;
            boolean slice = type == 1 || type == 5;
            // first_mb_in_slice 0 is a single 1 bit: another picture begins, as it does with parameter sets and SEI.
            if (hasPicture && (!slice || (unit[1] & 0x80) != 0)) {
                pictures.add(List.copyOf(open));
                open.clear();
                hasPicture = false;
            }
            hasPicture |= slice;
            if (type == 7) {
                sps = unit;
            } else if (type == 8) {
                pps = unit;
            }
            packetise(unit, open);
        }
        pictures.add(List.copyOf(open));
    }

    public int pictures() {
        return pictures.size();
    }

    public TrackDescription track() {
        Base64.Encoder base64 = Base64.getEncoder();
        return new TrackDescription(
                TrackDescription.Kind.VIDEO,
                96,
                "H264",
                90_000,
                1,
                "packetization-mode=1;sprop-parameter-sets=" + base64.encodeToString(sps) + ","
                        + base64.encodeToString(pps));
    }

    /** The NAL units of one picture, each behind its length in four bytes; the caller releases it. */
    public ByteBuf units(int picture) {
        ByteBuf all = Unpooled.buffer();
        int lengthAt = 0;
        for (byte[] payload : pictures.get(picture % pictures.size())) {
            boolean fragment = (payload[0] & 0x1F) == 28;
            if (!fragment || (payload[1] & 0x80) != 0) {
                lengthAt = all.writerIndex();
                all.writeInt(0);
            }
            if (!fragment) {
                all.writeBytes(payload);
            } else {
                if ((payload[1] & 0x80) != 0) {
                    all.writeByte(payload[0] & 0xE0 | payload[1] & 0x1F);
                }
                all.writeBytes(payload, 2, payload.length - 2);
            }
            all.setInt(lengthAt, all.writerIndex() - lengthAt - 4);
        }
        return all;
    }

    public boolean key(int picture) {
        return pictures.get(picture % pictures.size()).stream()
                .anyMatch(payload -> (payload[0] & 0x1F) == 5 || (payload[0] & 0x1F) == 28 && (payload[1] & 0x1F) == 5);
    }

    /** The RTP packets of one picture. */
    public List<ByteBuf> packets(int picture, int firstSequence, int timestamp, int ssrc) {
        List<byte[]> payloads = pictures.get(picture % pictures.size());
        List<ByteBuf> packets = new ArrayList<>();
        for (int i = 0; i < payloads.size(); i++) {
            boolean last = i == payloads.size() - 1;
            ByteBuf packet = Unpooled.directBuffer(RTP_HEAD + payloads.get(i).length);
            packet.writeByte(0x80).writeByte((last ? 0x80 : 0) | 96).writeShort(firstSequence + i);
            packet.writeInt(timestamp).writeInt(ssrc).writeBytes(payloads.get(i));
            packets.add(packet);
        }
        return packets;
    }

    private static byte[] unit(byte[] from, int start, int end) {
        int last = end;
        while (last > start && from[last - 1] == 0) {
            last--;
        }
        return java.util.Arrays.copyOfRange(from, start, last);
    }

    private static void packetise(byte[] unit, List<byte[]> into) {
        if (unit.length <= MAX_PAYLOAD) {
            into.add(unit);
            return;
        }
        int at = 1;
        while (at < unit.length) {
            int some = Math.min(MAX_PAYLOAD - 2, unit.length - at);
            byte[] fragment = new byte[some + 2];
            fragment[0] = (byte) (unit[0] & 0x60 | 28);
            int start = at == 1 ? 0x80 : 0;
            int end = at + some == unit.length ? 0x40 : 0;
            fragment[1] = (byte) (start | end | unit[0] & 0x1F);
            System.arraycopy(unit, at, fragment, 2, some);
            into.add(fragment);
            at += some;
        }
    }
}

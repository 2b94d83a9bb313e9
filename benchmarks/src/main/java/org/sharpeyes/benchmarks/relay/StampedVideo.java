package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An H.264 elementary stream cut into pictures and RTP payloads (RFC 6184, packetization-mode 1), each picture led by
 * an SEI message that has room for the time it is sent. Immutable.
 */
final class StampedVideo {
    /** Payload bytes of one RTP packet, as the peers' figures were taken with. */
    static final int MAX_PAYLOAD = 1200;

    /** Marks our SEI (user_data_unregistered, H.264 D.1.6); the stamp follows as 16 hexadecimal digits. */
    static final byte[] STAMP_UUID = "sharp-eyes-bench".getBytes(StandardCharsets.US_ASCII);

    static final int STAMP_DIGITS = 16;
    private static final int SEI = 6;
    private static final int FU_A = 28;

    /** One picture: RTP payloads in order. The first that is an SEI carries the stamp at {@code stampOffset}. */
    record Picture(List<byte[]> payloads, int stampPayload, int stampOffset, boolean key) {}

    private final List<Picture> pictures;
    private final byte[] sps;
    private final byte[] pps;

    private StampedVideo(List<Picture> pictures, byte[] sps, byte[] pps) {
        this.pictures = List.copyOf(pictures);
        this.sps = sps;
        this.pps = pps;
    }

    /** Makes (once, kept in {@code cache}) the clip of the table: 1080p25, about 4.1 Mbit/s, key frame each 2 s. */
    static StampedVideo clip(Path cache) throws IOException, InterruptedException {
        return made(cache, "bench-1080p25", "1920x1080", 4, 4100, 50);
    }

    /** Makes a tile with a smart codec's long group: 640×360, about 0.5 Mbit/s, key frame each 10 s. */
    static StampedVideo longGroup(Path cache) throws IOException, InterruptedException {
        return made(cache, "bench-360p25-long", "640x360", 10, 500, 250);
    }

    private static StampedVideo made(Path cache, String name, String size, int seconds, int kilobits, int group)
            throws IOException, InterruptedException {
        Path file = cache.resolve(name + ".h264");
        if (!Files.exists(file)) {
            Files.createDirectories(cache);
            Path part = cache.resolve(name + ".part.h264");
            Process ffmpeg = new ProcessBuilder(
                            "ffmpeg",
                            "-y",
                            "-loglevel",
                            "error",
                            "-f",
                            "lavfi",
                            "-i",
                            "testsrc2=size=" + size + ":rate=25,noise=alls=12:allf=t",
                            "-t",
                            Integer.toString(seconds),
                            "-pix_fmt",
                            "yuv420p",
                            "-c:v",
                            "libx264",
                            "-preset",
                            "veryfast",
                            "-profile:v",
                            "high",
                            "-b:v",
                            kilobits + "k",
                            "-maxrate",
                            kilobits + "k",
                            "-bufsize",
                            kilobits / 2 + "k",
                            "-g",
                            Integer.toString(group),
                            "-keyint_min",
                            Integer.toString(group),
                            "-sc_threshold",
                            "0",
                            "-bf",
                            "0",
                            "-x264-params",
                            "nal-hrd=cbr:slices=1",
                            part.toString())
                    .inheritIO()
                    .start();
            if (ffmpeg.waitFor() != 0) {
                throw new IOException("ffmpeg could not make the benchmark clip (is it installed with libx264?)");
            }
            Files.move(part, file);
        }
        return cut(Files.readAllBytes(file));
    }

    static StampedVideo cut(byte[] stream) {
        List<Picture> pictures = new ArrayList<>();
        List<byte[]> open = new ArrayList<>();
        byte[] sps = new byte[0];
        byte[] pps = new byte[0];
        for (byte[] nal : nalUnits(stream)) {
            int type = nal[0] & 0x1f;
            switch (type) {
                case 7 -> sps = nal;
                case 8 -> pps = nal;
                case 1, 5 -> {
                    open.clear();
                    int stampAt = 0;
                    if (type == 5) {
                        open.add(sps);
                        open.add(pps);
                        stampAt = 2;
                    }
                    open.add(stampSei());
                    fragment(nal, open);
                    // NAL head, payload type, payload size, UUID: then the digits.
                    pictures.add(new Picture(List.copyOf(open), stampAt, 3 + STAMP_UUID.length, type == 5));
                }
                default -> {
                    // Access unit delimiters, filler and the encoder's own SEI are not needed.
                }
            }
        }
        if (sps.length < 4 || pictures.isEmpty()) {
            throw new IllegalArgumentException("clip: no parameter sets or pictures (expected: H.264, Annex B)");
        }
        return new StampedVideo(pictures, sps, pps);
    }

    private static byte[] stampSei() {
        ByteBuffer sei = ByteBuffer.allocate(3 + STAMP_UUID.length + STAMP_DIGITS + 1);
        sei.put((byte) SEI).put((byte) 5).put((byte) (STAMP_UUID.length + STAMP_DIGITS));
        sei.put(STAMP_UUID).put("0".repeat(STAMP_DIGITS).getBytes(StandardCharsets.US_ASCII));
        sei.put((byte) 0x80);
        return sei.array();
    }

    private static void fragment(byte[] nal, List<byte[]> payloads) {
        if (nal.length <= MAX_PAYLOAD) {
            payloads.add(nal);
            return;
        }
        int type = nal[0] & 0x1f;
        byte indicator = (byte) ((nal[0] & 0xe0) | FU_A);
        int room = MAX_PAYLOAD - 2;
        for (int at = 1; at < nal.length; at += room) {
            int length = Math.min(room, nal.length - at);
            byte[] payload = new byte[length + 2];
            payload[0] = indicator;
            int flags = (at == 1 ? 0x80 : 0) | (at + length == nal.length ? 0x40 : 0);
            payload[1] = (byte) (flags | type);
            System.arraycopy(nal, at, payload, 2, length);
            payloads.add(payload);
        }
    }

    private static List<byte[]> nalUnits(byte[] stream) {
        List<byte[]> units = new ArrayList<>();
        int start = -1;
        for (int i = 0; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                if (start >= 0) {
                    units.add(trimmed(stream, start, i));
                }
                start = i + 3;
                i += 2;
            }
        }
        if (start >= 0) {
            units.add(trimmed(stream, start, stream.length));
        }
        return units;
    }

    private static byte[] trimmed(byte[] stream, int from, int to) {
        int end = to;
        while (end > from + 1 && stream[end - 1] == 0) {
            end--;
        }
        return java.util.Arrays.copyOfRange(stream, from, end);
    }

    List<Picture> pictures() {
        return pictures;
    }

    /** RTP payload bytes of one second at 25 pictures, averaged over the clip. */
    double bitsPerSecond() {
        long bytes = 0;
        for (Picture picture : pictures) {
            for (byte[] payload : picture.payloads()) {
                bytes += payload.length + 16L;
            }
        }
        return bytes * 8.0 * 25 / pictures.size();
    }

    String sdp() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=bench\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\n"
                + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;profile-level-id="
                + String.format("%02X%02X%02X", sps[1], sps[2], sps[3])
                + ";sprop-parameter-sets="
                + base64.encodeToString(sps)
                + ","
                + base64.encodeToString(pps)
                + "\r\na=control:track1\r\n";
    }
}

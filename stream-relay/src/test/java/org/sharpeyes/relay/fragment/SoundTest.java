package org.sharpeyes.relay.fragment;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sharpeyes.relay.RecordedVideo;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.picture.InitSegment;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.picture.PictureGatherer;

/** Sound beside pictures in fragments; ffmpeg is the judge of what comes out. */
class SoundTest {
    private static final int PICTURE_MILLIS = 40;

    private final List<Picture> fragments = new ArrayList<>();

    @AfterEach
    void release() {
        fragments.forEach(Picture::release);
        assertThat(fragments).allMatch(fragment -> fragment.buffer().refCnt() == 0);
    }

    @ParameterizedTest
    @CsvSource({"PCMA, alaw, 160", "PCMU, mulaw, 160", "PCMA, alaw, 320", "PCMU, mulaw, 1000"})
    @Tag("slow")
    void g711IsHeardWithoutLoss(String encoding, String ffmpegName, int samplesPerPacket, @TempDir Path folder)
            throws Exception {
        byte[] sound = soundWithEverything();
        Path raw = folder.resolve("raw");
        Files.write(raw, sound);
        Path mp4 = muxed(
                new TrackDescription(TrackDescription.Kind.AUDIO, 8, encoding, 8000, 1, null),
                folder,
                sound.length / 8,
                (at, packet) -> {
                    int from = at * samplesPerPacket;
                    if (from + samplesPerPacket > sound.length) {
                        return -1;
                    }
                    packet.writeBytes(sound, from, samplesPerPacket);
                    return from;
                },
                samplesPerPacket / 8);
        byte[] expected = pcm("-f", ffmpegName, "-ar", "8000", "-ac", "1", "-i", raw.toString());
        byte[] heard = pcm("-i", mp4.toString());
        // What came before the first picture, and after the last, belongs to none.
        int first = indexOf(expected, Arrays.copyOf(heard, 800));
        assertThat(heard.length).isGreaterThan(expected.length * 8 / 10);
        assertThat(first).isNotNegative();
        assertThat(heard).isEqualTo(Arrays.copyOfRange(expected, first, first + heard.length));
        assertThat(fragments.get(0).init())
                .satisfies(init -> assertThat(Objects.requireNonNull(init).mime())
                        .matches("video/mp4; codecs=\"avc1\\.[0-9A-F]{6}, flac\""));
    }

    @Test
    @Tag("slow")
    void aacPassesAsItIs(@TempDir Path folder) throws Exception {
        Path adts = folder.resolve("tone.aac");
        command(
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=700:sample_rate=16000:duration=3",
                "-c:a",
                "aac",
                "-b:a",
                "48k",
                "-profile:a",
                "aac_low",
                adts.toString());
        List<byte[]> units = accessUnits(Files.readAllBytes(adts));
        TrackDescription track = new TrackDescription(
                TrackDescription.Kind.AUDIO,
                97,
                "MPEG4-GENERIC",
                16_000,
                1,
                "streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=1408");
        Path mp4 = muxed(
                track,
                folder,
                3000,
                (at, packet) -> {
                    if (at >= units.size()) {
                        return -1;
                    }
                    packet.writeShort(16).writeShort(units.get(at).length << 3).writeBytes(units.get(at));
                    return at * 1024;
                },
                64);
        List<String> source = hashes("-i", adts.toString());
        List<String> heard = hashes("-i", mp4.toString());
        assertThat(heard.size()).isGreaterThan(source.size() * 8 / 10);
        int first = source.indexOf(heard.get(5)) - 5;
        // The decoder's first output depends on what came before it.
        assertThat(heard.subList(2, heard.size())).isEqualTo(source.subList(first + 2, first + heard.size()));
        assertThat(Objects.requireNonNull(fragments.get(0).init()).mime()).contains(", mp4a.40.2\"");
    }

    @Test
    @Tag("slow")
    void lostPacketsBecomeSilenceSoThatNoGapIsLeft(@TempDir Path folder) throws Exception {
        Path mp4 = muxed(
                new TrackDescription(TrackDescription.Kind.AUDIO, 8, "PCMA", 8000, 1, null),
                folder,
                3000,
                (at, packet) -> {
                    int number = at < 40 ? at : at + 10;
                    packet.writeBytes(new byte[160]);
                    return number * 160;
                },
                20);
        byte[] heard = pcm("-i", mp4.toString());
        int silent = 0;
        for (int i = 0; i < heard.length; i += 2) {
            silent += heard[i] == 0 && heard[i + 1] == 0 ? 1 : 0;
        }
        assertThat(silent).isEqualTo(10 * 160);
        assertThat(heard.length / 2).isGreaterThan(110 * 160);
    }

    @Test
    void soundNeverHoldsAPictureUp() throws IOException {
        muxed(
                new TrackDescription(TrackDescription.Kind.AUDIO, 8, "PCMA", 8000, 1, null),
                null,
                2000,
                (at, packet) -> -1,
                20);
        assertThat(fragments).hasSize(50);
    }

    @Test
    void soundThatNoBrowserKnowsIsNoSound() {
        TrackDescription g726 = new TrackDescription(TrackDescription.Kind.AUDIO, 99, "G726-32", 8000, 1, null);
        TrackDescription latm =
                new TrackDescription(TrackDescription.Kind.AUDIO, 99, "MP4A-LATM", 8000, 1, "config=40");
        TrackDescription broken =
                new TrackDescription(TrackDescription.Kind.AUDIO, 99, "MPEG4-GENERIC", 8000, 1, "config=xyz");
        assertThat(SoundTrack.of(new StreamDescription(List.of(g726, latm, broken))))
                .isEmpty();
    }

    @Test
    void anyPacketIsSurvived() {
        Random random = new Random(20261126);
        AacSound aac = new AacSound(new SoundTrack(0, "MPEG4-GENERIC", 16_000, 1, "1408"));
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = 0;
            }
            ByteBuf data = Unpooled.buffer();
            int[] sum = new int[1];
            aac.code(Unpooled.wrappedBuffer(bytes), 0, data, (size, duration) -> sum[0] += size);
            assertThat(sum[0]).isEqualTo(data.readableBytes());
        }
    }

    /** Writes the payload of packet {@code at} and says its time stamp; -1 for no more. */
    private interface Source {
        int packet(int at, ByteBuf payload);
    }

    private Path muxed(TrackDescription sound, @Nullable Path folder, int millis, Source source, int packetMillis)
            throws IOException {
        RecordedVideo video = RecordedVideo.load();
        StreamDescription description = new StreamDescription(List.of(video.track(), sound));
        FragmentMaker maker = Objects.requireNonNull(
                FragmentMaker.withSound(description, UnpooledByteBufAllocator.DEFAULT, fragments::add));
        List<PictureGatherer> gatherers =
                PictureGatherer.forTracks(description.tracks(), UnpooledByteBufAllocator.DEFAULT, picture -> {
                    maker.push(picture);
                    picture.release();
                });
        int sequence = 7;
        int packet = 0;
        for (int now = 0; now < millis; now += PICTURE_MILLIS) {
            for (ByteBuf one : video.packets(now / PICTURE_MILLIS, sequence, now * 90, 99)) {
                gatherers.get(0).packet(one, now * 1_000_000L);
                one.release();
                sequence++;
            }
            for (; packet * packetMillis < now + PICTURE_MILLIS; packet++) {
                ByteBuf one = Unpooled.buffer();
                one.writeByte(0x80)
                        .writeByte(sound.payloadType())
                        .writeShort(packet)
                        .writeInt(0)
                        .writeInt(5);
                int timestamp = source.packet(packet, one);
                if (timestamp >= 0) {
                    one.setInt(4, timestamp);
                    gatherers.get(1).packet(one, (long) packet * packetMillis * 1_000_000L);
                }
                one.release();
            }
        }
        maker.close();
        gatherers.forEach(PictureGatherer::restart);
        if (folder == null) {
            return Path.of("nowhere");
        }
        Path mp4 = folder.resolve("out.mp4");
        Files.write(mp4, file());
        return mp4;
    }

    /** Noise of all strengths, a tone, silence, one value, and every code there is. */
    private static byte[] soundWithEverything() {
        Random random = new Random(3);
        byte[] sound = new byte[8000 * 3];
        random.nextBytes(sound);
        for (int i = 8000; i < 16_000; i++) {
            sound[i] = (byte) (0xD5 + Math.round(20 * Math.sin(i / 9.0)));
        }
        Arrays.fill(sound, 16_000, 18_000, (byte) 0xD5);
        Arrays.fill(sound, 18_000, 20_000, (byte) 0x2A);
        for (int i = 20_000; i < sound.length; i++) {
            sound[i] = (byte) i;
        }
        return sound;
    }

    private static List<byte[]> accessUnits(byte[] adts) {
        List<byte[]> units = new ArrayList<>();
        int at = 0;
        while (at + 7 <= adts.length) {
            int length = (adts[at + 3] & 3) << 11 | (adts[at + 4] & 0xFF) << 3 | (adts[at + 5] & 0xE0) >> 5;
            units.add(Arrays.copyOfRange(adts, at + 7, at + length));
            at += length;
        }
        return units;
    }

    private byte[] file() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InitSegment known = null;
        for (Picture fragment : fragments) {
            if (fragment.init() != known) {
                known = Objects.requireNonNull(fragment.init());
                out.write(known.bytes());
            }
            ByteBuf bytes = fragment.buffer();
            int length = bytes.getUnsignedByte(1);
            int head = length < 126 ? 2 : length == 126 ? 4 : 10;
            bytes.getBytes(head, out, bytes.readableBytes() - head);
        }
        return out.toByteArray();
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i += 2) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] pcm(String... input) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error"));
        command.addAll(List.of(input));
        command.addAll(List.of("-map", "0:a", "-f", "s16le", "-"));
        Process process = new ProcessBuilder(command).start();
        byte[] bytes = process.getInputStream().readAllBytes();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
        return bytes;
    }

    private static List<String> hashes(String... input) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error"));
        command.addAll(List.of(input));
        command.addAll(List.of("-map", "0:a", "-f", "framemd5", "-"));
        return command(command.toArray(String[]::new))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }

    private static String command(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return text;
    }
}

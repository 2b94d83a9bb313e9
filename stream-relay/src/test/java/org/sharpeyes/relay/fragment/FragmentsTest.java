package org.sharpeyes.relay.fragment;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sharpeyes.relay.RecordedVideo;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.picture.InitSegment;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.picture.PictureGatherer;

class FragmentsTest {
    private final List<Picture> fragments = new ArrayList<>();

    @AfterEach
    void release() {
        fragments.forEach(Picture::release);
        assertThat(fragments).allMatch(fragment -> fragment.buffer().refCnt() == 0);
    }

    @ParameterizedTest
    @CsvSource({"testsrc-320x240.h264, 3600", "bframes-160x120.h264, 3600", "slices-160x120.h264, 3600"})
    @Tag("slow")
    void everyPictureArrivesAsItWasAndInOrder(String name, int ticks, @TempDir Path folder) throws Exception {
        make(RecordedVideo.load(name), ticks, folder.resolve("presentation.txt"), folder, name);
        Path mp4 = folder.resolve("out.mp4");
        Files.write(mp4, file());
        Path source = Path.of(
                Objects.requireNonNull(getClass().getResource("/video/" + name)).toURI());
        assertThat(md5s(mp4)).isNotEmpty().isEqualTo(md5s(source));
    }

    @Test
    void theFirstFragmentIsAKeyFrameAndNamesTheFormat() {
        make(RecordedVideo.load(), 3600, 10);
        Picture first = fragments.get(0);
        InitSegment init = Objects.requireNonNull(first.init());
        assertThat(first.key()).isTrue();
        assertThat(init.mime()).matches("video/mp4; codecs=\"avc1\\.[0-9A-F]{6}\"");
        assertThat(init.width()).isEqualTo(320);
        assertThat(init.height()).isEqualTo(240);
        assertThat(fragments).hasSize(10).allMatch(fragment -> fragment.init() == init);
    }

    @Test
    void aFragmentIsOneWebSocketMessage() {
        make(RecordedVideo.load(), 3600, 2);
        for (Picture fragment : fragments) {
            ByteBuf bytes = fragment.buffer();
            int length = bytes.getUnsignedByte(1);
            int head = length < 126 ? 2 : length == 126 ? 4 : 10;
            int payload = length < 126 ? length : length == 126 ? bytes.getUnsignedShort(2) : (int) bytes.getLong(2);
            assertThat(bytes.getUnsignedByte(0)).isEqualTo((short) 0x82);
            assertThat(bytes.readableBytes()).isEqualTo(head + payload);
            assertThat(bytes.toString(head + 4, 4, StandardCharsets.US_ASCII)).isEqualTo("moof");
        }
    }

    @Test
    void decodingTimesGrowAndNeverPassThePicture() {
        DecodeTimes times = new DecodeTimes(1);
        long last = Long.MIN_VALUE;
        // I P B B with one reference level: presentation 0 3 1 2 6 4 5.
        for (long presentation : new long[] {0, 3, 1, 2, 6, 4, 5, 9, 7, 8}) {
            long decode = times.next(presentation * 3600 + 900_000);
            assertThat(decode)
                    .isLessThanOrEqualTo(presentation * 3600 + 900_000)
                    .isGreaterThan(last);
            last = decode;
        }
    }

    @Test
    void aStreamThatHidesItsReorderingIsLearned() {
        DecodeTimes times = new DecodeTimes(0);
        long last = Long.MIN_VALUE;
        for (long presentation : new long[] {0, 3, 1, 2, 6, 4, 5, 9, 7, 8}) {
            long decode = times.next(presentation * 3600 + 900_000);
            assertThat(decode).isGreaterThan(last);
            if (presentation > 5) {
                assertThat(decode).isLessThanOrEqualTo(presentation * 3600 + 900_000);
            }
            last = decode;
        }
    }

    private void make(RecordedVideo video, int ticks, int pictures) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < pictures; i++) {
            order.add(i);
        }
        run(video, ticks, order);
    }

    private void make(RecordedVideo video, int ticks, Path list, Path folder, String name) throws Exception {
        Path source = Path.of(
                Objects.requireNonNull(getClass().getResource("/video/" + name)).toURI());
        // Presentation order, which RTP carries and Annex B does not: asked of ffmpeg, picture by picture.
        Path timed = folder.resolve("timed.mp4");
        command(List.of(
                "ffmpeg", "-v", "error", "-y", "-r", "25", "-i", source.toString(), "-c", "copy", timed.toString()));
        String times = command(List.of(
                "ffprobe",
                "-v",
                "error",
                "-select_streams",
                "v",
                "-show_entries",
                "packet=pts_time",
                "-of",
                "csv=p=0",
                timed.toString()));
        List<Integer> order = new ArrayList<>();
        for (String line : times.split("\n")) {
            if (!line.isBlank()) {
                order.add((int)
                        Math.round(Double.parseDouble(line.replace(",", "").strip()) * 25));
            }
        }
        Files.writeString(list, times);
        run(video, ticks, order);
    }

    private void run(RecordedVideo video, int ticks, List<Integer> presentation) {
        StreamDescription description = new StreamDescription(List.of(video.track()));
        FragmentMaker maker =
                Objects.requireNonNull(FragmentMaker.of(description, UnpooledByteBufAllocator.DEFAULT, fragments::add));
        PictureGatherer gatherer = PictureGatherer.forTracks(
                        description.tracks(), UnpooledByteBufAllocator.DEFAULT, picture -> {
                            maker.push(picture);
                            picture.release();
                        })
                .get(0);
        int sequence = 7;
        for (int i = 0; i < presentation.size(); i++) {
            List<ByteBuf> packets = video.packets(i, sequence, presentation.get(i) * ticks, 99);
            sequence += packets.size();
            for (ByteBuf packet : packets) {
                gatherer.packet(packet, i);
                packet.release();
            }
        }
        maker.close();
        gatherer.restart();
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

    private static List<String> md5s(Path video) throws Exception {
        String text = command(List.of(
                "ffmpeg", "-v", "error", "-i", video.toString(), "-vsync", "passthrough", "-f", "framemd5", "-"));
        List<String> md5s = new ArrayList<>();
        for (String line : text.split("\n")) {
            assertThat(line).doesNotContain("rror");
            if (!line.startsWith("#") && !line.isBlank()) {
                md5s.add(line.substring(line.lastIndexOf(',') + 1).strip());
            }
        }
        return md5s;
    }

    private static String command(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return text;
    }
}

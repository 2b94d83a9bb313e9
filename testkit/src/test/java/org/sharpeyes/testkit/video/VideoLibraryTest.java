package org.sharpeyes.testkit.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.media.video.VideoCodec;

class VideoLibraryTest {
    private static final VideoFormat SUB = new VideoFormat(VideoCodec.H264, 640, 360, 15, 2, 300_000);

    @TempDir
    Path folder;

    @Test
    void aLoopDecodesWhollyAndNamesItsCameraInEveryPicture() {
        VideoLoop loop = library(7).loop("cam-0001", SUB, PictureKind.MOVING).join();

        List<GreyDecoder.Grey> pictures = decode(loop.pictures());
        assertThat(loop.pictures()).hasSize(60);
        assertThat(loop.pictures().stream().filter(EncodedPicture::key)).hasSize(2);
        assertThat(loop.parameterSets()).hasSize(2);
        assertThat(pictures).hasSize(60).allSatisfy(picture -> assertThat(picture.cells())
                .hasValueSatisfying(reading -> {
                    assertThat(reading.name()).isEqualTo("cam-0001");
                    assertThat(reading.live()).isFalse();
                }));
    }

    @Test
    void aLivePictureShowsItsOwnTime() {
        Instant at = Instant.parse("2026-11-23T21:15:30.125Z");
        try (LiveEncoder encoder = library(7).live("gate-3", SUB)) {
            List<EncodedPicture> coded = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                coded.add(encoder.encode(at.plusMillis(i * 66L), i == 3));
            }
            List<GreyDecoder.Grey> pictures = decode(coded);

            assertThat(coded.stream().map(EncodedPicture::key)).containsExactly(true, false, false, true, false);
            assertThat(pictures.get(0).cells()).hasValue(new CellCode.Reading("gate-3", at, true));
            assertThat(pictures.get(4).cells()).hasValue(new CellCode.Reading("gate-3", at.plusMillis(264), true));
        }
    }

    @Test
    void aFrozenLoopRepeatsOnePictureAndABlackOneIsDark() {
        List<GreyDecoder.Grey> frozen = decode(
                library(7).loop("cam-0001", SUB, PictureKind.FROZEN).join().pictures());
        List<GreyDecoder.Grey> black = decode(
                library(7).loop("cam-0001", SUB, PictureKind.BLACK).join().pictures());

        assertThat(difference(frozen.get(5), frozen.get(29))).isLessThan(2.0);
        assertThat(black).allSatisfy(picture -> assertThat(mean(picture)).isLessThan(20));
    }

    @Test
    void camerasLookDifferentAndOneSeedLooksTheSame() {
        byte[] first = flat(library(7).loop("cam-0001", SUB, PictureKind.MOVING).join());
        byte[] again = flat(new VideoLibrary(folder.resolve("other"), 7, Runnable::run)
                .loop("cam-0001", SUB, PictureKind.MOVING)
                .join());
        byte[] other = flat(library(7).loop("cam-0002", SUB, PictureKind.MOVING).join());

        assertThat(Arrays.equals(first, again)).isTrue();
        assertThat(Arrays.equals(first, other)).isFalse();
    }

    @Test
    void parameterSetsDependOnTheFormatAlone() {
        VideoLoop moving = library(7).loop("cam-0001", SUB, PictureKind.MOVING).join();
        VideoLoop black = library(7).loop("cam-0001", SUB, PictureKind.BLACK).join();
        try (LiveEncoder encoder = library(7).live("cam-0001", SUB)) {
            VideoLoop live = new VideoLoop(
                    VideoCodec.H264,
                    640,
                    360,
                    15,
                    List.of(encoder.encode(Instant.parse("2026-11-23T00:00:00Z"), true)));
            assertThat(live.parameterSets()).containsExactlyElementsOf(black.parameterSets());
        }
        assertThat(moving.parameterSets()).containsExactlyElementsOf(black.parameterSets());
    }

    @Test
    void aDamagedFileIsCodedAnew() throws Exception {
        byte[] first = flat(library(7).loop("cam-0001", SUB, PictureKind.MOVING).join());
        try (var files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
        }

        assertThat(flat(library(7).loop("cam-0001", SUB, PictureKind.MOVING).join()))
                .isEqualTo(first);
    }

    private VideoLibrary library(long seed) {
        return new VideoLibrary(folder, seed, Runnable::run);
    }

    private static List<GreyDecoder.Grey> decode(List<EncodedPicture> pictures) {
        List<GreyDecoder.Grey> decoded = new ArrayList<>();
        try (GreyDecoder decoder = new GreyDecoder(VideoCodec.H264)) {
            for (EncodedPicture picture : pictures) {
                decoded.addAll(decoder.decode(picture.nalUnits()));
            }
            decoded.addAll(decoder.finish());
        }
        return decoded;
    }

    private static byte[] flat(VideoLoop loop) {
        var out = new java.io.ByteArrayOutputStream();
        loop.pictures().forEach(picture -> picture.nalUnits().forEach(out::writeBytes));
        return out.toByteArray();
    }

    private static double difference(GreyDecoder.Grey a, GreyDecoder.Grey b) {
        long sum = 0;
        for (int i = 0; i < a.luma().length; i++) {
            sum += Math.abs((a.luma()[i] & 0xff) - (b.luma()[i] & 0xff));
        }
        return (double) sum / a.luma().length;
    }

    private static double mean(GreyDecoder.Grey picture) {
        long sum = 0;
        for (byte value : picture.luma()) {
            sum += value & 0xff;
        }
        return (double) sum / picture.luma().length;
    }
}

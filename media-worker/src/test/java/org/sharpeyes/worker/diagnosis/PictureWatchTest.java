package org.sharpeyes.worker.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharpeyes.worker.diagnosis.PictureWatch.Finding;
import org.sharpeyes.worker.diagnosis.PictureWatch.Verdict;

class PictureWatchTest {
    private final DrawnScene scene = new DrawnScene(4);
    private final PictureWatch watch = new PictureWatch(ZoneOffset.UTC, PictureBaseline.EMPTY, List.of());
    private Instant now = Instant.parse("2026-05-01T10:00:00Z");

    private Verdict look() {
        return look(scene.next());
    }

    private Verdict look(PictureMeasures picture) {
        now = now.plus(Duration.ofMinutes(1));
        return watch.look(picture, now);
    }

    private void learn() {
        for (int i = 0; i < 5; i++) {
            assertThat(look().findings()).noneMatch(Finding::bad);
        }
    }

    private static Consumer<DrawnScene> spoil(PictureFault fault) {
        return scene -> {
            switch (fault) {
                case BLACK -> scene.light = 0.02;
                case WHITE -> scene.brighter = 210;
                case FROZEN -> throw new IllegalArgumentException("needs the same picture again");
                case BLUR -> scene.blurred = true;
                case COVERED -> scene.coveredTo = 500;
                case COLOUR_CAST -> scene.red = 25;
                case NOISE -> scene.noise = 30;
                case VIEW_SHIFTED -> scene.right = 56;
            }
        };
    }

    @ParameterizedTest
    @EnumSource(names = "FROZEN", mode = EnumSource.Mode.EXCLUDE)
    void eachFaultIsNamedAfterTwoPicturesAndEndsAfterTwoGoodOnes(PictureFault fault) {
        learn();
        spoil(fault).accept(scene);
        assertThat(look().bad()).as("after one picture").isFalse();
        Verdict second = look();
        assertThat(second.began()).containsExactly(fault);
        assertThat(second.words()).contains(fault.words());

        DrawnScene well = new DrawnScene(4);
        assertThat(look(well.next()).bad()).as("after one good picture").isTrue();
        assertThat(look(well.next()).ended()).containsExactly(fault);
        assertThat(look(well.next()).clean()).isTrue();
    }

    @Test
    void theSamePictureAgainIsFrozenWhileAStillSceneWithNoiseIsNot() {
        scene.walker = false;
        scene.light = 0.4;
        scene.noise = 1;
        for (int i = 0; i < 12; i++) {
            assertThat(look().findings()).noneMatch(finding -> finding.score() >= 1);
        }
        PictureMeasures last = scene.next();
        look(last);
        assertThat(look(last).bad()).isFalse();
        assertThat(look(last).began()).containsExactly(PictureFault.FROZEN);
        look();
        assertThat(look().ended()).containsExactly(PictureFault.FROZEN);
    }

    @Test
    void picturesSecondsApartSayNothingOfStillness() {
        learn();
        PictureMeasures same = scene.next();
        for (int i = 0; i < 6; i++) {
            now = now.plusSeconds(1);
            assertThat(watch.look(same, now).findings()).noneMatch(finding -> finding.score() >= 1);
        }
    }

    @Test
    void passersByAreNoFault() {
        for (int i = 0; i < 25; i++) {
            assertThat(look().findings()).noneMatch(finding -> finding.score() >= 1);
        }
    }

    @Test
    void nightIsLearnedByHourAndIsNoFaultTheNextNight() {
        for (int day = 0; day < 2; day++) {
            for (int hour = 0; hour < 24; hour += 2) {
                boolean night = hour < 6 || hour >= 20;
                scene.light = night ? 0.3 : 1;
                scene.noise = night ? 4 : 1.5;
                now = Instant.parse("2026-05-01T00:00:00Z").plus(Duration.ofHours(24L * day + hour));
                for (int look = 0; look < 2; look++) {
                    assertThat(look().findings())
                            .as("day %d, %d h", day, hour)
                            .noneMatch(finding -> finding.score() >= 1);
                }
            }
        }
    }

    @Test
    void whatWasLearnedSurvivesARestartAndSoDoesAFault() {
        learn();
        scene.right = 56;
        look();
        Verdict bad = look();
        PictureWatch restarted = new PictureWatch(
                ZoneOffset.UTC, PictureBaseline.read(watch.baseline().toBytes()), bad.findings());
        now = now.plus(Duration.ofMinutes(1));
        Verdict after = restarted.look(scene.next(), now);
        assertThat(after.bad()).isTrue();
        assertThat(after.began()).isEmpty();
    }

    @Test
    void aCameraThatWasAimedAnewIsComparedWithItsNewView() {
        learn();
        scene.right = 56;
        look();
        assertThat(look().bad()).isTrue();
        watch.aimedAnew();
        look();
        look();
        assertThat(look().clean()).isTrue();
        scene.right = 0;
        look();
        assertThat(look().began()).containsExactly(PictureFault.VIEW_SHIFTED);
    }

    @Test
    void measuresSurviveTheWayOverThePipeAndForgedOnesAreRefused() {
        PictureMeasures picture = scene.next();
        byte[] bytes = picture.toBytes();
        PictureMeasures read = PictureMeasures.read(ByteBuffer.wrap(bytes));
        assertThat(read).usingRecursiveComparison().isEqualTo(picture);

        ByteBuffer.wrap(bytes).putFloat(0, Float.NaN);
        assertThatThrownBy(() -> PictureMeasures.read(ByteBuffer.wrap(bytes)))
                .hasMessage("mean: NaN (expected: 0 to 255)");
    }
}

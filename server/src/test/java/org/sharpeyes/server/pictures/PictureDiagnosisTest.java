package org.sharpeyes.server.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.server.pictures.postgres.PostgresPictures;
import org.sharpeyes.server.pictures.postgres.PostgresPictures.Course;
import org.sharpeyes.server.pictures.postgres.PostgresPictures.Which;
import org.sharpeyes.server.town.RunningServer;
import org.sharpeyes.worker.diagnosis.PictureFault;
import org.sharpeyes.worker.diagnosis.PictureMeasures;
import org.sharpeyes.worker.diagnosis.PictureMeter;

class PictureDiagnosisTest {
    @SuppressWarnings("NullAway.Init")
    private static PostgresPictures store;

    private final CameraId camera = new CameraId(UUID.randomUUID());
    private final List<Evidence> told = new CopyOnWriteArrayList<>();
    private final Random random = new Random(3);
    private Instant now = Instant.parse("2026-05-01T10:00:00Z");

    @BeforeAll
    static void start() throws IOException {
        store = new PostgresPictures(RunningServer.shared().context().getBean(Jdbi.class));
    }

    private PictureDiagnosis diagnosis() {
        return new PictureDiagnosis(store, told::add, () -> now, ZoneOffset.UTC);
    }

    /** Squares with a little noise; dark when the lens is capped. */
    private PictureMeasures picture(boolean capped) {
        byte[] luma = new byte[320 * 240];
        for (int i = 0; i < luma.length; i++) {
            int square = (i % 320 / 24 + i / 320 / 20) % 2 == 0 ? 60 : 150;
            luma[i] = (byte) ((capped ? 4 : square + i % 7) + random.nextInt(4));
        }
        byte[] grey = new byte[160 * 120];
        java.util.Arrays.fill(grey, (byte) 128);
        PictureMeter.Plane chroma = new PictureMeter.Plane(grey, 160, 120);
        return new PictureMeter().measure(new PictureMeter.Plane(luma, 320, 240), chroma, chroma);
    }

    private void see(PictureDiagnosis diagnosis, boolean capped, int jpeg) {
        now = now.plus(Duration.ofMinutes(1));
        long before = diagnosis.judged();
        diagnosis.seen(camera, picture(capped), new byte[] {(byte) jpeg}, now);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> diagnosis.judged() > before && newest(diagnosis).equals(now));
    }

    private Instant newest(PictureDiagnosis diagnosis) {
        return diagnosis.newest(camera).map(PictureDiagnosis.Seen::checkedAt).orElse(Instant.MIN);
    }

    private byte[] proof(Which which) {
        return store.proof(camera, PictureFault.BLACK, which).orElseThrow().jpeg();
    }

    @Test
    void aFaultIsToldWithAPairOfPicturesSurvivesARestartAndIsProvedMended() {
        try (PictureDiagnosis diagnosis = diagnosis()) {
            see(diagnosis, false, 1);
            see(diagnosis, false, 2);
            assertThat(told).allMatch(Evidence::good);
            int good = told.size();
            see(diagnosis, true, 3);
            assertThat(told).as("in doubt nothing is told").hasSize(good);
            assertThat(diagnosis.lookAgain(camera)).isTrue();
            see(diagnosis, true, 4);
            await().atMost(Duration.ofSeconds(60)).until(() -> told.size() > good);
            Evidence bad = told.get(good);
            assertThat(bad.layer()).isEqualTo(HealthLayer.PICTURE_GOOD);
            assertThat(bad.outcome()).isEqualTo(Evidence.Outcome.BAD);
            assertThat(bad.detail()).startsWith("black (score ");
        }
        assertThat(proof(Which.BEFORE)).containsExactly(1);
        assertThat(proof(Which.AFTER)).containsExactly(4);
        assertThat(store.proof(camera, PictureFault.BLACK, Which.MENDED)).isEmpty();

        try (PictureDiagnosis restarted = diagnosis()) {
            see(restarted, true, 5);
            assertThat(store.courses(camera)).extracting(Course::bad).containsExactly(true);
            see(restarted, false, 6);
            see(restarted, false, 7);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> told.get(told.size() - 1).good());
        }
        assertThat(store.courses(camera)).extracting(Course::bad).containsExactly(false);
        assertThat(proof(Which.MENDED)).containsExactly(7);
        assertThat(store.forgetMendedBefore(now)).isGreaterThanOrEqualTo(0);
        assertThat(store.forgetMendedBefore(now.plusSeconds(1))).isPositive();
    }
}

package org.sharpeyes.worker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.worker.SnapshotOutcome.Cause;
import org.sharpeyes.worker.SnapshotOutcome.Failed;
import org.sharpeyes.worker.SnapshotOutcome.Picture;

class MediaWorkersTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static MediaWorkers workers;

    @BeforeAll
    static void start() {
        workers = new MediaWorkers(settings(1, 256, Duration.ofSeconds(60), Duration.ofSeconds(20)));
    }

    @AfterAll
    static void stop() {
        workers.close();
    }

    @Test
    void anH264KeyFrameBecomesAJpegOfTheWidthAskedFor() throws Exception {
        Picture picture = picture(workers, "h264-640x360.h264", VideoCodec.H264, 320);

        assertThat(picture.sourceWidth()).isEqualTo(640);
        assertThat(picture.sourceHeight()).isEqualTo(360);
        assertThat(picture.damaged()).isFalse();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.jpeg()));
        assertThat(image.getWidth()).isEqualTo(320);
        assertThat(image.getHeight()).isEqualTo(180);
    }

    @Test
    void anH265KeyFrameBecomesAJpeg() throws Exception {
        Picture picture = picture(workers, "h265-640x360.h265", VideoCodec.H265, 640);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.jpeg()));
        assertThat(image.getWidth()).isEqualTo(640);
        assertThat(image.getHeight()).isEqualTo(360);
    }

    @Test
    void coloursSurviveTheWay() throws Exception {
        // Seven vertical bars: grey, yellow, cyan, green, magenta, red, blue.
        Picture picture = picture(workers, "h264-1920x1080.h264", VideoCodec.H264, 700);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.jpeg()));
        assertThat(hueAt(image, 350)).isEqualTo("g");
        assertThat(hueAt(image, 550)).isEqualTo("r");
        assertThat(hueAt(image, 650)).isEqualTo("b");
    }

    @Test
    void fourSlicesOfFullRangeMakeOnePicture() throws Exception {
        assertThat(picture(workers, "h264-full-range-4slices.h264", VideoCodec.H264, 160)
                        .damaged())
                .isFalse();
    }

    @Test
    void aMeasuredPictureComesWithItsMeasures() throws Exception {
        KeyFrame bars = new KeyFrame(VideoCodec.H264, bytes("h264-640x360.h264"));
        Picture measured = (Picture) await(workers.snapshot(new SnapshotRequest(bars, 320, 80, true)));

        assertThat(measured.measures()).isNotNull();
        assertThat(measured.measures().mean()).isBetween(60f, 200f);
        assertThat(measured.measures().deviation()).isGreaterThan(20);
        assertThat(measured.measures().colour()).isGreaterThan(5);
        assertThat(picture(workers, "h264-640x360.h264", VideoCodec.H264, 320).measures())
                .isNull();
    }

    @Test
    void aSmallSourceIsNotBlownUp() throws Exception {
        assertThat(picture(workers, "h264-640x360.h264", VideoCodec.H264, 1_920).width())
                .isEqualTo(640);
    }

    @Test
    void garbageIsUndecodableAndTheWorkerGoesOn() throws Exception {
        byte[] garbage = new byte[50_000];
        new Random(7).nextBytes(garbage);

        Failed failed = failure(workers, VideoCodec.H264, garbage);

        assertThat(failed.cause()).isEqualTo(Cause.UNDECODABLE);
        picture(workers, "h264-640x360.h264", VideoCodec.H264, 320);
    }

    @Test
    void theWrongCodecIsUndecodable() throws Exception {
        assertThat(failure(workers, VideoCodec.H264, bytes("h265-640x360.h265")).cause())
                .isEqualTo(Cause.UNDECODABLE);
    }

    @Test
    void everyCutAndEveryFlippedByteGetsAnAnswer() throws Exception {
        byte[] whole = bytes("h265-640x360.h265");
        Random random = new Random(11);
        List<CompletionStage<SnapshotOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            byte[] crafted = i % 2 == 0 ? Arrays.copyOf(whole, 1 + random.nextInt(whole.length)) : whole.clone();
            for (int flips = 0; flips < i / 10; flips++) {
                crafted[random.nextInt(crafted.length)] ^= (byte) (1 << random.nextInt(8));
            }
            answers.add(workers.snapshot(new SnapshotRequest(new KeyFrame(VideoCodec.H265, crafted), 64, 80)));
        }
        for (CompletionStage<SnapshotOutcome> answer : answers) {
            assertThat(await(answer)).isNotNull();
        }
        picture(workers, "h264-640x360.h264", VideoCodec.H264, 320);
    }

    @Test
    void aKeyFrameBeyondTheBoundNeverReachesAWorker() throws Exception {
        Failed failed = failure(workers, VideoCodec.H264, new byte[(4 << 20) + 1]);

        assertThat(failed.cause()).isEqualTo(Cause.TOO_LARGE);
        assertThat(failed.detail()).contains("4194305 bytes");
    }

    @Test
    void aWorkerKilledBetweenJobsIsReplaced() throws Exception {
        picture(workers, "h264-640x360.h264", VideoCodec.H264, 320);
        long pid = workers.processIds().get(0);
        ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
        worker.destroyForcibly();
        worker.onExit().get(10, SECONDS);

        picture(workers, "h264-640x360.h264", VideoCodec.H264, 320);

        assertThat(workers.processIds()).doesNotContain(pid);
    }

    @Test
    void aWorkerKilledMidJobFailsThatJobOnly() throws Exception {
        try (MediaWorkers hanging = unruly("hang", Duration.ofSeconds(60), Duration.ofSeconds(60))) {
            CompletionStage<SnapshotOutcome> answer = hanging.snapshot(request());
            org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !hanging.processIds()
                    .isEmpty());
            ProcessHandle.of(hanging.processIds().get(0)).orElseThrow().destroyForcibly();

            assertThat(((Failed) await(answer)).cause()).isEqualTo(Cause.WORKER_DIED);
            assertThat(hanging.counters().processesLost()).isEqualTo(1);
        }
    }

    @Test
    void aWorkerThatHangsIsKilledAfterItsWallTime() throws Exception {
        try (MediaWorkers hanging = unruly("hang", Duration.ofSeconds(1), Duration.ofSeconds(60))) {
            Failed failed = (Failed) await(hanging.snapshot(request()));

            assertThat(failed.cause()).isEqualTo(Cause.TIMED_OUT);
            assertThat(failed.detail()).contains("no answer within 1000 ms");
            assertThat(hanging.processIds()).isEmpty();
        }
    }

    @Test
    void aWorkerThatSpinsIsKilledAfterItsCpuTime() throws Exception {
        try (MediaWorkers spinning = unruly("spin", Duration.ofSeconds(60), Duration.ofMillis(500))) {
            Failed failed = (Failed) await(spinning.snapshot(request()));

            assertThat(failed.cause()).isEqualTo(Cause.TIMED_OUT);
            assertThat(failed.detail()).contains("CPU");
        }
    }

    @Test
    void aWorkerThatNeverComesUpFailsTheRequest() throws Exception {
        try (MediaWorkers mute = unruly("mute", Duration.ofMillis(500), Duration.ofSeconds(60))) {
            assertThat(((Failed) await(mute.snapshot(request()))).cause()).isEqualTo(Cause.WORKER_DIED);
        }
    }

    @Test
    void aDyingWorkersLastWordsAreTold() throws Exception {
        try (MediaWorkers dying = unruly("die", Duration.ofSeconds(30), Duration.ofSeconds(30))) {
            Failed failed = (Failed) await(dying.snapshot(request()));

            assertThat(failed.cause()).isEqualTo(Cause.WORKER_DIED);
            assertThat(failed.detail()).contains("exit 3");
        }
    }

    @Test
    void aLengthBeyondTheBoundIsTheWorkersEnd() throws Exception {
        try (MediaWorkers boasting = unruly("boast", Duration.ofSeconds(30), Duration.ofSeconds(30))) {
            assertThat(((Failed) await(boasting.snapshot(request()))).cause()).isEqualTo(Cause.WORKER_DIED);
            assertThat(boasting.processIds()).isEmpty();
        }
    }

    @Test
    void whatIsNotAJpegIsNotHandedOn() throws Exception {
        try (MediaWorkers forging = unruly("forge", Duration.ofSeconds(30), Duration.ofSeconds(30))) {
            assertThat(((Failed) await(forging.snapshot(request()))).detail()).contains("not a JPEG");
        }
    }

    @Test
    void aWorkerThatHoardsMemoryEndsItself() throws Exception {
        try (MediaWorkers hoarding = unruly("hoard", Duration.ofSeconds(30), Duration.ofSeconds(30))) {
            assertThat(((Failed) await(hoarding.snapshot(request()))).cause()).isEqualTo(Cause.WORKER_DIED);
        }
    }

    @Test
    void aFullQueueAnswersBusyAtOnce() throws Exception {
        MediaWorkerSettings tiny = settings(1, 1, Duration.ofSeconds(60), Duration.ofSeconds(60));
        try (MediaWorkers hanging = new MediaWorkers(tiny, unrulyCommand(tiny, "hang"))) {
            List<CompletionStage<SnapshotOutcome>> asked = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                asked.add(hanging.snapshot(request()));
            }

            // One is under way at most and one waits: of three at least one is refused before any is answered.
            assertThat(asked).anySatisfy(stage -> assertThat(stage.toCompletableFuture())
                    .isCompletedWithValueMatching(
                            outcome -> outcome instanceof Failed failed && failed.cause() == Cause.BUSY));
            hanging.close();
            for (CompletionStage<SnapshotOutcome> stage : asked) {
                assertThat(((Failed) await(stage)).cause()).isIn(Cause.CLOSED, Cause.BUSY, Cause.WORKER_DIED);
            }
        }
    }

    @Test
    void aRequestKeepsItsValuesOverTheWire() throws Exception {
        SnapshotRequest request = new SnapshotRequest(new KeyFrame(VideoCodec.H265, new byte[] {1, 2, 3}), 3_840, 100);
        byte[] frame = new byte[Wire.REQUEST_HEADER_BYTES + 3];
        System.arraycopy(request.header(), 0, frame, 0, Wire.REQUEST_HEADER_BYTES);
        System.arraycopy(new byte[] {1, 2, 3}, 0, frame, Wire.REQUEST_HEADER_BYTES, 3);

        SnapshotRequest read = SnapshotRequest.parse(frame);

        assertThat(read.width()).isEqualTo(3_840);
        assertThat(read.quality()).isEqualTo(100);
        assertThat(read.keyFrame().codec()).isEqualTo(VideoCodec.H265);
        assertThat(read.keyFrame().annexB()).containsExactly(1, 2, 3);
    }

    @Test
    void widthsOutsideTheBoundAreRefused() {
        KeyFrame frame = new KeyFrame(VideoCodec.H264, new byte[] {0});

        assertThatThrownBy(() -> new SnapshotRequest(frame, 31, 80)).hasMessage("width: 31 (expected: 32 to 3840)");
        assertThatThrownBy(() -> new SnapshotRequest(frame, 3_841, 80)).isInstanceOf(IllegalArgumentException.class);
    }

    private static MediaWorkers unruly(String manner, Duration wall, Duration cpu) {
        MediaWorkerSettings settings = settings(1, 8, wall, cpu);
        return new MediaWorkers(settings, unrulyCommand(settings, manner));
    }

    private static List<String> unrulyCommand(MediaWorkerSettings settings, String manner) {
        List<String> command = new ArrayList<>(
                WorkerCommand.limited(settings, System.getProperty("java.class.path"), UnrulyWorker.class.getName()));
        command.add(manner);
        return command;
    }

    private static MediaWorkerSettings settings(int processes, int queue, Duration wall, Duration cpu) {
        return new MediaWorkerSettings(processes, queue, 4 << 20, wall, cpu, 48, 1_536, 1_000, folder);
    }

    private static SnapshotRequest request() throws IOException {
        return new SnapshotRequest(new KeyFrame(VideoCodec.H264, bytes("h264-640x360.h264")), 320, 80);
    }

    private static Picture picture(MediaWorkers workers, String file, VideoCodec codec, int width) throws Exception {
        SnapshotOutcome outcome =
                await(workers.snapshot(new SnapshotRequest(new KeyFrame(codec, bytes(file)), width, 80)));
        assertThat(outcome).isInstanceOf(Picture.class);
        return (Picture) outcome;
    }

    private static Failed failure(MediaWorkers workers, VideoCodec codec, byte[] annexB) throws Exception {
        SnapshotOutcome outcome = await(workers.snapshot(new SnapshotRequest(new KeyFrame(codec, annexB), 320, 80)));
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed) outcome;
    }

    private static SnapshotOutcome await(CompletionStage<SnapshotOutcome> stage) throws Exception {
        return stage.toCompletableFuture().get(120, SECONDS);
    }

    private static String hueAt(BufferedImage image, int x) {
        int rgb = image.getRGB(x, image.getHeight() / 4);
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        return red > 1.5 * Math.max(green, blue)
                ? "r"
                : green > 1.5 * Math.max(red, blue) ? "g" : blue > 1.5 * Math.max(red, green) ? "b" : "mixed";
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = MediaWorkersTest.class.getResourceAsStream("/keyframes/" + file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        }
    }
}

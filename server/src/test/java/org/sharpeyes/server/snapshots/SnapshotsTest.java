package org.sharpeyes.server.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.UserId;
import org.sharpeyes.worker.KeyFrame;
import org.sharpeyes.worker.SnapshotOutcome;
import org.sharpeyes.worker.VideoCodec;

class SnapshotsTest {
    private static final CameraId GATE = new CameraId(new UUID(1, 1));
    private static final CameraId BRIDGE = new CameraId(new UUID(1, 2));
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, 1, 2};

    private Instant now = Instant.parse("2026-05-01T08:00:00Z");
    private final List<StreamKey> asked = new ArrayList<>();
    private final List<CameraId> judged = new ArrayList<>();
    private Function<StreamKey, CompletableFuture<CapturedFrame>> source = key ->
            CompletableFuture.completedFuture(new CapturedFrame(new KeyFrame(VideoCodec.H264, new byte[] {1}), now));
    private final Snapshots snapshots = new Snapshots(
            key -> {
                asked.add(key);
                return source.apply(key);
            },
            request -> CompletableFuture.completedStage(
                    new SnapshotOutcome.Picture(JPEG, request.width(), 90, 640, 360, false)),
            new SnapshotSettings(
                    Duration.ofSeconds(15),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(20),
                    1,
                    1 << 20,
                    Duration.ofMinutes(10)),
            () -> now,
            (camera, measures, jpeg, at) -> judged.add(camera));

    @Test
    void aFreshPictureIsGivenAgainWithoutAskingTheStream() throws Exception {
        assertThat(taken(GATE).jpeg()).isEqualTo(JPEG);
        taken(GATE);
        assertThat(asked).hasSize(1);

        now = now.plusSeconds(16);
        taken(GATE);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aSmallPictureComesFromTheSubStreamAndALargeOneFromTheMain() throws Exception {
        snapshots.take(GATE, 320);
        snapshots.take(GATE, 1_280);

        assertThat(asked)
                .containsExactly(new StreamKey(GATE, StreamProfile.SUB), new StreamKey(GATE, StreamProfile.MAIN));
    }

    @Test
    void aCameraWithoutSubStreamIsAskedForItsMain() throws Exception {
        Function<StreamKey, CompletableFuture<CapturedFrame>> whole = source;
        source = key -> key.profile() == StreamProfile.SUB
                ? CompletableFuture.failedFuture(new NoKeyFrameException("UNKNOWN_STREAM"))
                : whole.apply(key);

        assertThat(taken(GATE).jpeg()).isEqualTo(JPEG);
    }

    @Test
    void aCameraThatGoesDownShowsItsLastPictureAndIsLeftAlone() throws Exception {
        Instant lastSeen = now;
        taken(GATE);
        now = now.plusSeconds(60);
        source = key -> CompletableFuture.failedFuture(new NoKeyFrameException("UNREACHABLE"));

        assertThat(taken(GATE).takenAt()).isEqualTo(lastSeen);
        assertThat(taken(GATE).takenAt()).isEqualTo(lastSeen);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aCameraThatIsDownShowsWhatIsKnownInAnotherWidth() throws Exception {
        taken(GATE);
        now = now.plusSeconds(60);
        source = key -> CompletableFuture.failedFuture(new NoKeyFrameException("UNREACHABLE"));

        assertThat(snapshots.take(GATE, 960)).isInstanceOf(Snapshots.Answer.Taken.class);
    }

    @Test
    void aPictureThatComesLateIsThereTheNextTime() throws Exception {
        CompletableFuture<CapturedFrame> late = new CompletableFuture<>();
        source = key -> late;
        assertThat(snapshots.take(GATE, 320)).isEqualTo(new Snapshots.Answer.None("no key frame yet", 3));

        late.complete(new CapturedFrame(new KeyFrame(VideoCodec.H264, new byte[] {1}), now));

        assertThat(taken(GATE).jpeg()).isEqualTo(JPEG);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aStreamWithoutKeyFrameIsLeft() throws Exception {
        CompletableFuture<CapturedFrame> never = new CompletableFuture<>();
        source = key -> never;

        assertThat(snapshots.take(GATE, 320)).isInstanceOf(Snapshots.Answer.None.class);
        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(never).isCancelled());
    }

    @Test
    void moreCapturesThanAllowedAreToldToComeAgain() throws Exception {
        CompletableFuture<CapturedFrame> slow = new CompletableFuture<>();
        source = key -> slow;
        CompletableFuture<Snapshots.Answer> first = CompletableFuture.supplyAsync(() -> {
            try {
                return snapshots.take(GATE, 320);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        org.awaitility.Awaitility.await().until(() -> !asked.isEmpty());

        assertThat(snapshots.take(BRIDGE, 320))
                .isEqualTo(new Snapshots.Answer.None("too many pictures are being taken", 2));
        slow.completeExceptionally(new NoKeyFrameException("UNREACHABLE"));
        assertThat(first.join()).isInstanceOf(Snapshots.Answer.None.class);
        source = key -> CompletableFuture.completedFuture(
                new CapturedFrame(new KeyFrame(VideoCodec.H264, new byte[] {1}), now));
        assertThat(taken(BRIDGE).jpeg()).isEqualTo(JPEG);
    }

    @Test
    void theStoreForgetsWhatNobodyAskedForLongest() {
        SnapshotStore store = new SnapshotStore(1_000);
        for (int i = 0; i < 4; i++) {
            store.put(new SnapshotStore.Key(new CameraId(new UUID(2, i)), 320), new Snapshot(new byte[400], now));
        }

        assertThat(store.bytes()).isEqualTo(800);
        assertThat(store.find(new SnapshotStore.Key(new CameraId(new UUID(2, 0)), 320)))
                .isEmpty();
        assertThat(store.find(new SnapshotStore.Key(new CameraId(new UUID(2, 3)), 320)))
                .isPresent();
    }

    @Test
    void onePersonsLookingIsRecordedOncePerPeriodAndSession() {
        SnapshotRecords records = new SnapshotRecords(Duration.ofMinutes(10), () -> now);
        UserId user = new UserId(new UUID(3, 3));

        assertThat(records.due(user, "s1", GATE)).isTrue();
        records.written(user, "s1", GATE);
        assertThat(records.due(user, "s1", GATE)).isFalse();
        assertThat(records.due(user, "s2", GATE)).isTrue();
        assertThat(records.due(user, "s1", BRIDGE)).isTrue();
        now = now.plus(Duration.ofMinutes(10));
        assertThat(records.due(user, "s1", GATE)).isTrue();
    }

    private Snapshot taken(CameraId camera) throws InterruptedException {
        return ((Snapshots.Answer.Taken) snapshots.take(camera, 320)).snapshot();
    }
}

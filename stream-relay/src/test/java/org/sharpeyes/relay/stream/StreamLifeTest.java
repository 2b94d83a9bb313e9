package org.sharpeyes.relay.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sharpeyes.relay.RtpPackets.IDR;
import static org.sharpeyes.relay.RtpPackets.SLICE;
import static org.sharpeyes.relay.RtpPackets.h264;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.Demand;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtpPackets;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.StreamSnapshot;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.UpstreamFailure;

/** One stream from its first viewer to its end, on a hand-driven loop with frozen time. */
class StreamLifeTest {
    private static final UpstreamFailure POWER = new UpstreamFailure(UpstreamFailure.Kind.UNREACHABLE, "power");

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final HandCamera camera = new HandCamera();
    private final StreamKey key = new StreamKey(new CameraId(UUID.randomUUID()), StreamProfile.MAIN);
    private final StreamDescription description = new StreamDescription(List.of(RtpPackets.h264Track()));
    private final StreamHub hub;
    private long nanos;

    StreamLifeTest() {
        loop.freezeTime();
        hub = new StreamHub(
                List.of(loop.eventLoop()),
                camera,
                RelaySettings.defaults(),
                UnpooledByteBufAllocator.DEFAULT,
                () -> nanos,
                () -> 0.999);
    }

    @AfterEach
    void close() {
        hub.close();
        loop.runPendingTasks();
        loop.finishAndReleaseAll();
    }

    @Test
    void aHundredAskersMakeOneSession() {
        for (int i = 0; i < 100; i++) {
            hub.describe(key);
            watch();
        }
        loop.runPendingTasks();
        assertThat(camera.sessions).hasSize(1);
    }

    @Test
    void whoAsksIsHeldUntilTheCameraPlays() {
        CompletableFuture<StreamOpening> asked = hub.describe(key).toCompletableFuture();
        loop.runPendingTasks();
        assertThat(asked).isNotDone();
        camera.newest().listener.opened(description);
        assertThat(asked).isCompletedWithValue(new StreamOpening.Ready(description));
        assertThat(camera.newest().keyRequests).isEqualTo(1);
    }

    @Test
    void whoAsksIsToldWhyTheCameraCannotBeOpened() {
        CompletableFuture<StreamOpening> asked = hub.describe(key).toCompletableFuture();
        loop.runPendingTasks();
        camera.newest().listener.closed(POWER);
        assertThat(asked).isCompletedWithValue(new StreamOpening.Failed(POWER));
        assertThat(snapshot()).isEmpty();
    }

    @Test
    void theCameraIsToldOfTheMostImportantThatItIsWantedFor() {
        hub.describe(key, Demand.SAMPLE);
        loop.runPendingTasks();
        assertThat(camera.newest().wantedFor).isEqualTo(Demand.SAMPLE);
        hub.describe(key, Demand.RECORDING);
        loop.runPendingTasks();
        assertThat(camera.newest().wantedFor).isEqualTo(Demand.RECORDING);
        camera.newest().listener.opened(description);
        Subscription recorder = hub.attach(key, new HandViewer(), loop.eventLoop(), description, Demand.RECORDING);
        watch();
        loop.runPendingTasks();
        assertThat(camera.newest().wantedFor).isEqualTo(Demand.RECORDING);
        recorder.cancel();
        loop.runPendingTasks();
        assertThat(camera.newest().wantedFor).isEqualTo(Demand.VIEWING);
    }

    @Test
    void aStreamThatNobodyTakesIsWantedForNothing() {
        open();
        Subscription watching = watch();
        loop.runPendingTasks();
        watching.cancel();
        loop.runPendingTasks();
        assertThat(camera.newest().wantedFor).isEqualTo(Demand.VIEWING);
        pass(2_000);
        assertThat(camera.newest().wantedFor).isEqualTo(Demand.NOTHING);
        hub.describe(key);
        loop.runPendingTasks();
        assertThat(camera.newest().wantedFor).isEqualTo(Demand.VIEWING);
    }

    @Test
    void aWatcherWhoComesWhileASampleWaitsIsHeldAsLongAsAnybody() {
        hub.describe(key, Demand.SAMPLE);
        loop.runPendingTasks();
        pass(9_000);
        CompletableFuture<StreamOpening> asked = hub.describe(key).toCompletableFuture();
        loop.runPendingTasks();
        pass(9_000);
        assertThat(asked).isNotDone();
        camera.newest().listener.opened(description);
        assertThat(asked.join()).isInstanceOf(StreamOpening.Ready.class);
    }

    @Test
    void whoGotNoPlaceIsBackInTheQueueSoon() {
        open();
        watch();
        loop.runPendingTasks();
        for (int i = 0; i < 5; i++) {
            camera.newest().listener.closed(new UpstreamFailure(UpstreamFailure.Kind.NO_ROOM, "the device is full"));
            int before = camera.sessions.size();
            pass(1_000);
            assertThat(camera.sessions).hasSize(before + 1);
        }
    }

    @Test
    void aCameraThatNeverAnswersIsGivenUp() {
        CompletableFuture<StreamOpening> asked = hub.describe(key).toCompletableFuture();
        loop.runPendingTasks();
        pass(10_000);
        assertThat(asked).isDone();
        assertThat(asked.join()).isInstanceOf(StreamOpening.Failed.class);
        assertThat(camera.newest().closed).isTrue();
    }

    @Test
    void theCameraIsLetGoAWhileAfterTheLastViewer() {
        open();
        HandViewer viewer = new HandViewer();
        Subscription subscription = hub.attach(key, viewer, loop.eventLoop(), description);
        loop.runPendingTasks();
        pass(60_000);
        subscription.cancel();
        loop.runPendingTasks();
        pass(9_999);
        assertThat(camera.newest().closed).isFalse();
        pass(1);
        assertThat(camera.newest().closed).isTrue();
        assertThat(viewer.end).isNull();
        assertThat(snapshot()).isEmpty();
    }

    @Test
    void aViewerThatComesInTheMeantimeKeepsIt() {
        open();
        watch().cancel();
        loop.runPendingTasks();
        pass(9_000);
        watch();
        loop.runPendingTasks();
        pass(60_000);
        assertThat(camera.newest().closed).isFalse();
    }

    @Test
    void aDescribedStreamThatNobodyPlaysIsLetGo() {
        open();
        pass(10_000);
        assertThat(camera.newest().closed).isTrue();
    }

    @Test
    void aLateViewerStartsWithTheNewestKeyFrameAndMissesNothing() {
        open();
        watch();
        loop.runPendingTasks();
        camera.newest().give(h264(1, 100, true, IDR));
        camera.newest().give(h264(2, 200, true, IDR));
        camera.newest().give(h264(3, 300, true, SLICE));
        HandViewer late = new HandViewer();
        hub.attach(key, late, loop.eventLoop(), description);
        loop.runPendingTasks();
        camera.newest().give(h264(4, 400, true, SLICE));
        loop.runPendingTasks();
        assertThat(late.burst).containsExactly(200, 300);
        assertThat(late.offered).containsExactly(400);
    }

    @Test
    void viewersStayWhileTheCameraIsReopenedWithGrowingPauses() {
        open();
        HandViewer viewer = new HandViewer();
        hub.attach(key, viewer, loop.eventLoop(), description);
        loop.runPendingTasks();
        camera.newest().give(h264(1, 100, true, IDR));
        camera.newest().listener.closed(POWER);
        loop.runPendingTasks();
        assertThat(viewer.restarts).isEqualTo(1);
        assertThat(camera.sessions).hasSize(1);
        pass(1_000);
        assertThat(camera.sessions).hasSize(2);
        camera.newest().listener.closed(POWER);
        pass(1_500);
        assertThat(camera.sessions).hasSize(2);
        pass(500);
        assertThat(camera.sessions).hasSize(3);
        camera.newest().listener.opened(description);
        camera.newest().give(h264(9000, 5, true, IDR));
        loop.runPendingTasks();
        assertThat(viewer.offered).hasSize(2);
        assertThat(viewer.offered.get(1)).isGreaterThan(viewer.offered.get(0));
        assertThat(viewer.end).isNull();
    }

    @Test
    void aRefusedPasswordIsNotTriedAgain() {
        open();
        HandViewer viewer = new HandViewer();
        hub.attach(key, viewer, loop.eventLoop(), description);
        loop.runPendingTasks();
        camera.newest().listener.closed(new UpstreamFailure(UpstreamFailure.Kind.PASSWORD_REFUSED, "401"));
        loop.runPendingTasks();
        pass(120_000);
        assertThat(camera.sessions).hasSize(1);
        assertThat(viewer.end).isEqualTo(ViewEnd.SOURCE_GONE);
    }

    @Test
    void aCameraThatComesBackWithAnotherCodecEndsItsViewers() {
        open();
        HandViewer viewer = new HandViewer();
        hub.attach(key, viewer, loop.eventLoop(), description);
        loop.runPendingTasks();
        camera.newest().listener.closed(POWER);
        pass(1_000);
        camera.newest()
                .listener
                .opened(new StreamDescription(
                        List.of(new TrackDescription(TrackDescription.Kind.VIDEO, 97, "H265", 90_000, 1, null))));
        loop.runPendingTasks();
        assertThat(viewer.end).isEqualTo(ViewEnd.FORMAT_CHANGED);
    }

    @Test
    void whatAnAbandonedSessionStillSaysIsIgnored() {
        open();
        HandViewer viewer = new HandViewer();
        hub.attach(key, viewer, loop.eventLoop(), description);
        loop.runPendingTasks();
        HandCamera.Session old = camera.newest();
        old.listener.closed(POWER);
        pass(1_000);
        camera.newest().listener.opened(description);
        old.give(h264(1, 100, true, IDR));
        old.listener.closed(POWER);
        loop.runPendingTasks();
        assertThat(viewer.offered).isEmpty();
        assertThat(camera.sessions).hasSize(2);
    }

    @Test
    void aKeyFrameIsAskedForOnlyWhenThereIsNothingToStartWith() {
        open();
        pass(3_000);
        watch();
        loop.runPendingTasks();
        assertThat(camera.newest().keyRequests).isEqualTo(2);
        watch();
        loop.runPendingTasks();
        assertThat(camera.newest().keyRequests).isEqualTo(2);
        camera.newest().give(h264(1, 100, true, IDR));
        pass(3_000);
        watch();
        loop.runPendingTasks();
        assertThat(camera.newest().keyRequests).isEqualTo(2);
    }

    @Test
    void figuresDoNotWaitForAViewerWhoseLoopIsBusy() {
        open();
        hub.attach(key, new HandViewer(), never -> {}, description);
        loop.runPendingTasks();
        assertThat(snapshot()).hasSize(1);
    }

    @Test
    void closingReleasesEveryPicture() {
        open();
        watch();
        camera.newest().give(h264(1, 100, true, IDR));
        camera.newest().give(h264(2, 200, false, SLICE));
        hub.close();
        loop.runPendingTasks();
        assertThat(camera.newest().closed).isTrue();
        assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isZero();
    }

    private void open() {
        hub.describe(key);
        loop.runPendingTasks();
        camera.newest().listener.opened(description);
    }

    private Subscription watch() {
        return hub.attach(key, new HandViewer(), loop.eventLoop(), description);
    }

    private List<StreamSnapshot> snapshot() {
        CompletableFuture<List<StreamSnapshot>> all = hub.snapshot().toCompletableFuture();
        loop.runPendingTasks();
        return all.join();
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        loop.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        loop.runScheduledPendingTasks();
        loop.runPendingTasks();
    }
}

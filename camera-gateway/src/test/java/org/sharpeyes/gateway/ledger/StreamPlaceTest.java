package org.sharpeyes.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One session's way through the ledger, on a hand-driven loop with frozen time. */
class StreamPlaceTest {
    private static final Resource CAMERA = new Resource(Resource.Kind.SESSIONS, "camera-1");

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final Ledger ledger = new Ledger(
            new LedgerSettings(Map.of(), 0, 0, 1, Duration.ofMinutes(10), Duration.ofSeconds(3), 1), () -> 0);

    StreamPlaceTest() {
        loop.freezeTime();
    }

    @AfterEach
    void close() {
        loop.finishAndReleaseAll();
    }

    private final class Session implements StreamPlace.Holder {
        final StreamPlace place;
        int ready;
        String noRoom = "";
        String cutOff = "";

        Session(Use use, int rank, Resource on) {
            place = new StreamPlace(
                    ledger, loop.eventLoop(), loop.eventLoop(), new Claim("s", use, rank, 1, Set.of(on)), this);
            place.enter();
            loop.runPendingTasks();
        }

        @Override
        public void ready() {
            ready++;
        }

        @Override
        public void noRoom(String reason) {
            noRoom = reason;
            place.close();
        }

        @Override
        public void cutOff(String reason) {
            cutOff = reason;
            place.close();
        }
    }

    private void pass(Duration time) {
        loop.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        loop.runScheduledPendingTasks();
        loop.runPendingTasks();
    }

    @Test
    void whoWaitsTooLongIsToldWhatIsFull() {
        Session first = new Session(Use.LIVE, 1, CAMERA);
        Session second = new Session(Use.LIVE, 1, CAMERA);
        pass(Duration.ofMillis(7_999));
        assertThat(second.noRoom).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(second.noRoom).isEqualTo("the device is full: 1 of 1 sessions, 0 wait before it");
        assertThat(first.ready).isEqualTo(1);
    }

    @Test
    void oneThatIsSuddenlyWatchedWaitsAnewAndComesFirst() {
        Session recorder = new Session(Use.RECORDING, 1, CAMERA);
        Session sample = new Session(Use.SAMPLE, 9, CAMERA);
        Session other = new Session(Use.SAMPLE, 9, CAMERA);
        pass(Duration.ofSeconds(7));
        other.place.becomes(Use.LIVE, 1);
        pass(Duration.ofSeconds(7));
        assertThat(sample.noRoom).isNotEmpty();
        assertThat(other.noRoom).isEmpty();
        recorder.place.close();
        loop.runPendingTasks();
        assertThat(other.ready).isEqualTo(1);
    }

    @Test
    void onlySoManyAreOpenedAtOnce() {
        Session first = new Session(Use.LIVE, 1, CAMERA);
        Session second = new Session(Use.LIVE, 1, new Resource(Resource.Kind.SESSIONS, "camera-2"));
        assertThat(second.ready).isZero();
        first.place.opened();
        loop.runPendingTasks();
        assertThat(second.ready).isEqualTo(1);
    }

    @Test
    void theRecorderTakesTheSessionOfAViewAndTheViewIsTold() {
        Session view = new Session(Use.LIVE, 9, CAMERA);
        Session recorder = new Session(Use.RECORDING, 1, CAMERA);
        loop.runPendingTasks();
        assertThat(view.cutOff).isEqualTo("its place was needed for something more important (the device)");
        assertThat(recorder.ready).isEqualTo(1);
    }
}

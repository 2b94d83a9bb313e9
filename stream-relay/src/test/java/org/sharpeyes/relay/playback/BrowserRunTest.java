package org.sharpeyes.relay.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.Viewer;

/** Runs of a recording as a browser gets them, on virtual time: media time is the recording's, gaps included. */
@SuppressWarnings("NullAway.Init")
class BrowserRunTest {
    private static final Instant START = InMemoryRecordings.START;
    private static final long TICKS_OF_ORIGIN = 900_000;

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final Browser browser = new Browser();
    private long nanos;
    private Playback playback;

    @BeforeEach
    void open() throws Exception {
        loop.freezeTime();
        InMemoryRecordings recordings = new InMemoryRecordings(Runnable::run);
        PlayOpening.Ready ready = (PlayOpening.Ready) recordings
                .open(new PlayRequest(
                        "g1",
                        new CameraId(new UUID(1, 1)),
                        new ViewerCredential.TicketText("good"),
                        InetAddress.getLoopbackAddress()))
                .toCompletableFuture()
                .get();
        playback = new Playback(
                ready.recording(),
                Subscription.Format.FRAGMENTS,
                false,
                loop.eventLoop(),
                () -> nanos,
                new UnpooledByteBufAllocator(false, true),
                new Random(7),
                browser);
    }

    @AfterEach
    void close() {
        playback.close();
        loop.close();
    }

    @Test
    void halfASecondIsInHandAndTheRestComesAtThePaceOfLife() {
        playback.play(browser, START.plusSeconds(4), START.plusSeconds(60), PlaySpeed.NORMAL, 0);
        pass(0);
        assertThat(browser.newest()).isBetween(400L, 500L);
        pass(2_000);
        assertThat(browser.newest()).isBetween(2_400L, 2_500L);
        playback.pause();
        pass(1_000);
        assertThat(browser.newest()).as("nothing after a pause").isBetween(2_400L, 2_500L);
    }

    @Test
    void aGapIsWaitedForSoThatManyStayInStep() {
        playback.play(browser, START.plusSeconds(18), START.plusSeconds(60), PlaySpeed.NORMAL, 0);
        pass(5_000);
        assertThat(browser.gaps).hasSize(1);
        assertThat(browser.newest()).isBetween(1_900L, 2_000L);
        pass(8_000);
        assertThat(browser.newest()).as("13 s on, of them 10 without pictures").isBetween(13_300L, 13_500L);
        assertThat(browser.played).as("one run").hasSize(1);
    }

    @Test
    void aRunThatBeginsInAGapIsToldWhenPicturesCome() {
        playback.play(browser, START.plusSeconds(25), START.plusSeconds(60), PlaySpeed.NORMAL, 0);
        pass(4_000);
        assertThat(browser.gaps).hasSize(1);
        assertThat(browser.played).isEmpty();
        pass(1_500);
        assertThat(browser.played).singleElement().satisfies(at -> assertThat(at)
                .isBetween(START.plusSeconds(30), START.plusSeconds(31)));
    }

    @Test
    void eachPictureCanBeShownAloneAndSteppedFromBothWays() {
        Instant at = START.plusMillis(7_010);
        List<Instant> forward = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            show(at);
            forward.add(Objects.requireNonNull(browser.at));
            at = Objects.requireNonNull(browser.after);
        }
        for (int i = 0; i < forward.size(); i++) {
            assertThat(forward.get(i)).isEqualTo(START.plusMillis(7_000 + 40L * i));
        }
        for (int i = forward.size() - 1; i > 0; i--) {
            show(forward.get(i).minusMillis(1));
            assertThat(browser.at).isEqualTo(forward.get(i - 1));
        }
    }

    @Test
    void aShownPictureIsAmongWhatWasSentAndNothingFollows() {
        show(START.plusMillis(7_100));
        assertThat(browser.at).isEqualTo(START.plusMillis(7_080));
        assertThat(browser.media).contains(browser.shownMillis);
        int sent = browser.media.size();
        pass(5_000);
        assertThat(browser.media).hasSize(sent);
        assertThat(browser.finished).isZero();
    }

    @Test
    void theLastPictureOfTheWindowIsShownToo() {
        show(START.plusMillis(59_999));
        assertThat(browser.at).isEqualTo(START.plusMillis(59_960));
        assertThat(browser.after).isNull();
    }

    @Test
    void inAGapThereIsNoPictureToShow() {
        browser.at = null;
        playback.show(browser, START.plusSeconds(25));
        pass(0);
        assertThat(browser.at).isNull();
        assertThat(browser.gaps).hasSize(1);
        assertThat(browser.media).isEmpty();
    }

    private void show(Instant at) {
        playback.show(browser, at);
        pass(0);
    }

    /** In small steps, so that what is due in between is done in its order. */
    private void pass(long millis) {
        loop.runPendingTasks();
        for (long done = 0; done < millis; done += 10) {
            nanos += 10_000_000;
            loop.advanceTimeBy(10, TimeUnit.MILLISECONDS);
            loop.runPendingTasks();
            loop.runScheduledPendingTasks();
        }
    }

    /** Takes everything at once and notes media times, in ms of the run's socket. */
    private static final class Browser implements Viewer, Playback.Listener {
        final List<Long> media = new ArrayList<>();
        final List<Instant> played = new ArrayList<>();
        final List<MediaBatch.Gap> gaps = new ArrayList<>();

        @Nullable
        Instant at;

        @Nullable
        Instant after;

        long shownMillis;
        int finished;
        private long zero;

        /** Media time of the newest picture after that of the position. */
        long newest() {
            return media.get(media.size() - 1) - zero;
        }

        @Override
        public void offer(Picture picture) {
            media.add(Math.round((picture.timestamp() - TICKS_OF_ORIGIN) / 90.0));
        }

        @Override
        public void playing(@Nullable Instant time, long place) {
            played.add(Objects.requireNonNull(time));
            zero = Math.round(place / 1e6);
        }

        @Override
        public void shown(Instant shownAt, long place, @Nullable Instant next) {
            at = shownAt;
            after = next;
            shownMillis = Math.round(place / 1e6);
        }

        @Override
        public void gap(MediaBatch.Gap gap) {
            assertThat(Duration.between(gap.from(), gap.until())).isPositive();
            gaps.add(gap);
        }

        @Override
        public void finished() {
            finished++;
        }

        @Override
        public void started(List<Picture> burst) {
            burst.forEach(this::offer);
        }

        @Override
        public void restarted() {
            throw new IllegalStateException("a recording is never restarted by its source");
        }

        @Override
        public void ended(ViewEnd reason) {
            throw new IllegalStateException("ended: " + reason);
        }

        @Override
        public ViewerSnapshot snapshot() {
            return new ViewerSnapshot(
                    "v", UserId.random(), "police-a", "", "127.0.0.1", "mse", START, 0, 0, 0, 0, 0, 0, 0, null);
        }
    }
}

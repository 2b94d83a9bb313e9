package org.sharpeyes.recording;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.recording.recorder.FeedListener;
import org.sharpeyes.recording.recorder.RecordingFeed;
import org.sharpeyes.testkit.ManualClock;

/** Plays a film to recorders as fast as they take it, in virtual time. Confined to the test's thread. */
public final class TestFeed implements RecordingFeed {
    private record Taker(FeedListener listener, Executor loop) {}

    private final TestVideo video;
    private final ManualClock clock;
    private final Map<StreamKey, Taker> takers = new ConcurrentHashMap<>();
    private final Map<StreamKey, TestVideo.Sender> senders = new ConcurrentHashMap<>();

    public TestFeed(TestVideo video, ManualClock clock) {
        this.video = video;
        this.clock = clock;
    }

    @Override
    public Feed open(StreamKey stream, Executor loop, FeedListener listener) {
        takers.put(stream, new Taker(listener, loop));
        loop.execute(() -> listener.opened(video.tracks()));
        return () -> takers.remove(stream);
    }

    public boolean taken(StreamKey stream) {
        return takers.containsKey(stream);
    }

    /** Sends so much of the film, moving the clock along. */
    public void play(StreamKey stream, Duration time) {
        TestVideo.Sender sender = senders.computeIfAbsent(stream, key -> video.sender());
        long count = time.toMillis() * TestVideo.FRAMES_PER_SECOND / 1000;
        for (long i = 0; i < count; i += TestVideo.FRAMES_PER_SECOND) {
            long some = Math.min(TestVideo.FRAMES_PER_SECOND, count - i);
            on(stream, listener -> {
                for (int n = 0; n < some; n++) {
                    ByteBuf picture = sender.next();
                    listener.media(0, picture, clock.instant());
                    picture.release();
                    clock.advance(Duration.ofMillis(1000 / TestVideo.FRAMES_PER_SECOND));
                }
            });
        }
    }

    /** The source is away for so long; then it goes on. */
    public void lose(StreamKey stream, Duration time, GapCause cause, String detail) {
        on(stream, listener -> listener.interrupted(cause, detail));
        clock.advance(time);
        senders.computeIfAbsent(stream, key -> video.sender())
                .skip(time.toMillis() * TestVideo.FRAMES_PER_SECOND / 1000);
    }

    private void on(StreamKey stream, java.util.function.Consumer<FeedListener> message) {
        Taker taker = takers.get(stream);
        if (taker != null) {
            CompletableFuture.runAsync(() -> message.accept(taker.listener()), taker.loop())
                    .join();
        }
    }
}

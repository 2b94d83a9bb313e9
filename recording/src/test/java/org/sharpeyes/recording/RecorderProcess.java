package org.sharpeyes.recording;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.recording.recorder.FeedListener;
import org.sharpeyes.recording.recorder.Recorders;
import org.sharpeyes.recording.recorder.RecordingFeed;
import org.sharpeyes.recording.retention.DeletionLog;
import org.sharpeyes.recording.retention.Holds;
import org.sharpeyes.recording.retention.Retention;
import org.sharpeyes.recording.retention.RetentionRule;
import org.sharpeyes.recording.volume.Volume;
import org.sharpeyes.recording.volume.Volumes;

/**
 * A bare recorder as a process: films in real time into a volume, without server and relay, until it is killed.
 *
 * <p>Arguments: folder, cameras, film, file for the counts of pictures sent (8 bytes a camera), quota in bytes.
 */
public final class RecorderProcess {
    private static final long PICTURE_NANOS = 1_000_000_000L / TestVideo.FRAMES_PER_SECOND;

    private RecorderProcess() {}

    /** One simulated camera; all of its calls are on its loop. */
    private static final class Camera {
        final TestVideo.Sender sender;
        final FeedListener listener;
        final Executor loop;
        final int number;

        Camera(int number, TestVideo.Sender sender, Executor loop, FeedListener listener) {
            this.number = number;
            this.sender = sender;
            this.loop = loop;
            this.listener = listener;
        }
    }

    private static final class LiveFeed implements RecordingFeed {
        final TestVideo film;
        final FileChannel counts;
        final List<Camera> cameras = new ArrayList<>();

        LiveFeed(TestVideo film, FileChannel counts) {
            this.film = film;
            this.counts = counts;
        }

        @Override
        public synchronized Feed open(StreamKey stream, Executor loop, FeedListener listener) {
            int number = (int) stream.camera().value().getLeastSignificantBits();
            Camera camera = new Camera(number, film.sender(), loop, listener);
            listener.opened(film.tracks());
            cameras.add(camera);
            return () -> cameras.remove(camera);
        }

        synchronized void send() {
            Instant now = Instant.now();
            for (Camera camera : cameras) {
                ByteBuf picture = camera.sender.next();
                camera.loop.execute(() -> {
                    camera.listener.media(0, picture, now);
                    picture.release();
                    count(camera);
                });
            }
        }

        private void count(Camera camera) {
            try {
                counts.write(ByteBuffer.allocate(8).putLong(0, camera.sender.sent()), camera.number * 8L);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int cameras = Integer.parseInt(arguments[1]);
        TestVideo film = TestVideo.read(VideoCodec.H264, Path.of(arguments[2]));
        FileChannel counts =
                FileChannel.open(Path.of(arguments[3]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        RecordingSettings usual = RecordingSettings.defaults(
                List.of(new RecordingSettings.VolumeSettings(folder.resolve("v1"), Long.parseLong(arguments[4]), 0)));
        InstantSource clock = InstantSource.system();
        Volumes volumes = Volumes.start(usual, folder.resolve("known-volumes"), clock);
        LiveFeed feed = new LiveFeed(film, counts);
        Recorders recorders =
                new Recorders(feed, volumes, usual, clock, ZoneOffset.UTC, (stream, plan, status, kept) -> {});
        while (!volumes.all().stream().allMatch(Volume::online)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        RetentionRule.KeepTime keep = new RetentionRule.KeepTime(Duration.ZERO, Duration.ofDays(90), "test");
        Retention retention = new Retention(
                volumes,
                new Holds(folder.resolve("holds")),
                new DeletionLog(folder.resolve("deletions")),
                camera -> keep,
                usual,
                clock);
        retention.start(Duration.ofSeconds(5));
        for (int i = 0; i < cameras; i++) {
            recorders.plan(TestLibrary.stream(i).camera(), RecordingPlan.continuous());
        }
        System.out.println("RECORDING");
        Executors.newSingleThreadScheduledExecutor()
                .scheduleAtFixedRate(feed::send, PICTURE_NANOS, PICTURE_NANOS, TimeUnit.NANOSECONDS);
    }
}

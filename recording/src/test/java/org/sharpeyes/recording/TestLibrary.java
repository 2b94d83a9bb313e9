package org.sharpeyes.recording;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.recording.recorder.Recorders;
import org.sharpeyes.recording.volume.Volume;
import org.sharpeyes.recording.volume.Volumes;
import org.sharpeyes.testkit.ManualClock;

/** Volumes, recorders and library in a folder, on a clock of the test. */
public final class TestLibrary implements AutoCloseable {
    public final Path root;
    public final ManualClock clock;
    public final Volumes volumes;
    public final Recorders recorders;
    public final RecordingLibrary library;
    public final TestFeed feed;

    public TestLibrary(Path root, TestVideo video, ManualClock clock) throws IOException {
        this(
                root,
                video,
                clock,
                RecordingSettings.defaults(
                        List.of(new RecordingSettings.VolumeSettings(root.resolve("v1"), 1L << 30, 0))));
    }

    public TestLibrary(Path root, TestVideo video, ManualClock clock, RecordingSettings settings) throws IOException {
        this(root, video, clock, settings, true);
    }

    /** @param online whether to wait until the volumes are */
    public TestLibrary(Path root, TestVideo video, ManualClock clock, RecordingSettings settings, boolean online)
            throws IOException {
        this.root = root;
        this.clock = clock;
        volumes = Volumes.start(settings, root.resolve("known-volumes"), clock);
        feed = new TestFeed(video, clock);
        recorders = new Recorders(feed, volumes, settings, clock, ZoneOffset.UTC, (stream, plan, status, kept) -> {});
        library = new RecordingLibrary(volumes, recorders::gap, clock);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !online || volumes.all().stream().allMatch(Volume::online));
    }

    public static StreamKey stream(int number) {
        return new StreamKey(new CameraId(new UUID(0x4000L, number)), StreamProfile.MAIN);
    }

    /** Plans and waits until the feed is taken. */
    public void plan(StreamKey stream, RecordingPlan plan) {
        recorders.plan(stream.camera(), plan);
        await().atMost(Duration.ofSeconds(30)).until(() -> feed.taken(stream));
    }

    /** Waits until everything that was sent is on disk. */
    public void settle() {
        volumes.all().forEach(volume -> volume.withIndex(index -> true).join());
    }

    @Override
    public void close() {
        recorders.close();
        volumes.close();
    }
}

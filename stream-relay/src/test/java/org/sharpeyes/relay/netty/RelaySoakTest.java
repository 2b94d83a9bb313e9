package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.relay.OpenDoor;
import org.sharpeyes.relay.RecordedCamera;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;

/**
 * {@code ./sharp-eyes soak relay}: sources and viewers come and go, cameras lose their power; heap after a collection, direct
 * memory, open files and threads stay flat. {@code SOAK_MINUTES} (default 60) sets how long.
 */
@Tag("soak")
@Tag("soak-relay")
class RelaySoakTest {
    private static final String TCP = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1";
    private static final int MOST_VIEWERS = 60;
    private static final int CAMERAS = 12;
    private static final long SEED = 20261126;

    private record Sample(long heap, long direct, int files, int threads) {
        static Sample now() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            String[] files = new File("/proc/self/fd").list();
            return new Sample(
                    runtime.totalMemory() - runtime.freeMemory(),
                    PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory(),
                    files == null ? -1 : files.length,
                    Thread.activeCount());
        }
    }

    private final RecordedCamera camera = new RecordedCamera();
    private final OpenDoor door = new OpenDoor();
    private final Random random = new Random(SEED);
    private final List<CameraId> cameras = new ArrayList<>();
    private final List<RawViewer> viewers = new ArrayList<>();

    @Test
    void nothingGrowsWhileSourcesAndViewersComeAndGo() throws Exception {
        long minutes = Long.parseLong(System.getenv().getOrDefault("SOAK_MINUTES", "60"));
        for (int i = 0; i < CAMERAS; i++) {
            cameras.add(new CameraId(UUID.randomUUID()));
        }
        RtspServerSettings rtsp = RtspServerSettings.defaults().withListener("127.0.0.1", 0);
        try (RelayServer server =
                RelayServer.start(rtsp, RelaySettings.defaults(), camera, door, door, InstantSource.system())) {
            List<Sample> samples = new ArrayList<>();
            long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
            long every = Math.max(
                    TimeUnit.SECONDS.toNanos(10), Duration.ofMinutes(minutes).toNanos() / 60);
            long next = System.nanoTime() + every;
            long started = 0;
            while (System.nanoTime() < end) {
                step(server);
                started++;
                TimeUnit.MILLISECONDS.sleep(100);
                if (System.nanoTime() >= next) {
                    next += every;
                    Sample sample = quiet(server);
                    samples.add(sample);
                    System.out.printf(
                            "%3d: heap %.1f MB, direct %.1f MB, %d files, %d threads; %d steps, %d sessions at cameras%n",
                            samples.size(),
                            sample.heap / 1e6,
                            sample.direct / 1e6,
                            sample.files,
                            sample.threads,
                            started,
                            camera.opened());
                }
            }
            // The first third is warm-up.
            List<Sample> settled = samples.subList(samples.size() / 3, samples.size());
            Sample first = settled.get(0);
            Sample last = settled.get(settled.size() - 1);
            assertThat(last.heap - first.heap).as("heap").isLessThan(16 << 20);
            assertThat(last.direct - first.direct).as("direct memory").isLessThan(16 << 20);
            assertThat(last.files - first.files).as("open files").isLessThan(20);
            assertThat(last.threads - first.threads).as("threads").isLessThan(5);
        } finally {
            leave();
            camera.close();
        }
    }

    private void step(RelayServer server) throws IOException {
        int what = random.nextInt(10);
        if (what < 6 && viewers.size() < MOST_VIEWERS) {
            RawViewer viewer = new RawViewer(server.address());
            String address = "rtsp://127.0.0.1:" + server.address().getPort() + "/live/"
                    + cameras.get(random.nextInt(CAMERAS)) + "/main?ticket=good" + random.nextInt(5);
            RawViewer.Answer set = viewer.ask("SETUP", address + "/trackID=0", TCP);
            if (set.status() == 200) {
                viewer.ask("PLAY", address, "Session: " + set.session());
                viewer.awaitFrames(1 + random.nextInt(5));
            }
            viewers.add(viewer);
        } else if (what < 9 && !viewers.isEmpty()) {
            // Also in the middle of a picture, without a word.
            viewers.remove(random.nextInt(viewers.size())).close();
        } else {
            camera.breakDown();
        }
    }

    /** Everybody goes, the cameras' grace runs out; what is left then is what would grow. */
    private Sample quiet(RelayServer server) throws Exception {
        leave();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (System.nanoTime() < until
                && !server.snapshot()
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS)
                        .isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return Sample.now();
    }

    private void leave() throws IOException {
        for (RawViewer viewer : viewers) {
            viewer.close();
        }
        viewers.clear();
    }
}

package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.relay.OpenDoor;
import org.sharpeyes.relay.RecordedCamera;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.ViewerSnapshot;

/**
 * R9 at length: {@code ./sharp-eyes soak stuck-readers}. 500 readers of one camera stop reading and come again when they are
 * closed; 5,000 connections say next to nothing. {@code SOAK_MINUTES} (default 10) sets how long.
 */
@Tag("soak")
@Tag("soak-stuck-readers")
class StuckReadersSoakTest {
    private static final String TCP = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1";
    private static final int STUCK = 500;
    private static final int SLOW = 5000;

    private final RecordedCamera camera = new RecordedCamera();
    private final OpenDoor door = new OpenDoor();
    private final CameraId id = new CameraId(UUID.randomUUID());
    private final Map<String, RawViewer> stuck = new HashMap<>();
    private int opened;

    @Test
    void readersThatStopCostNobodyAnythingAndNoMemory() throws Exception {
        long minutes = Long.parseLong(System.getenv().getOrDefault("SOAK_MINUTES", "10"));
        RtspServerSettings rtsp =
                RtspServerSettings.defaults().withListener("127.0.0.1", 0).withLimits(20_000, 20_000, 20_000);
        try (RelayServer server =
                RelayServer.start(rtsp, RelaySettings.defaults(), camera, door, door, InstantSource.system())) {
            RawViewer honest = new RawViewer(server.address());
            play(server, honest, "good-honest");
            Thread reader = new Thread(
                    () -> {
                        try {
                            while (true) {
                                honest.awaitFrames(100);
                            }
                        } catch (IOException ended) {
                            // The end of the test closes it.
                        }
                    },
                    "honest");
            reader.setDaemon(true);
            reader.start();
            fill(server);
            TimeUnit.SECONDS.sleep(20);
            long memoryBefore = memory();
            long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
            Map<String, Long> fullSince = new HashMap<>();
            double longest = 0;
            int closed = 0;
            while (System.nanoTime() < end) {
                TimeUnit.SECONDS.sleep(1);
                Map<String, ViewerSnapshot> now = viewers(server);
                for (String name : new HashSet<>(stuck.keySet())) {
                    ViewerSnapshot viewer = now.get(name);
                    if (viewer != null && viewer.droppedPictures() > 0) {
                        fullSince.putIfAbsent(name, System.nanoTime());
                    }
                    if (viewer == null) {
                        RawViewer gone = stuck.remove(name);
                        if (gone != null) {
                            gone.close();
                        }
                        closed++;
                        Long since = fullSince.remove(name);
                        if (since != null) {
                            longest = Math.max(longest, (System.nanoTime() - since) / 1e9);
                        }
                    }
                }
                fill(server);
            }
            long growth = memory() - memoryBefore;
            ViewerSnapshot last = viewers(server).get("good-honest");
            System.out.printf(
                    "stuck readers: %d min, %d opened, %d closed, longest %.1f s after the queue was full, memory %+d MB, "
                            + "honest viewer: %d pictures, %d dropped%n",
                    minutes,
                    opened,
                    closed,
                    longest,
                    growth >> 20,
                    last == null ? -1 : last.sentPictures(),
                    last == null ? -1 : last.droppedPictures());
            assertThat(growth).as("memory").isLessThan(64 << 20);
            assertThat(longest).as("seconds from full to closed").isLessThanOrEqualTo(16);
            assertThat(closed).isGreaterThan(STUCK / 2);
            assertThat(last).isNotNull();
            assertThat(last.droppedPictures()).isZero();
            slowConnections(server);
            honest.close();
        } finally {
            for (RawViewer viewer : stuck.values()) {
                viewer.close();
            }
            camera.close();
        }
    }

    /** R3 in numbers. */
    private void slowConnections(RelayServer server) throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                Socket socket = new Socket();
                socket.connect(server.address(), 5000);
                socket.getOutputStream().write('O');
                slow.add(socket);
            }
            long begin = System.nanoTime();
            try (RawViewer viewer = new RawViewer(server.address())) {
                play(server, viewer, "good-late");
                viewer.awaitFrames(1);
                double seconds = (System.nanoTime() - begin) / 1e9;
                System.out.printf("%d slow connections: an honest viewer starts after %.3f s%n", SLOW, seconds);
                assertThat(seconds).isLessThanOrEqualTo(1);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private void fill(RelayServer server) throws IOException {
        while (stuck.size() < STUCK) {
            String ticket = "good-" + opened++;
            RawViewer viewer = new RawViewer(server.address(), 2048);
            play(server, viewer, ticket);
            stuck.put(ticket, viewer);
        }
    }

    private void play(RelayServer server, RawViewer viewer, String ticket) throws IOException {
        String address = "rtsp://127.0.0.1:" + server.address().getPort() + "/live/" + id + "/main?ticket=" + ticket;
        String session = viewer.ask("SETUP", address + "/trackID=0", TCP).session();
        assertThat(viewer.ask("PLAY", address, "Session: " + session).status()).isEqualTo(200);
    }

    private static Map<String, ViewerSnapshot> viewers(RelayServer server) throws Exception {
        Map<String, ViewerSnapshot> viewers = new HashMap<>();
        server.snapshot().toCompletableFuture().get(10, TimeUnit.SECONDS).forEach(stream -> stream.viewers()
                .forEach(viewer -> viewers.put(viewer.userName(), viewer)));
        return viewers;
    }

    /** Heap after a collection, and direct memory. */
    private static long memory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory()
                - runtime.freeMemory()
                + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}

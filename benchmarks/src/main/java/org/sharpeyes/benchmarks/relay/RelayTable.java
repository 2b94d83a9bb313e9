package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The whole table, row by row, each with the bare loop or the peer of the same run beside it, and what was to be reached.
 * Ratios count, absolutes are this machine's.
 */
final class RelayTable {
    private static final int STORM_REHEARSALS = 5;
    private static final int IDLE_CAMERAS = 1000;

    private final PrintStream out;
    private final Path work;
    private final Duration warmUp;
    private final Duration window;
    private final RelayBench bench;
    private final Verdict verdict = new Verdict();
    private final Map<Integer, RelayBench.Row> bare = new TreeMap<>();
    private final Map<Integer, RelayBench.Row> own = new TreeMap<>();

    RelayTable(PrintStream out, Path work, Duration warmUp, Duration window) {
        this.out = out;
        this.work = work;
        this.warmUp = warmUp;
        this.window = window;
        this.bench = new RelayBench(out, work, warmUp, window);
    }

    void all() throws IOException, InterruptedException {
        out.printf(
                "%d cores, Java %s, warm-up %d s, window %d s%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                warmUp.toSeconds(),
                window.toSeconds());
        tcp();
        manyCameras();
        udp();
        starts();
        stoppedReaders();
        idle();
        verdict.print(out);
    }

    void startsOnly() throws IOException, InterruptedException {
        bench.head();
        RelayBench.Row row = bench.row(OwnRelay::start, 1, 1000);
        bench.print(row);
        warmStart(row);
        starts();
        verdict.print(out);
    }

    private void tcp() throws IOException, InterruptedException {
        bench.head();
        for (int readers : new int[] {1, 200, 500, 1000}) {
            RelayBench.Row loop = bench.bare(1, readers);
            bench.print(loop);
            bare.put(readers, loop);
            RelayBench.Row relay = bench.row(OwnRelay::start, 1, readers);
            bench.print(relay);
            own.put(readers, relay);
            if (readers > 1) {
                bench.print(bench.row(GstRelay::start, 1, readers));
            }
        }
        RelayBench.Row at200 = row(200);
        RelayBench.Row at1000 = row(1000);
        verdict.atMost("CPU at 500 readers, times the bare loop", ratio(500), 1.3, " ×", raw(row(500)));
        verdict.atMost("CPU at 1000 readers, times the bare loop", ratio(1000), 1.15, " ×", raw(at1000));
        verdict.atMost("CPU at 200 readers, s/Gbit", at200.perGigabit(), 0.12, "", raw(at200));
        verdict.atLeast("1000 readers: delivered", delivered(at1000), 0.998, raw(at1000));
        verdict.atMost(
                "1000 readers: lost packets", at1000.tally().lostPackets, 0, "", at1000.tally().packets + " packets");
        verdict.atMost(
                "delay at 200 readers, p50",
                at200.tally().delayMillis(0.5),
                3,
                " ms",
                at200.tally().pictures + " pictures");
        verdict.atMost(
                "delay at 200 readers, p99",
                at200.tally().delayMillis(0.99),
                10,
                " ms",
                at200.tally().pictures + " pictures");
        warmStart(at1000);
        verdict.atMost("RSS at 1000 readers", at1000.residentMegabytes(), 200, " MB", at1000.threads() + " threads");
        double perReader = (at1000.residentMegabytes() - row(1).residentMegabytes()) * 1024.0 / 999;
        verdict.atMost(
                "RSS per reader", Math.max(0, perReader), 20, " KB", row(1).residentMegabytes() + " MB at 1 reader");
    }

    private void warmStart(RelayBench.Row row) {
        List<Double> keys = row.laterKeyMillis();
        verdict.atMost(
                "warm first key frame at 1000 readers, p50",
                RelayBench.share(keys, 0.5),
                2,
                " ms",
                keys.size() + " starts");
        verdict.atMost(
                "warm first key frame at 1000 readers, p95",
                RelayBench.share(keys, 0.95),
                40,
                " ms",
                keys.size() + " starts");
    }

    private void manyCameras() throws IOException, InterruptedException {
        bench.print(bench.bare(50, 500));
        RelayBench.Row relay = bench.row(OwnRelay::start, 50, 500);
        bench.print(relay);
        bench.print(bench.row(GstRelay::start, 50, 500));
        verdict.atMost("CPU at 50 cameras × 10 readers, s/Gbit", relay.perGigabit(), 0.16, "", raw(relay));
    }

    private void udp() throws IOException, InterruptedException {
        double relay = udp(OwnRelay::start);
        udp(GstRelay::start);
        verdict.atMost("CPU at 200 readers over UDP, s/Gbit", relay, 0.17, "", "see the row");
    }

    private double udp(RelayBench.Opening opening) throws IOException, InterruptedException {
        try (CameraProcess camera = CameraProcess.start(work);
                Subject subject = opening.open(work, camera, 1);
                UdpReader readers = new UdpReader()) {
            String address = subject.address(0);
            for (int i = 0; i < 200; i++) {
                readers.start(address);
            }
            readers.measure(warmUp, address);
            double before = subject.process().cpuSeconds();
            long begin = System.nanoTime();
            Tally tally = readers.measure(window, address);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double cpu = subject.process().cpuSeconds() - before;
            out.printf(
                    Locale.ROOT,
                    "%-16s UDP 200 readers: %.4f s/Gbit, delivered %.4f, %d of %d packets lost, delay %.1f / %.1f ms, "
                            + "%.2f cpu s, %.2f Gbit%n",
                    subject.name(),
                    cpu / tally.gigabits(),
                    tally.pictures / (200 * 25.0 * seconds),
                    tally.lostPackets,
                    tally.packets,
                    tally.delayMillis(0.5),
                    tally.delayMillis(0.99),
                    cpu,
                    tally.gigabits());
            return cpu / tally.gigabits();
        }
    }

    private void starts() throws IOException, InterruptedException {
        List<Double> storm = storm(OwnRelay::start);
        storm(GstRelay::start);
        verdict.atLeast("500 readers in the same instant: with a picture", storm.size(), 500, "");
        verdict.atMost(
                "500 readers in the same instant, p95",
                RelayBench.share(storm, 0.95),
                400,
                " ms",
                storm.size() + " starts");
        List<Double> cold = cold();
        verdict.atMost(
                "cold first key frame, GOP 10 s, p95",
                RelayBench.share(cold, 0.95),
                250,
                " ms",
                cold.size() + " starts");
    }

    private List<Double> storm(RelayBench.Opening opening) throws IOException, InterruptedException {
        try (CameraProcess camera = CameraProcess.start(work);
                Subject subject = opening.open(work, camera, 1);
                ReaderSwarm swarm = new ReaderSwarm(2)) {
            swarm.start(List.of(subject.address(0)), 0);
            swarm.awaitStreaming(Duration.ofSeconds(30));
            // A young JVM is what starts meet after a restart only: some come and go first.
            for (int round = 0; round < STORM_REHEARSALS; round++) {
                try (ReaderSwarm early = new ReaderSwarm(2)) {
                    early.start(
                            IntStream.range(0, 200)
                                    .mapToObj(i -> subject.address(0))
                                    .toList(),
                            100);
                    early.awaitStreaming(Duration.ofSeconds(30));
                }
            }
            TimeUnit.SECONDS.sleep(3);
            List<SwarmReader> all = swarm.start(
                    IntStream.range(0, 500).mapToObj(i -> subject.address(0)).toList(), 0);
            swarm.awaitStreaming(Duration.ofSeconds(60));
            List<Double> keys = keyMillis(all);
            out.printf(
                    Locale.ROOT,
                    "%-16s storm of 500: %d with a picture, first key p50 %.1f p95 %.1f max %.1f ms%n",
                    subject.name(),
                    keys.size(),
                    RelayBench.share(keys, 0.5),
                    RelayBench.share(keys, 0.95),
                    RelayBench.share(keys, 1));
            return keys;
        }
    }

    private List<Double> cold() throws IOException, InterruptedException {
        try (CameraProcess camera = CameraProcess.start(work, "long");
                Subject subject = OwnRelay.start(work, camera, 1);
                ReaderSwarm swarm = new ReaderSwarm(1)) {
            List<Double> keys = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                List<SwarmReader> one = swarm.start(List.of(subject.address(i)), 0);
                swarm.awaitStreaming(Duration.ofSeconds(30));
                // The first ones load classes.
                if (i >= 5) {
                    keys.addAll(keyMillis(one));
                }
                TimeUnit.MILLISECONDS.sleep(300);
            }
            keys.sort(null);
            out.printf(
                    Locale.ROOT,
                    "%-16s cold, GOP 10 s, key frame asked for: first key p50 %.1f p95 %.1f max %.1f ms (%d starts)%n",
                    subject.name(),
                    RelayBench.share(keys, 0.5),
                    RelayBench.share(keys, 0.95),
                    RelayBench.share(keys, 1),
                    keys.size());
            return keys;
        }
    }

    private static List<Double> keyMillis(List<SwarmReader> readers) {
        List<Double> millis = new ArrayList<>();
        for (SwarmReader reader : readers) {
            if (reader.firstKeyAt != 0) {
                millis.add((reader.firstKeyAt - reader.startedAt) / 1e6);
            }
        }
        millis.sort(null);
        return millis;
    }

    private void stoppedReaders() throws IOException, InterruptedException {
        try (CameraProcess camera = CameraProcess.start(work);
                Subject subject = OwnRelay.start(work, camera, 1);
                ReaderSwarm swarm = new ReaderSwarm(2)) {
            List<SwarmReader> all = swarm.start(
                    IntStream.range(0, 55).mapToObj(i -> subject.address(0)).toList(), 100);
            swarm.awaitStreaming(Duration.ofSeconds(30));
            swarm.measure(warmUp);
            long before = subject.process().residentMegabytes();
            List<SwarmReader> stopped = all.subList(0, 5);
            swarm.eachReader(reader -> {
                if (stopped.contains(reader)) {
                    reader.stall();
                }
            });
            // Queue and socket buffers are full after about 4 s; 15 s later all must be gone.
            Tally rest = swarm.measure(Duration.ofSeconds(19));
            long after = subject.process().residentMegabytes();
            long closed = stopped.stream().filter(SwarmReader::closedByServer).count();
            out.printf(
                    Locale.ROOT,
                    "%-16s 5 of 55 stopped: worst pause of the rest %.0f ms, %d lost, %d of 5 closed after 19 s, RSS %d → %d MB%n",
                    subject.name(),
                    rest.worstPauseNanos / 1e6,
                    rest.lostPackets,
                    closed,
                    before,
                    after);
            // One picture comes each 40 ms: a pause of 50 is 10 ms late at the most.
            verdict.atMost(
                    "5 of 55 stopped: worst pause of the rest",
                    rest.worstPauseNanos / 1e6,
                    50,
                    " ms",
                    rest.pictures + " pictures");
            verdict.atMost("5 of 55 stopped: lost by the rest", rest.lostPackets, 0, "", rest.packets + " packets");
            verdict.atLeast("5 of 55 stopped: closed in time", closed, 5, "19 s after they stopped");
            verdict.atMost(
                    "5 of 55 stopped: growth", Math.max(0, after - before), 20, " MB", before + " → " + after + " MB");
        }
    }

    private void idle() throws IOException, InterruptedException {
        try (CameraProcess camera = CameraProcess.start(work, "long");
                Subject subject = OwnRelay.start(work, camera, IDLE_CAMERAS)) {
            // Every stream was there once, and nobody watches any more.
            for (int first = 0; first < IDLE_CAMERAS; first += 50) {
                try (ReaderSwarm swarm = new ReaderSwarm(1)) {
                    swarm.start(
                            IntStream.range(first, first + 50)
                                    .mapToObj(subject::address)
                                    .toList(),
                            0);
                    swarm.awaitStreaming(Duration.ofSeconds(30));
                }
            }
            TimeUnit.SECONDS.sleep(15);
            double before = subject.process().cpuSeconds();
            TimeUnit.NANOSECONDS.sleep(Duration.ofSeconds(20).toNanos());
            double share = (subject.process().cpuSeconds() - before) / 20 * 100;
            out.printf(
                    Locale.ROOT,
                    "%-16s idle, %d cameras that nobody watches: %.2f %% of a core%n",
                    subject.name(),
                    IDLE_CAMERAS,
                    share);
            verdict.atMost("idle with 1,000 cameras, % of a core", share, 2, " %", "20 s");
        }
    }

    private RelayBench.Row row(int readers) {
        RelayBench.Row row = own.get(readers);
        if (row == null) {
            throw new IllegalStateException("no row of " + readers + " readers");
        }
        return row;
    }

    private double ratio(int readers) {
        RelayBench.Row loop = bare.get(readers);
        return loop == null ? Double.NaN : row(readers).perGigabit() / loop.perGigabit();
    }

    private static double delivered(RelayBench.Row row) {
        return row.tally().pictures / row.expectedPictures();
    }

    private static String raw(RelayBench.Row row) {
        return String.format(
                Locale.ROOT,
                "%.2f cpu s, %.2f Gbit",
                row.cpuSeconds(),
                row.tally().gigabits());
    }
}

package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Readers by TCP, CPU seconds per Gbit delivered, loss and delay: the subject, the bare loop and the peer, one after
 * the other in the same run. Ratios count, absolutes are this machine's.
 */
public final class RelayBench {
    private static final int READERS_A_SECOND = 200;
    private static final int REPLACED = 100;
    private static final int REPLACED_A_SECOND = 20;

    private final PrintStream out;
    private final Path work;
    private final Duration warmUp;
    private final Duration window;

    /** @param work folder for logs and the benchmark's clip */
    public RelayBench(PrintStream out, Path work, Duration warmUp, Duration window) {
        this.out = out;
        this.work = work;
        this.warmUp = warmUp;
        this.window = window;
    }

    /**
     * One measured row, with its raw counters.
     *
     * @param firstKeyMillis of the readers that came one after the other into a young subject
     * @param laterKeyMillis of those that took others' places after the window, when all the rest were there
     */
    record Row(
            String subject,
            int cameras,
            int readers,
            double cpuSeconds,
            Tally tally,
            double expectedPictures,
            long residentMegabytes,
            long threads,
            List<Double> firstPacketMillis,
            List<Double> firstKeyMillis,
            List<Double> laterKeyMillis,
            List<String> failures) {
        double perGigabit() {
            return cpuSeconds / tally.gigabits();
        }
    }

    /** Opens the subject's relay of {@code cameras} cameras that {@code camera} serves. */
    interface Opening {
        Subject open(Path work, CameraProcess camera, int cameras) throws IOException, InterruptedException;
    }

    Row row(Opening opening, int cameras, int readers) throws IOException, InterruptedException {
        try (CameraProcess camera = CameraProcess.start(work);
                Subject subject = opening.open(work, camera, cameras);
                ReaderSwarm swarm = new ReaderSwarm(2)) {
            return measured(subject, swarm, cameras, readers);
        }
    }

    Row bare(int cameras, int readers) throws IOException, InterruptedException {
        try (CameraProcess camera = CameraProcess.start(work);
                ReaderSwarm swarm = new ReaderSwarm(2)) {
            return measured(camera, swarm, cameras, readers);
        }
    }

    private Row measured(Subject subject, ReaderSwarm swarm, int cameras, int readers)
            throws IOException, InterruptedException {
        List<String> first =
                IntStream.range(0, cameras).mapToObj(subject::address).toList();
        swarm.start(first, 0);
        swarm.awaitStreaming(Duration.ofSeconds(30));
        List<String> rest = IntStream.range(cameras, readers)
                .mapToObj(i -> subject.address(i % cameras))
                .toList();
        List<SwarmReader> timed = swarm.start(rest, READERS_A_SECOND);
        swarm.awaitStreaming(Duration.ofSeconds(60));
        swarm.measure(warmUp);
        double cpuBefore = subject.process().cpuSeconds();
        long begin = System.nanoTime();
        Tally tally = swarm.measure(window);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpu = subject.process().cpuSeconds() - cpuBefore;
        List<SwarmReader> later = swarm.replace(Math.min(REPLACED, rest.size()), REPLACED_A_SECOND);
        swarm.awaitStreaming(Duration.ofSeconds(30));
        return new Row(
                subject.name(),
                cameras,
                readers,
                cpu,
                tally,
                readers * 25.0 * seconds,
                subject.process().residentMegabytes(),
                subject.process().threads(),
                sortedMillis(timed, true),
                sortedMillis(timed, false),
                sortedMillis(later, false),
                swarm.failures());
    }

    private static List<Double> sortedMillis(List<SwarmReader> readers, boolean packet) {
        List<Double> millis = new ArrayList<>();
        for (SwarmReader reader : readers) {
            long at = packet ? reader.firstPacketAt : reader.firstKeyAt;
            if (at != 0) {
                millis.add((at - reader.startedAt) / 1e6);
            }
        }
        millis.sort(null);
        return millis;
    }

    static double share(List<Double> sorted, double share) {
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share));
    }

    void head() {
        out.printf(
                "%-16s %7s %7s %9s %9s %7s %7s %6s %9s %9s %9s %9s %9s %9s %6s %5s%n",
                "subject",
                "cameras",
                "readers",
                "s/Gbit",
                "delivered",
                "lost",
                "p50 ms",
                "p99 ms",
                "key p50",
                "key p95",
                "later p50",
                "later p95",
                "cpu s",
                "Gbit",
                "RSS MB",
                "thr");
    }

    void print(Row row) {
        out.printf(
                "%-16s %7d %7d %9.4f %9.4f %7d %7.1f %6.1f %9.1f %9.1f %9.1f %9.1f %9.2f %9.2f %6d %5d%n",
                row.subject(),
                row.cameras(),
                row.readers(),
                row.perGigabit(),
                row.tally().pictures / row.expectedPictures(),
                row.tally().lostPackets,
                row.tally().delayMillis(0.5),
                row.tally().delayMillis(0.99),
                share(row.firstKeyMillis(), 0.5),
                share(row.firstKeyMillis(), 0.95),
                share(row.laterKeyMillis(), 0.5),
                share(row.laterKeyMillis(), 0.95),
                row.cpuSeconds(),
                row.tally().gigabits(),
                row.residentMegabytes(),
                row.threads());
        if (!row.failures().isEmpty()) {
            out.println("  " + row.failures().size() + " readers failed, the first: "
                    + row.failures().get(0));
        }
        out.flush();
    }
}

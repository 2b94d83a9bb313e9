package org.sharpeyes.benchmarks.export;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.sharpeyes.evidence.export.EvidenceSigner;
import org.sharpeyes.evidence.export.ExportVerdict;
import org.sharpeyes.evidence.export.ExportVerifier;
import org.sharpeyes.evidence.export.Trust;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;
import org.sharpeyes.recording.export.ExportJob;
import org.sharpeyes.recording.export.ExportOrder;
import org.sharpeyes.recording.export.Exports;

/** {@code bench export [SECONDS [MBIT]]}: records, exports and verifies; default an hour at 4 Mbit/s. */
public final class ExportCommand {
    private final PrintStream out;
    private final Path work;

    public ExportCommand(PrintStream out, Path work) {
        this.out = out;
        this.work = work;
    }

    public void run(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 3_600;
        int bits = (args.length > 1 ? Integer.parseInt(args[1]) : 4) * 1_000_000;
        Path folder = Files.createDirectories(work.resolve("export-" + UUID.randomUUID()));
        try (RecordedHour hour = new RecordedHour(folder)) {
            StreamKey stream = new StreamKey(new CameraId(UUID.randomUUID()), StreamProfile.MAIN);
            Instant from = Instant.parse("2026-11-23T08:00:00Z");
            long begun = System.nanoTime();
            hour.record(stream, from, seconds, bits);
            out.printf("recorded    %d s at %d bit/s in %.1f s%n", seconds, bits, since(begun));
            export(hour, stream, new TimeWindow(from, from.plusSeconds(seconds)), folder);
        } finally {
            remove(folder);
        }
    }

    private void export(RecordedHour hour, StreamKey stream, TimeWindow window, Path folder) throws IOException {
        BenchContext context = new BenchContext();
        ExportOrder order = new ExportOrder(
                UUID.randomUUID(),
                GrantId.random(),
                UserId.random(),
                List.of(stream.camera()),
                StreamProfile.MAIN,
                window,
                Instant.now());
        CompletableFuture<ExportJob> ended = new CompletableFuture<>();
        try (Exports exports = new Exports(
                new NothingKept(),
                hour.library(),
                context,
                EvidenceSigner.generate("bench", Instant.now()),
                null,
                folder,
                Duration.ofDays(1),
                InstantSource.system())) {
            exports.onChange(job -> {
                if (job.state().over()) {
                    ended.complete(job);
                }
            });
            long begun = System.nanoTime();
            long cpu = cpuNanos();
            exports.order(order);
            ExportJob job = ended.join();
            double sealed = since(begun);
            out.printf(
                    "sealed      %s in %.1f s, %.1f s of CPU: %d bytes, %.0f MB/s, grant asked %d times%n",
                    job.state(),
                    sealed,
                    (cpuNanos() - cpu) / 1e9,
                    job.bytes(),
                    job.bytes() / sealed / 1e6,
                    context.asked());
        }
        long begun = System.nanoTime();
        long cpu = cpuNanos();
        ExportVerdict verdict =
                new ExportVerifier(Trust.parse(context.registerKey())).verify(folder.resolve(order.id() + ".zip"));
        out.printf("verified    in %.1f s, %.1f s of CPU: %s%n", since(begun), (cpuNanos() - cpu) / 1e9, verdict);
    }

    /** Of the whole process. */
    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

package org.sharpeyes.worker;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.worker.diagnosis.PictureMeasures;

/**
 * One living worker. Confined to the pool thread that started it, but for {@link #kill}, which any thread may call.
 *
 * <p>Every wait on its pipe is under a watchdog that kills the process; the blocked read then ends by itself.
 */
final class WorkerProcess implements AutoCloseable {
    private static final Duration WATCH_EVERY = Duration.ofMillis(50);
    private static final int STDERR_TAIL_BYTES = 2_048;

    private final Process process;
    private final DataInputStream answers;
    private final DataOutputStream requests;
    private final ScheduledExecutorService watchdog;
    private final MediaWorkerSettings settings;
    private final AtomicReference<@Nullable String> killedBecause = new AtomicReference<>();
    private volatile String lastWords = "";
    private int jobs;

    private WorkerProcess(Process process, ScheduledExecutorService watchdog, MediaWorkerSettings settings) {
        this.process = process;
        this.watchdog = watchdog;
        this.settings = settings;
        answers = new DataInputStream(process.getInputStream());
        requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
        Thread listener = new Thread(this::drainStderr, "media-worker-stderr-" + process.pid());
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts a worker; it takes jobs after {@link #awaitReady}.
     *
     * @throws IOException if there is no such program, or no process to be had
     */
    static WorkerProcess launch(List<String> command, MediaWorkerSettings settings, ScheduledExecutorService watchdog)
            throws IOException {
        Files.createDirectories(settings.folder());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(settings.folder().toFile());
        // Nothing of our surroundings is a decoder's business; few malloc arenas keep the address space small.
        builder.environment().clear();
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("HOME", settings.folder().toString());
        return new WorkerProcess(builder.start(), watchdog, settings);
    }

    /**
     * Waits until the decoder is loaded; the first start on a machine unpacks natives, so it has four times the wall
     * time of a job.
     *
     * @throws IOException if it does not come up; it is dead then
     */
    void awaitReady() throws IOException {
        Duration patience = settings.wallTime().multipliedBy(4);
        ScheduledFuture<?> watch = watchdog.schedule(
                () -> kill("not ready within " + patience.toSeconds() + " s"),
                patience.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            byte[] hello = Wire.readFrame(answers, Wire.MAX_ANSWER_BYTES);
            if (hello.length != 1 || hello[0] != Wire.READY) {
                throw new IOException("worker: unexpected first frame of " + hello.length + " bytes");
            }
        } catch (IOException e) {
            kill("did not come up");
            throw new IOException("media worker: " + exitWords(String.valueOf(killedBecause.get())), e);
        } finally {
            watch.cancel(false);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean usable() {
        return process.isAlive() && killedBecause.get() == null && jobs < settings.jobsPerProcess();
    }

    SnapshotOutcome run(SnapshotRequest request) {
        jobs++;
        long startedAt = System.nanoTime();
        Duration cpuBefore = cpuTime();
        ScheduledFuture<?> watch = watchdog.scheduleWithFixedDelay(
                () -> killIfOverdrawn(startedAt, cpuBefore),
                WATCH_EVERY.toNanos(),
                WATCH_EVERY.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            Wire.writeFrame(requests, request.header(), request.keyFrame().annexB());
            return read(Wire.readFrame(answers, Wire.MAX_ANSWER_BYTES));
        } catch (IOException e) {
            kill("pipe: " + e.getMessage());
            String reason = String.valueOf(killedBecause.get());
            return reason.startsWith("pipe: ")
                    ? new SnapshotOutcome.Failed(SnapshotOutcome.Cause.WORKER_DIED, exitWords(reason))
                    : new SnapshotOutcome.Failed(SnapshotOutcome.Cause.TIMED_OUT, reason);
        } finally {
            watch.cancel(false);
        }
    }

    private static SnapshotOutcome read(byte[] frame) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(frame);
        int status = in.get();
        if (status == Wire.NO_PICTURE) {
            return new SnapshotOutcome.Failed(
                    SnapshotOutcome.Cause.UNDECODABLE,
                    StandardCharsets.UTF_8.decode(in).toString());
        }
        int measured = status == Wire.MEASURED ? PictureMeasures.BYTES : 0;
        if (status != Wire.PICTURE && status != Wire.MEASURED || frame.length <= Wire.PICTURE_HEADER_BYTES + measured) {
            throw new IOException("answer: status " + status + ", " + frame.length + " bytes (expected: a picture)");
        }
        boolean damaged = in.get() != 0;
        int width = Short.toUnsignedInt(in.getShort());
        int height = Short.toUnsignedInt(in.getShort());
        int sourceWidth = Short.toUnsignedInt(in.getShort());
        int sourceHeight = Short.toUnsignedInt(in.getShort());
        PictureMeasures measures = status == Wire.MEASURED ? measures(in) : null;
        byte[] jpeg = Arrays.copyOfRange(frame, Wire.PICTURE_HEADER_BYTES + measured, frame.length);
        if (jpeg.length < 4 || (jpeg[0] & 0xff) != 0xff || (jpeg[1] & 0xff) != 0xd8) {
            // What a taken-over worker may hand on is bounded to something a browser takes for a JPEG.
            throw new IOException("answer: not a JPEG");
        }
        return new SnapshotOutcome.Picture(jpeg, width, height, sourceWidth, sourceHeight, damaged, measures);
    }

    private static PictureMeasures measures(ByteBuffer in) throws IOException {
        try {
            return PictureMeasures.read(in);
        } catch (IllegalArgumentException forged) {
            throw new IOException("answer: " + forged.getMessage(), forged);
        }
    }

    private void killIfOverdrawn(long startedAt, Duration cpuBefore) {
        long wall = System.nanoTime() - startedAt;
        if (wall > settings.wallTime().toNanos()) {
            kill("no answer within " + settings.wallTime().toMillis() + " ms");
        } else if (cpuTime().minus(cpuBefore).compareTo(settings.cpuTime()) > 0) {
            kill("more than " + settings.cpuTime().toMillis() + " ms of CPU");
        }
    }

    /** Zero where the platform does not tell: the wall time then is the only limit. */
    private Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    void kill(String reason) {
        killedBecause.compareAndSet(null, reason);
        process.destroyForcibly();
    }

    private String exitWords(String reason) {
        try {
            if (process.waitFor(1, TimeUnit.SECONDS)) {
                return reason + "; exit " + process.exitValue() + (lastWords.isEmpty() ? "" : "; " + lastWords);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reason;
    }

    private void drainStderr() {
        byte[] buffer = new byte[STDERR_TAIL_BYTES];
        try (InputStream in = process.getErrorStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                lastWords = new String(buffer, 0, n, StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            lastWords = lastWords + " (stderr: " + e.getMessage() + ")";
        }
    }

    /** Ends the process at once; a worker holds nothing that needs saving. */
    @Override
    public void close() {
        kill("closed");
    }
}

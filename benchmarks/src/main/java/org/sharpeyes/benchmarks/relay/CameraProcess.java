package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@link PacedCamera} as a process; measured by itself it is the bare loop. */
final class CameraProcess implements Subject {
    private final ChildProcess child;
    private final int port;

    private CameraProcess(ChildProcess child, int port) {
        this.child = child;
        this.port = port;
    }

    static CameraProcess start(Path work) throws IOException, InterruptedException {
        return start(work, "main");
    }

    /** @param clip {@code main} or {@code long}, as {@link PacedCamera} knows them */
    static CameraProcess start(Path work, String clip) throws IOException, InterruptedException {
        ChildProcess child = ChildProcess.start(
                "camera",
                work,
                "CAMERA",
                ChildProcess.java(
                        List.of("-XX:+UseSerialGC", "-Xmx256m"),
                        PacedCamera.class.getName(),
                        List.of("0", work.resolve("cache").toString(), clip)));
        String line = child.awaitReady(Duration.ofSeconds(90));
        return new CameraProcess(child, Integer.parseInt(line.replaceAll(".*port=(\\d+).*", "$1")));
    }

    @Override
    public String name() {
        return "bare loop";
    }

    @Override
    public String address(int camera) {
        return "rtsp://127.0.0.1:" + port + "/cam/" + camera;
    }

    @Override
    public MeasuredProcess process() {
        return child.measured();
    }

    @Override
    public void close() {
        child.close();
    }
}

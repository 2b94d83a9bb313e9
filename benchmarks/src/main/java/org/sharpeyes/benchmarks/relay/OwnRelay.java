package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Our relay, in a JVM of its own. */
final class OwnRelay implements Subject {
    private final ChildProcess child;
    private final int port;

    private OwnRelay(ChildProcess child, int port) {
        this.child = child;
        this.port = port;
    }

    static OwnRelay start(Path work, CameraProcess camera, int cameras) throws IOException, InterruptedException {
        String base = camera.address(0).replaceAll("/cam/0$", "/");
        ChildProcess child = ChildProcess.start(
                "relay",
                work,
                "RELAY",
                ChildProcess.java(
                        List.of("-XX:+UseSerialGC", "-Xmx128m", "-Dio.netty.leakDetection.level=disabled"),
                        RelayMain.class.getName(),
                        List.of(base)));
        String line = child.awaitReady(Duration.ofSeconds(30));
        return new OwnRelay(child, Integer.parseInt(line.replaceAll(".*port=(\\d+).*", "$1")));
    }

    @Override
    public String name() {
        return "sharp-eyes";
    }

    @Override
    public String address(int camera) {
        return RelayMain.address(port, camera);
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

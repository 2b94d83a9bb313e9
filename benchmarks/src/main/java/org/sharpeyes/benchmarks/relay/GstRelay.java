package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The peer that every Debian can install by name: GStreamer's RTSP server, relaying. */
final class GstRelay implements Subject {
    private final ChildProcess child;
    private final int port;

    private GstRelay(ChildProcess child, int port) {
        this.child = child;
        this.port = port;
    }

    static GstRelay start(Path work, CameraProcess camera, int cameras) throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path script = work.resolve("gst-relay.py");
        try (InputStream in = Objects.requireNonNull(GstRelay.class.getResourceAsStream("gst-relay.py"))) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        String base = camera.address(0).replaceAll("0$", "");
        ChildProcess child = ChildProcess.start(
                "gst", work, "GST", List.of("/usr/bin/python3", script.toString(), base, Integer.toString(cameras)));
        String line = child.awaitReady(Duration.ofSeconds(30));
        return new GstRelay(child, Integer.parseInt(line.replaceAll(".*port=(\\d+).*", "$1")));
    }

    @Override
    public String name() {
        return "gst-rtsp-server";
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

package org.sharpeyes.server.shows;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A camera that nobody here wrote: GStreamer's RTSP server with a test picture, user viewer, password geheim. */
final class GStreamerCamera implements AutoCloseable {
    private static final Path SCRIPT =
            Path.of("../camera-gateway/src/test/resources/org/sharpeyes/gateway/rtsp/gstreamer-server.py");

    /** The one of the distribution: only it sees the packaged bindings. */
    private static final String PYTHON = "/usr/bin/python3";

    private final Process process;
    private final String url;

    private GStreamerCamera(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** The test is skipped where it is not installed. */
    static GStreamerCamera start(String address, Path log) throws IOException {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no " + PYTHON);
        Process process = new ProcessBuilder(PYTHON, SCRIPT.toString(), address)
                .redirectError(log.toFile())
                .start();
        String port =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assumeTrue(port != null, "GStreamer's RTSP server for Python is not installed");
        return new GStreamerCamera(
                process, "rtsp://" + address + ":" + String.valueOf(port).strip() + "/h264");
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
    }
}

package org.sharpeyes.benchmarks.browser;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sharpeyes.model.CameraId;

/**
 * {@code bench browser [--tiles 16,36] [--ways mse,whep] [--seconds 60] [--sound 0]}: server → screen in Chromium, by
 * {@code requestVideoFrameCallback}, tiles of 640x360 at 15 pictures a second played by the console's own player.
 */
public final class BrowserCommand {
    private static final Path SCRIPT = Path.of("console/web/journeys/delay");

    private final PrintStream out;
    private final Path work;
    private List<String> tiles = List.of("16", "36");
    private List<String> ways = List.of("mse", "whep");
    private int seconds = 60;
    private String sound = "0";

    public BrowserCommand(PrintStream out, Path work) {
        this.out = out;
        this.work = work;
    }

    public void run(String[] args) throws IOException, InterruptedException {
        read(args);
        if (!Files.isExecutable(SCRIPT)) {
            throw new IOException(SCRIPT + ": not here (run from the project's folder)");
        }
        Clip clip = Clip.make(work);
        out.println(
                "| tiles | way | first picture p50 / p95 ms | server → screen p50 / p95 / max ms | shown | dropped |"
                        + " pictures/s per tile | not playing |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (String count : tiles) {
            for (String way : ways) {
                try (ClockedCameras cameras = new ClockedCameras(clip);
                        MediaHost host = new MediaHost(cameras)) {
                    drive(host, Integer.parseInt(count), way);
                }
            }
        }
    }

    private void drive(MediaHost host, int count, String way) throws IOException, InterruptedException {
        String ids = IntStream.range(0, count)
                .mapToObj(MediaHost::camera)
                .map(CameraId::toString)
                .collect(Collectors.joining(","));
        List<String> command = new ArrayList<>(
                List.of(SCRIPT.toString(), host.url(), way, Integer.toString(seconds), sound, ids, work.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = process.inputReader()) {
            lines.lines().forEach(out::println);
        }
        if (process.waitFor() != 0) {
            throw new IOException("the browser's run failed: " + String.join(" ", command));
        }
    }

    private void read(String[] args) {
        if (args.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "option: \"" + args[args.length - 1] + "\" (expected: a value after it)");
        }
        for (int i = 0; i < args.length; i += 2) {
            String value = args[i + 1];
            switch (args[i]) {
                case "--tiles" -> tiles = List.of(value.split(","));
                case "--ways" -> ways = List.of(value.split(","));
                case "--seconds" -> seconds = Integer.parseInt(value);
                case "--sound" -> sound = value;
                default ->
                    throw new IllegalArgumentException(
                            "option: \"" + args[i] + "\" (expected: --tiles, --ways, --seconds or --sound)");
            }
        }
    }
}

package org.sharpeyes.server.town;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Brings the simulated cameras into a town's server as {@code ./sharp-eyes demo} does, by the same client. */
final class TownRegistration {
    private static final Path EXAMPLE_TOWN = Path.of("../config/example-town");

    private TownRegistration() {}

    /** Returns when every camera has delivered a frame. */
    static void register(Town town, Path folder, Duration limit) throws IOException, InterruptedException {
        Path log = folder.resolve("registration.log");
        ProcessBuilder client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.sharpeyes.testkit.demo.DemoTown",
                        "--url",
                        town.url(),
                        "--control",
                        town.controlUrl(),
                        "--town",
                        EXAMPLE_TOWN.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        client.environment().put("SHARP_EYES_DEMO_PASSWORD", Town.PASSWORD);
        Process process = client.start();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("registration takes too long:\n" + Files.readString(log));
        }
        if (process.exitValue() != 0) {
            throw new IOException("registration failed:\n" + Files.readString(log));
        }
    }

    /** Cameras that have a channel, so that there is something to see. */
    static List<JsonNode> livingCameras(ApiClient api) throws IOException, InterruptedException {
        List<JsonNode> cameras = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get("/api/v1/cameras?limit=500" + cursor).ok();
            for (JsonNode camera : page.required("items")) {
                if (camera.path("channel").isObject()) {
                    cameras.add(camera);
                }
            }
            String next = page.path("next").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return cameras;
    }

    static List<JsonNode> items(ApiClient api, String path) throws IOException, InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        api.get(path).ok().get("items").forEach(items::add);
        return items;
    }
}

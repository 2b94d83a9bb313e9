package org.sharpeyes.testkit.demo;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings a simulated town into a running server: imports its areas and its inventory, searches for cameras, registers
 * what was found, waits until every camera has delivered a frame. Does nothing twice: started again on the same data it
 * only checks.
 *
 * <p>{@code --url SERVER --control SIMULATOR [--town FOLDER] [--user demo]}; the password comes from the environment
 * variable {@code SHARP_EYES_DEMO_PASSWORD}. Progress goes to standard error; exit 0 when all delivered.
 */
public final class DemoTown {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration FIND_WITHIN = Duration.ofSeconds(150);
    private static final Duration STEP_WITHIN = Duration.ofMinutes(5);
    /** As many as the server runs at once. */
    private static final int AT_ONCE = 8;

    /** A device that was too slow the first time is asked again; one with a wrong password would not be helped. */
    private static final int TRIES = 3;

    private final PublicApi server;
    private final PublicApi simulator;
    private final PrintStream progress;

    private DemoTown(PublicApi server, PublicApi simulator, PrintStream progress) {
        this.server = server;
        this.simulator = simulator;
        this.progress = progress;
    }

    /** A simulated device as the simulator's inventory tells it. */
    private record SimulatedDevice(
            String address,
            int onvifPort,
            int rtspPort,
            boolean mapped,
            String serial,
            String username,
            String password,
            int channels) {
        String place() {
            return address + ":" + onvifPort;
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        String password = System.getenv("SHARP_EYES_DEMO_PASSWORD");
        try {
            PublicApi server = new PublicApi(required(options, "--url"));
            DemoTown town = new DemoTown(server, new PublicApi(required(options, "--control")), System.err);
            if (password == null || password.isBlank()) {
                throw new IllegalArgumentException("SHARP_EYES_DEMO_PASSWORD: none (expected: the demo's password)");
            }
            server.signIn(options.getOrDefault("--user", "demo"), password);
            String folder = options.get("--town");
            town.bringUp(folder == null ? null : Path.of(folder));
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": none (expected: an address)");
        }
        return value;
    }

    private void bringUp(@Nullable Path folder) throws IOException, InterruptedException {
        Map<String, SimulatedDevice> wanted = inventory();
        int channels =
                wanted.values().stream().mapToInt(SimulatedDevice::channels).sum();
        if (folder != null && allCameras().isEmpty()) {
            importTown(folder);
        }
        Map<String, JsonNode> found = search(wanted);
        register(wanted, found);
        awaitFrames(channels);
    }

    private Map<String, SimulatedDevice> inventory() throws IOException, InterruptedException {
        Map<String, SimulatedDevice> devices = new HashMap<>();
        for (JsonNode item : simulator.get("/inventory").required("items")) {
            SimulatedDevice device = new SimulatedDevice(
                    item.required("address").asString(),
                    item.required("onvifPort").asInt(),
                    item.required("rtspPort").asInt(),
                    item.path("mapped").asBoolean(false),
                    item.required("serial").asString(),
                    item.required("username").asString(),
                    item.required("password").asString(),
                    item.required("channels").size());
            devices.put(device.place(), device);
        }
        return devices;
    }

    private void importTown(Path folder) throws IOException, InterruptedException {
        say("importing areas and inventory of " + folder.getFileName());
        String areas = Files.readString(folder.resolve("areas.geojson"));
        String shipped = Files.readString(folder.resolve("inventory.csv"), StandardCharsets.UTF_8);
        server.post("/api/v1/areas/imports", "application/geo+json", areas);
        server.post("/api/v1/imports", "text/csv", new TownInventory(shipped, areas).csvFor(simulatedChannels()));
    }

    private List<TownInventory.Channel> simulatedChannels() throws IOException, InterruptedException {
        Map<String, String> wiredTo = new HashMap<>();
        for (JsonNode each : simulator.get("/switches").required("items")) {
            each.required("cameras")
                    .forEach(camera ->
                            wiredTo.put(camera.asString(), each.required("name").asString()));
        }
        List<TownInventory.Channel> channels = new ArrayList<>();
        for (JsonNode device : simulator.get("/inventory").required("items")) {
            for (JsonNode channel : device.required("channels")) {
                String name = channel.required("name").asString();
                channels.add(new TownInventory.Channel(
                        device.required("serial").asString(),
                        channel.required("number").asInt(),
                        name,
                        wiredTo.getOrDefault(name, "")));
            }
        }
        return channels;
    }

    /**
     * Searches until every wanted device is in the inbox: by WS-Discovery alone, but for those behind a router with
     * mapped ports, which a person must name.
     */
    private Map<String, JsonNode> search(Map<String, SimulatedDevice> wanted) throws IOException, InterruptedException {
        Map<String, JsonNode> found = new HashMap<>();
        String way = wanted.values().stream().anyMatch(SimulatedDevice::mapped) ? "" : " by WS-Discovery";
        long end = System.nanoTime() + FIND_WITHIN.toNanos() + wanted.size() * 20_000_000L;
        int shown = -1;
        while (found.size() < wanted.size() && System.nanoTime() < end) {
            server.post("/api/v1/discovery/scans", scan(wanted));
            for (int look = 0; look < 10 && found.size() < wanted.size(); look++) {
                TimeUnit.MILLISECONDS.sleep(500);
                for (JsonNode device : all("/api/v1/discovery/devices")) {
                    SimulatedDevice match = wanted.get(placeOf(device));
                    // Behind mapped ports only what was named with its ports can be called; an announcement cannot.
                    if (match != null
                            && (!match.mapped() || !device.path("mappedPorts").isEmpty())) {
                        found.put(match.serial(), device);
                    }
                }
                if (found.size() != shown) {
                    shown = found.size();
                    say("found " + shown + " of " + wanted.size() + " devices" + way);
                }
            }
        }
        if (found.size() < wanted.size()) {
            throw new IOException("only " + found.size() + " of " + wanted.size() + " devices were found");
        }
        return found;
    }

    private static ObjectNode scan(Map<String, SimulatedDevice> wanted) {
        ObjectNode scan = JSON.createObjectNode().put("multicast", true);
        ArrayNode targets = scan.putArray("targets");
        wanted.values().stream().filter(SimulatedDevice::mapped).forEach(device -> targets.addObject()
                .put("host", device.address())
                .put("onvifPort", device.onvifPort())
                .put("rtspPort", device.rtspPort()));
        return scan;
    }

    private static String placeOf(JsonNode device) {
        return device.path("address").asString("") + ":"
                + device.path("onvifPort").asInt(80);
    }

    private void register(Map<String, SimulatedDevice> wanted, Map<String, JsonNode> found)
            throws IOException, InterruptedException {
        List<SimulatedDevice> waiting = new ArrayList<>(wanted.values().stream()
                .filter(device -> !isRegistered(requireNonNull(found.get(device.serial()))))
                // Recorders first: their channels are looked at one after another, which takes longest.
                .sorted(Comparator.comparingInt(SimulatedDevice::channels)
                        .reversed()
                        .thenComparing(SimulatedDevice::serial))
                .toList());
        if (waiting.isEmpty()) {
            say("all " + wanted.size() + " devices are registered already");
            return;
        }
        int total = waiting.size();
        Map<String, SimulatedDevice> running = new HashMap<>();
        Map<String, Integer> tries = new HashMap<>();
        List<String> failures = new ArrayList<>();
        int done = 0;
        long end = System.nanoTime() + STEP_WITHIN.toNanos() + total * 2_000_000_000L;
        while (!(waiting.isEmpty() && running.isEmpty())) {
            while (!waiting.isEmpty() && running.size() < AT_ONCE) {
                SimulatedDevice next = waiting.remove(0);
                running.put(start(next, requireNonNull(found.get(next.serial()))), next);
            }
            TimeUnit.MILLISECONDS.sleep(200);
            for (String id : Set.copyOf(running.keySet())) {
                JsonNode job = server.get("/api/v1/registrations/" + id);
                String state = job.required("state").asString();
                if (state.equals("RUNNING")) {
                    continue;
                }
                SimulatedDevice device = requireNonNull(running.remove(id));
                if (!state.equals("DONE") && tries.merge(device.serial(), 1, Integer::sum) < TRIES) {
                    say(device.serial() + " was not ready, trying again");
                    waiting.add(device);
                    continue;
                }
                done++;
                if (state.equals("DONE")) {
                    say("registered " + device.serial() + " (" + done + " of " + total + ")");
                } else {
                    failures.add(device.serial() + ": " + job.path("steps"));
                }
            }
            if (System.nanoTime() > end) {
                throw new IOException("registration is not done: " + (waiting.size() + running.size()) + " left");
            }
        }
        if (!failures.isEmpty()) {
            throw new IOException("not registered: " + String.join("; ", failures));
        }
    }

    private String start(SimulatedDevice device, JsonNode found) throws IOException, InterruptedException {
        ObjectNode body =
                JSON.createObjectNode().put("username", device.username()).put("password", device.password());
        JsonNode answer =
                server.post("/api/v1/discovery/devices/" + found.required("id").asString() + "/register", body);
        return answer.required("id").asString();
    }

    private static boolean isRegistered(JsonNode device) {
        return device.path("registered").asBoolean(false)
                || device.path("state").asString("").equals("REGISTERED");
    }

    /** Every camera must have shown a frame to somebody: the health layer says so with its evidence. */
    private void awaitFrames(int channels) throws IOException, InterruptedException {
        long end = System.nanoTime() + STEP_WITHIN.toNanos();
        int shown = -1;
        Set<String> delivered = new HashSet<>();
        while (System.nanoTime() < end) {
            Set<String> cameras = allCameras().stream()
                    .filter(camera -> camera.path("channel").isObject())
                    .map(camera -> camera.required("id").asString())
                    .collect(Collectors.toSet());
            for (String id : cameras) {
                if (!delivered.contains(id) && hasDelivered(server.get("/api/v1/cameras/" + id + "/health"))) {
                    delivered.add(id);
                }
            }
            if (delivered.size() != shown) {
                shown = delivered.size();
                say(shown + " of " + channels + " cameras have delivered a frame");
            }
            if (delivered.size() >= channels) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new IOException("only " + delivered.size() + " of " + channels + " cameras have delivered a frame");
    }

    private static boolean hasDelivered(JsonNode health) {
        for (JsonNode layer : health.path("layers")) {
            if (layer.path("layer").asString("").equals("FRAMES_ADVANCING")
                    && layer.path("outcome").asString("").equals("GOOD")) {
                return true;
            }
        }
        return false;
    }

    private List<JsonNode> allCameras() throws IOException, InterruptedException {
        return all("/api/v1/cameras");
    }

    private List<JsonNode> all(String path) throws IOException, InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = server.get(path + "?limit=500" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.required("items").forEach(items::add);
            cursor = page.path("next").asString("");
        } while (!cursor.isEmpty());
        return items;
    }

    private void say(String text) {
        progress.println("  " + text);
    }
}

package org.sharpeyes.server.shows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.server.town.ApiClient;
import org.sharpeyes.server.town.ForeignClient;
import org.sharpeyes.server.town.Town;
import tools.jackson.databind.JsonNode;

/**
 * Server and simulator beside the ONVIF mock of npm's {@code onvif}, and three foreign clients: a process of its own, for
 * a network namespace. Prints what it saw; exit 1 with the reason when something is missing.
 *
 * <p>Arguments: a folder to work in, and the folder with the installed npm packages.
 */
final class ForeignOnvifWalk {
    private static final int MOCK_PORT = 10_101;
    private static final Duration CLIENT_LIMIT = Duration.ofSeconds(90);

    private final Path folder;
    private final Path packages;

    private ForeignOnvifWalk(Path folder, Path packages) {
        this.folder = folder;
        this.packages = packages;
    }

    public static void main(String[] arguments) throws Exception {
        int exit = 0;
        try {
            new ForeignOnvifWalk(Path.of(arguments[0]), Path.of(arguments[1])).walk();
        } catch (MissingException missing) {
            System.out.println("MISSING " + missing.getMessage());
            exit = 1;
        }
        System.exit(exit);
    }

    /** Something that must show did not. */
    private static final class MissingException extends Exception {
        private static final long serialVersionUID = 1;

        MissingException(String what) {
            super(what);
        }
    }

    private void walk() throws IOException, InterruptedException, MissingException {
        try (Town town = Town.start(folder, "--cameras", "5", "--nvrs", "1")) {
            String mock = town.network().replace("0.0/16", "200.1");
            Process device = mock(mock);
            try {
                town.register();
                theMockIsFoundAndDescribed(town.as("demo"), mock);
                Path inventory = folder.resolve("inventory.json");
                JsonNode devices = town.control().get("/inventory").ok();
                Files.writeString(inventory, devices.toString());
                npmClientsReadEverything(inventory, devices.required("items"));
                onvifUtilReadsEverything(devices.required("items"));
            } finally {
                device.destroy();
            }
        }
    }

    private Process mock(String address) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "node", packages.resolve("mock.cjs").toString())
                .directory(packages.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mock.log").toFile());
        builder.environment().put("PORT", String.valueOf(MOCK_PORT));
        builder.environment().put("HOSTNAME", address);
        Process mock = builder.start();
        for (int look = 0; look < 200 && mock.isAlive(); look++) {
            if (Files.readString(folder.resolve("mock.log")).contains("MOCK READY")) {
                return mock;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        mock.destroy();
        throw new IOException("the mock did not start: " + Files.readString(folder.resolve("mock.log")));
    }

    private void theMockIsFoundAndDescribed(ApiClient desk, String address)
            throws IOException, InterruptedException, MissingException {
        for (int look = 0; look < 60; look++) {
            if (look % 10 == 0) {
                desk.post("/api/v1/discovery/scans", "{\"multicast\":true}").ok();
            }
            for (JsonNode found :
                    desk.get("/api/v1/discovery/devices?limit=200").ok().required("items")) {
                if (found.path("address").asString("").equals(address)
                        && found.path("onvifPort").asInt() == MOCK_PORT
                        && !found.path("manufacturer").asString("").isEmpty()
                        && !found.path("model").asString("").isEmpty()) {
                    System.out.println("MOCK found " + found);
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new MissingException("the mock at " + address + ":" + MOCK_PORT + " in the inbox: "
                + desk.get("/api/v1/discovery/devices?limit=200").body());
    }

    private void npmClientsReadEverything(Path inventory, JsonNode devices)
            throws IOException, InterruptedException, MissingException {
        ForeignClient.Outcome read = ForeignClient.run(
                CLIENT_LIMIT, List.of("node", packages.resolve("clients.cjs").toString(), inventory.toString()));
        System.out.println(read.output());
        if (read.exit() != 0) {
            throw new MissingException("npm clients: " + read.errors());
        }
        for (JsonNode device : devices) {
            // One speaks media version 20; the other only version 10, which has no word for H.265.
            must(read.output(), told("onvif@0.8.3", device, streams(device, "")));
            must(read.output(), told("node-onvif@0.1.7", device, streams(device, "H264")));
        }
        must(read.output(), "onvif@0.8.3 found " + devices.size());
        must(read.output(), "node-onvif@0.1.7 found " + devices.size());
    }

    private static String told(String client, JsonNode device, int profiles) {
        String address = device.required("address").asString();
        return client + " " + address + " " + device.required("serial").asString() + " " + profiles + " rtsp://"
                + address;
    }

    private static int streams(JsonNode device, String codec) {
        int count = 0;
        for (JsonNode channel : device.required("channels")) {
            for (String profile : List.of("main", "sub")) {
                if (channel.required(profile).required("codec").asString().contains(codec)) {
                    count++;
                }
            }
        }
        return count;
    }

    private static void onvifUtilReadsEverything(JsonNode devices)
            throws IOException, InterruptedException, MissingException {
        String all =
                ForeignClient.run(CLIENT_LIMIT, List.of("onvif-util", "-a")).output();
        System.out.println(all);
        Set<String> unread = new TreeSet<>();
        for (JsonNode device : devices) {
            String address = device.required("address").asString();
            must(all, address);
            List<String> command = new ArrayList<>(List.of("sh", "-c"));
            command.add("printf 'get rtsp\\nget profiles\\nquit\\n' | onvif-util -u \"$1\" -p \"$2\" \"$3\"");
            command.add("onvif-util");
            command.add(device.required("username").asString());
            command.add(device.required("password").asString());
            command.add(address);
            String told = ForeignClient.run(CLIENT_LIMIT, command).output();
            System.out.println(address + ": " + told.strip().replace("\n", " | "));
            if (!told.contains("rtsp://" + address)) {
                unread.add(address);
            }
        }
        if (!unread.isEmpty()) {
            throw new MissingException("stream addresses by onvif-util of " + unread);
        }
    }

    private static void must(String text, String part) throws MissingException {
        if (!text.contains(part)) {
            throw new MissingException("\"" + part + "\" in: " + text);
        }
    }
}

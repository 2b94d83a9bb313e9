package org.sharpeyes.server.town;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The simulator and the server in demo mode, each a process of its own on free ports, with data that survives
 * {@link #killServer()} and {@link #startServer()}. Confined to the test's thread.
 *
 * <p>Each town of a run has a loopback network of its own, so that tests do not meet.
 */
public final class Town implements AutoCloseable {
    /** Password of {@code demo} and of every persona. */
    public static final String PASSWORD = "demo-town-password-1";

    /** Seconds on a quiet machine; others may be building on this one. */
    private static final Duration READY = Duration.ofMinutes(5);

    private static final AtomicInteger NETWORKS =
            new AtomicInteger(100 + (int) (ProcessHandle.current().pid() % 100));

    private final Path folder;
    private final String network;
    private final ChildJvm simulator;
    private final String controlUrl;
    private final ApiClient control;
    private ChildJvm server;
    private Map<String, String> ready;

    private Town(Path folder, String network, ChildJvm simulator, String controlUrl, ChildJvm server)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.network = network;
        this.simulator = simulator;
        this.controlUrl = controlUrl;
        this.control = ApiClient.anonymous(controlUrl);
        this.server = server;
        this.ready = server.awaitReady(READY);
    }

    /**
     * @param folder for data and logs
     * @param simulatorOptions for example {@code --cameras 4 --nvrs 1}
     */
    public static Town start(Path folder, String... simulatorOptions) throws IOException, InterruptedException {
        String network = "127." + (NETWORKS.getAndIncrement() % 150 + 100) + ".0.0/16";
        List<String> options = new ArrayList<>(List.of("--network", network, "--control", "0"));
        options.addAll(List.of(simulatorOptions));
        ChildJvm simulator = ChildJvm.start(
                "simulator",
                folder,
                "SIMULATOR READY",
                List.of("-XX:+UseSerialGC", "-Xmx512m"),
                "org.sharpeyes.testkit.Simulate",
                options);
        try {
            String control = simulator.awaitReady(READY).get("control");
            String address = String.valueOf(control);
            return new Town(
                    folder,
                    network,
                    simulator,
                    address.startsWith("http") ? address : "http://" + address,
                    server(folder, network));
        } catch (IOException | InterruptedException e) {
            simulator.close();
            throw e;
        }
    }

    private static ChildJvm server(Path folder, String network) throws IOException {
        return ChildJvm.start(
                "server",
                folder,
                "READY ",
                List.of("-XX:+UseSerialGC", "-Xmx512m", "-Dio.netty.leakDetection.level=paranoid"),
                "org.sharpeyes.server.SharpEyes",
                List.of(
                        "demo",
                        "--data",
                        folder.resolve("data").toString(),
                        "--network",
                        network,
                        "--http",
                        "0",
                        "--rtsp",
                        "0",
                        "--rtsps",
                        "0",
                        "--management",
                        "0",
                        "--webrtc",
                        "0",
                        "--sharp-eyes.demo-password=" + PASSWORD));
    }

    /**
     * Registers the example town with what the simulator has, as {@code ./sharp-eyes demo} does: over the public API.
     * Returns when every simulated camera has delivered a frame.
     */
    public void register() throws IOException, InterruptedException {
        TownRegistration.register(this, folder);
    }

    /** The address of the server's own API and console. */
    public String url() {
        return String.valueOf(ready.get("url"));
    }

    public String rtsp() {
        return String.valueOf(ready.get("rtsp"));
    }

    public String network() {
        return network;
    }

    /** The server's {@code --data}. */
    public Path data() {
        return folder.resolve("data");
    }

    public ApiClient as(String persona) throws IOException, InterruptedException {
        return ApiClient.anonymous(url()).signIn(persona, PASSWORD);
    }

    /** The simulator's control interface. */
    public ApiClient control() {
        return control;
    }

    String controlUrl() {
        return controlUrl;
    }

    public ChildJvm serverProcess() {
        return server;
    }

    public void killServer() throws InterruptedException {
        server.kill();
    }

    public void startServer() throws IOException, InterruptedException {
        server = server(folder, network);
        ready = server.awaitReady(READY);
    }

    @Override
    public void close() {
        server.close();
        simulator.close();
    }
}

package org.sharpeyes.server.town;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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

    private static final List<String> SMALL_SIMULATOR =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m");
    private static final List<String> LARGE_SIMULATOR = List.of("-XX:+UseSerialGC", "-Xmx2g");
    private static final List<String> SMALL_SERVER = List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-Dio.netty.leakDetection.level=paranoid");
    private static final List<String> WATCHED_SERVER = Stream.concat(
                    BlockedLoops.jvmOptions().stream(), SMALL_SERVER.stream())
            .toList();
    private static final List<String> MEASURED_SERVER =
            List.of("-XX:+UseSerialGC", "-Xms128m", "-Xmx1g", "-Djava.awt.headless=true");

    /** Test processes that run at the same time take networks of their own; others on this machine seldom the same. */
    private static final int FIRST_NETWORK = 100 + 75 * (Integer.getInteger("sharp-eyes.test.fork", 0) % 2);

    private static final AtomicInteger NETWORKS =
            new AtomicInteger((int) (ProcessHandle.current().pid() % 75));

    private final Path folder;
    private final String network;
    private final List<String> serverJvm;
    private final ChildJvm simulator;
    private final String controlUrl;
    private final ApiClient control;
    private ChildJvm server;
    private Map<String, String> ready;

    private Town(
            Path folder, String network, List<String> serverJvm, ChildJvm simulator, String controlUrl, ChildJvm server)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.network = network;
        this.serverJvm = serverJvm;
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
        return start(folder, SMALL_SIMULATOR, SMALL_SERVER, simulatorOptions);
    }

    /** The same with a server that tells who blocks its event loops; it starts and runs slower for that. */
    public static Town startWatched(Path folder, String... simulatorOptions) throws IOException, InterruptedException {
        return start(folder, SMALL_SIMULATOR, WATCHED_SERVER, simulatorOptions);
    }

    /** A server as the launcher starts it, so that what it takes can be measured, and a simulator of thousands. */
    public static Town startMeasured(Path folder, String... simulatorOptions) throws IOException, InterruptedException {
        return start(folder, LARGE_SIMULATOR, MEASURED_SERVER, simulatorOptions);
    }

    private static Town start(
            Path folder, List<String> simulatorJvm, List<String> serverJvm, String... simulatorOptions)
            throws IOException, InterruptedException {
        String network = "127." + (FIRST_NETWORK + NETWORKS.getAndIncrement() % 75) + ".0.0/16";
        List<String> options = new ArrayList<>(List.of("--network", network, "--control", "0"));
        options.addAll(List.of(simulatorOptions));
        ChildJvm simulator = ChildJvm.start(
                "simulator", folder, "SIMULATOR READY", simulatorJvm, "org.sharpeyes.testkit.Simulate", options);
        try {
            String control = simulator.awaitReady(READY).get("control");
            String address = String.valueOf(control);
            return new Town(
                    folder,
                    network,
                    serverJvm,
                    simulator,
                    address.startsWith("http") ? address : "http://" + address,
                    server(folder, network, serverJvm));
        } catch (IOException | InterruptedException e) {
            simulator.close();
            throw e;
        }
    }

    private static ChildJvm server(Path folder, String network, List<String> jvm) throws IOException {
        return ChildJvm.start(
                "server",
                folder,
                "READY ",
                jvm,
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
        register(Duration.ofMinutes(5));
    }

    /** @param limit how long that may take */
    public void register(Duration limit) throws IOException, InterruptedException {
        TownRegistration.register(this, folder, limit);
    }

    /** The address of the server's own API and console. */
    public String url() {
        return String.valueOf(ready.get("url"));
    }

    /** What the server tells Prometheus. */
    public String metrics() throws IOException, InterruptedException {
        ApiClient.Answer answer =
                ApiClient.anonymous(String.valueOf(ready.get("management"))).get("/prometheus");
        if (answer.status() != 200) {
            throw new IOException("metrics: status " + answer.status());
        }
        return answer.body();
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
        server = server(folder, network, serverJvm);
        ready = server.awaitReady(READY);
    }

    @Override
    public void close() {
        server.close();
        simulator.close();
    }
}

package org.sharpeyes.server.town;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.server.SharpEyes;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The server in demo mode inside the test's JVM, on free ports, with a PostgreSQL of its own; started once and shared by
 * all tests of the JVM that ask. Its data folder is deleted by nobody: it lies under {@code target}.
 */
public final class RunningServer {
    /** Password of {@code demo} and of every persona. */
    public static final String PASSWORD = "running-server-password-1";

    /** Every account that exists in the demo, but {@code demo} itself. */
    public static final List<String> PERSONAS = List.of(
            "duty",
            "technician",
            "police-a",
            "police-b",
            "approver",
            "grid",
            "resident",
            "sysadmin",
            "secadmin",
            "auditor");

    private static @Nullable RunningServer shared;

    private final ConfigurableApplicationContext context;
    private final String url;
    private final String management;

    private RunningServer(ConfigurableApplicationContext context, Path data) throws IOException {
        this.context = context;
        String line = Files.readString(data.resolve("run/ready"));
        this.url = field(line, "url");
        this.management = field(line, "management");
    }

    public static synchronized RunningServer shared() throws IOException {
        RunningServer running = shared;
        if (running == null) {
            running = start();
            shared = running;
        }
        return running;
    }

    /**
     * Starts one for a single test class: for tests that count what is there. It ends with the JVM, like the shared one: to
     * close it would end the event loops that Reactor Netty shares among the servers of a JVM.
     */
    public static RunningServer start() throws IOException {
        Path target = Files.createDirectories(Path.of("target/running-server").toAbsolutePath());
        Path data = Files.createTempDirectory(target, "data");
        String[] arguments = {
            "--sharp-eyes.mode=demo",
            "--sharp-eyes.demo-password=" + PASSWORD,
            "--sharp-eyes.data=" + data,
            "--server.port=0",
            "--management.server.port=0",
            "--sharp-eyes.rtsp-port=0",
            "--sharp-eyes.rtsps-port=0",
            "--sharp-eyes.webrtc-port=0"
        };
        return new RunningServer(new SpringApplicationBuilder(SharpEyes.class).run(arguments), data);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    /** Address of API and console, without a slash at the end. */
    public String url() {
        return url;
    }

    /** Address of the actuator. */
    public String management() {
        return management;
    }

    public ApiClient anonymous() {
        return ApiClient.anonymous(url);
    }

    public ApiClient as(String persona) throws IOException, InterruptedException {
        return anonymous().signIn(persona, PASSWORD);
    }

    private static String field(String line, String name) {
        return Arrays.stream(line.strip().split(" "))
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .collect(Collectors.joining());
    }
}

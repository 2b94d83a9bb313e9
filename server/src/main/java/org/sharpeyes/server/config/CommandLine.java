package org.sharpeyes.server.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The options of {@code serve} and {@code demo}, as the launcher hands them on. Immutable. */
public final class CommandLine {
    private static final Map<String, String> PROPERTY_OF_OPTION = Map.of(
            "--data", "sharp-eyes.data",
            "--http", "server.port",
            "--rtsp", "sharp-eyes.rtsp-port",
            "--rtsps", "sharp-eyes.rtsps-port",
            "--webrtc", "sharp-eyes.webrtc-port",
            "--management", "management.server.port",
            "--network", "sharp-eyes.camera-network");
    private static final List<String> PORT_OPTIONS = List.of("--http", "--rtsp", "--rtsps", "--webrtc", "--management");
    private static final int HIGHEST_PORT = 65_535;

    private final ServerSettings.Mode mode;
    private final Map<String, String> options;
    private final List<String> properties;

    private CommandLine(ServerSettings.Mode mode, Map<String, String> options, List<String> properties) {
        this.mode = mode;
        this.options = Map.copyOf(options);
        this.properties = List.copyOf(properties);
    }

    /**
     * Reads {@code serve|demo [--option value | --option=value]…}. An argument of the form {@code --some.property=value}
     * passes through to the settings.
     *
     * @throws StartProblem if an option is unknown or has no usable value
     */
    public static CommandLine parse(String... arguments) {
        if (arguments.length == 0) {
            throw usage("command: none (expected: serve or demo)");
        }
        ServerSettings.Mode mode = mode(arguments[0]);
        Map<String, String> options = new LinkedHashMap<>();
        List<String> properties = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (PROPERTY_OF_OPTION.containsKey(name)) {
                if (equals < 0 && i + 1 == arguments.length) {
                    throw usage(name + ": no value (expected: " + name + " VALUE)");
                }
                String value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
                options.put(name, checked(name, value));
            } else if (name.startsWith("--") && name.indexOf('.') > 0 && equals > 0) {
                properties.add(argument);
            } else {
                throw usage("option: " + name + " (expected: one of "
                        + String.join(
                                ", ",
                                PROPERTY_OF_OPTION.keySet().stream().sorted().toList()) + ")");
            }
        }
        return new CommandLine(mode, options, properties);
    }

    /**
     * Tries every port that was given as a fixed number, before anything slow starts.
     *
     * @throws StartProblem if one is taken, naming the option that gives another
     */
    public void checkPorts() {
        for (String option : PORT_OPTIONS) {
            int port = Integer.parseInt(options.getOrDefault(option, "0"));
            if (port > 0) {
                checkFree(option, port);
            }
        }
    }

    private static void checkFree(String option, int port) {
        InetSocketAddress address = option.equals("--management")
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : new InetSocketAddress(port);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException taken) {
            throw new StartProblem(
                    StartProblem.ExitCode.UNAVAILABLE,
                    "port " + port + " cannot be used (" + taken.getMessage() + "): give another with " + option
                            + " PORT, or " + option + " 0 for any free one",
                    taken);
        }
    }

    /** The arguments that Spring reads: each option as the setting it stands for. */
    public String[] springArguments() {
        List<String> arguments = new ArrayList<>(properties);
        arguments.add("--sharp-eyes.mode=" + mode.name().toLowerCase(Locale.ROOT));
        options.forEach((option, value) -> arguments.add("--" + PROPERTY_OF_OPTION.get(option) + "=" + value));
        return arguments.toArray(String[]::new);
    }

    private static ServerSettings.Mode mode(String command) {
        return switch (command) {
            case "serve" -> ServerSettings.Mode.SERVE;
            case "demo" -> ServerSettings.Mode.DEMO;
            default -> throw usage("command: " + command + " (expected: serve or demo)");
        };
    }

    private static String checked(String option, String value) {
        if (PORT_OPTIONS.contains(option)) {
            if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > HIGHEST_PORT) {
                throw usage(option + ": " + value + " (expected: a port from 0 to 65535, 0 for any free one)");
            }
        } else if (value.isBlank()) {
            throw usage(option + ": empty (expected: a value)");
        }
        return value;
    }

    private static StartProblem usage(String message) {
        return new StartProblem(StartProblem.ExitCode.USAGE, message + "; see ./sharp-eyes help", null);
    }
}

package org.sharpeyes.testkit;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.testkit.fleet.LoopbackNetwork;

/** The command line of the simulator. What is not given is decided by the scenario, then by defaults. */
record SimulateOptions(
        OptionalInt cameras,
        OptionalInt nvrs,
        OptionalInt switches,
        OptionalInt mapped,
        Optional<LoopbackNetwork> network,
        OptionalLong seed,
        OptionalInt onvifPort,
        OptionalInt rtspPort,
        OptionalInt live,
        int controlPort,
        Path data,
        Optional<Path> scenario,
        boolean exitWithParent,
        boolean help) {

    static final String USAGE = """
            simulate: cameras, NVRs and switches on loopback addresses

              --cameras N          cameras with an address of their own (8)
              --nvrs N             NVRs of 16 channels (0)
              --switches N         switches over which the cameras are spread (one for 4 cameras)
              --mapped N           cameras behind one address with mapped ports (0)
              --network CIDR       loopback network of all addresses (127.50.0.0/16)
              --scenario FILE      JSON with the same names, switches and faults to begin with
              --control PORT       control interface on 127.0.0.1 (8590; 0: any free port)
              --seed S             of pictures and passwords (1)
              --onvif-port PORT    on every address (80)
              --rtsp-port PORT     on every address (554)
              --live N             watched streams encoded as they are seen (8)
              --cache DIR          where encoded loops are kept (~/.cache/sharp-eyes/simulator)
              --exit-with-parent   end when standard input is closed
            """;

    /** @throws IllegalArgumentException with one line that says what is wrong */
    static SimulateOptions parse(List<String> arguments) {
        Reader reader = new Reader();
        Deque<String> left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            String name = left.remove();
            switch (name) {
                case "--cameras" -> reader.cameras = number(name, left, 20_000);
                case "--nvrs" -> reader.nvrs = number(name, left, 1_000);
                case "--switches" -> reader.switches = number(name, left, 20_000);
                case "--mapped" -> reader.mapped = number(name, left, 500);
                case "--network" -> reader.network = LoopbackNetwork.parse(value(name, left));
                case "--scenario" -> reader.scenario = Path.of(value(name, left));
                case "--control" -> reader.control = number(name, left, 65_535);
                case "--seed" -> reader.seed = seed(name, left);
                case "--onvif-port" -> reader.onvifPort = number(name, left, 65_535);
                case "--rtsp-port" -> reader.rtspPort = number(name, left, 65_535);
                case "--live" -> reader.live = number(name, left, 8);
                case "--cache", "--data" -> reader.data = Path.of(value(name, left));
                case "--exit-with-parent" -> reader.exitWithParent = true;
                case "--help", "-h" -> reader.help = true;
                default -> throw new IllegalArgumentException("unknown option " + name + " (see --help)");
            }
        }
        return reader.done();
    }

    private static String value(String name, Deque<String> left) {
        String value = left.poll();
        if (value == null) {
            throw new IllegalArgumentException(name + ": no value (expected: one)");
        }
        return value;
    }

    private static int number(String name, Deque<String> left, int max) {
        String text = value(name, left);
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > max) {
            throw new IllegalArgumentException(name + ": \"" + text + "\" (expected: 0 to " + max + ")");
        }
        return Integer.parseInt(text);
    }

    private static long seed(String name, Deque<String> left) {
        String text = value(name, left);
        if (!text.matches("-?[0-9]{1,18}")) {
            throw new IllegalArgumentException(name + ": \"" + text + "\" (expected: a whole number)");
        }
        return Long.parseLong(text);
    }

    private static final class Reader {
        private @Nullable Integer cameras;
        private @Nullable Integer nvrs;
        private @Nullable Integer switches;
        private @Nullable Integer mapped;
        private @Nullable LoopbackNetwork network;
        private @Nullable Path scenario;
        private int control = 8590;
        private @Nullable Long seed;
        private @Nullable Integer onvifPort;
        private @Nullable Integer rtspPort;
        private @Nullable Integer live;
        private Path data = Path.of(System.getProperty("user.home", "."), ".cache", "sharp-eyes", "simulator");
        private boolean exitWithParent;
        private boolean help;

        SimulateOptions done() {
            return new SimulateOptions(
                    optional(cameras),
                    optional(nvrs),
                    optional(switches),
                    optional(mapped),
                    Optional.ofNullable(network),
                    seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                    optional(onvifPort),
                    optional(rtspPort),
                    optional(live),
                    control,
                    data,
                    Optional.ofNullable(scenario),
                    exitWithParent,
                    help);
        }

        private static OptionalInt optional(@Nullable Integer value) {
            return value == null ? OptionalInt.empty() : OptionalInt.of(value);
        }
    }
}

package org.sharpeyes.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import org.sharpeyes.testkit.control.ControlFace;
import org.sharpeyes.testkit.control.Scenario;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.FleetSize;
import org.sharpeyes.testkit.fleet.LoopbackNetwork;
import org.sharpeyes.testkit.netty.ControlServer;
import org.sharpeyes.testkit.netty.SimulatedFleet;
import org.sharpeyes.testkit.netty.SimulatorSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulator as a process of its own. Prints one line {@code SIMULATOR READY control=http://127.0.0.1:PORT …} when
 * every device listens; ends on SIGTERM, and if asked to when its standard input is closed.
 */
public final class Simulate {
    private static final int DEFAULT_CAMERAS = 8;
    private static final int CAMERAS_A_SWITCH = 4;

    private Simulate() {}

    public static void main(String[] arguments) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
            logging.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        }
        SimulateOptions options;
        FleetPlan plan;
        Scenario scenario;
        try {
            options = SimulateOptions.parse(List.of(arguments));
            if (options.help()) {
                System.out.print(SimulateOptions.USAGE);
                return;
            }
            scenario = options.scenario().map(Scenario::read).orElseGet(Scenario::none);
            plan = plan(options, scenario);
        } catch (IllegalArgumentException e) {
            System.err.println("simulate: " + e.getMessage());
            System.exit(2);
            return;
        }
        if (System.getProperty("org.bytedeco.javacpp.cachedir") == null) {
            System.setProperty(
                    "org.bytedeco.javacpp.cachedir",
                    options.data().resolve("native").toString());
        }
        System.setProperty("java.awt.headless", "true");
        try {
            run(options, plan, scenario);
        } catch (IOException e) {
            System.err.println("simulate: " + e.getMessage()
                    + "\n  A port below 1024 needs root, or --onvif-port and --rtsp-port; a taken address another"
                    + " --network.");
            System.exit(1);
        } catch (IllegalArgumentException | NoSuchElementException e) {
            System.err.println("simulate: scenario: " + e.getMessage());
            System.exit(2);
        }
    }

    private static FleetPlan plan(SimulateOptions options, Scenario scenario) {
        int cameras =
                options.cameras().orElseGet(() -> scenario.number("cameras").orElse(DEFAULT_CAMERAS));
        int switches = options.switches().orElse((cameras + CAMERAS_A_SWITCH - 1) / CAMERAS_A_SWITCH);
        FleetSize size = new FleetSize(
                cameras,
                options.nvrs().orElseGet(() -> scenario.number("nvrs").orElse(0)),
                switches,
                options.mapped().orElseGet(() -> scenario.number("mapped").orElse(0)),
                options.network()
                        .or(() -> scenario.network().map(LoopbackNetwork::parse))
                        .orElseGet(() -> LoopbackNetwork.parse("127.50.0.0/16")),
                options.seed().orElseGet(() -> scenario.seed().orElse(1)),
                options.onvifPort().orElseGet(() -> scenario.number("onvifPort").orElse(80)),
                options.rtspPort().orElseGet(() -> scenario.number("rtspPort").orElse(554)));
        return scenario.apply(FleetPlan.of(size));
    }

    private static void run(SimulateOptions options, FleetPlan plan, Scenario scenario) throws IOException {
        SimulatorSettings settings = new SimulatorSettings(
                options.data(),
                options.live().orElseGet(() -> scenario.number("live").orElse(8)),
                true,
                2,
                InstantSource.system());
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (SimulatedFleet fleet = SimulatedFleet.start(plan, settings);
                ControlServer control =
                        ControlServer.start(fleet, options.controlPort(), new ControlFace(fleet)::handle)) {
            scenario.begin(fleet);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                end.countDown();
                awaitQuietly(ended);
            }));
            if (options.exitWithParent()) {
                Thread watcher = new Thread(() -> awaitEndOf(System.in, end), "parent");
                watcher.setDaemon(true);
                watcher.start();
            }
            System.out.println("SIMULATOR READY control=http://127.0.0.1:" + control.port() + " cameras="
                    + fleet.cameras().size() + " devices=" + plan.devices().size());
            System.out.flush();
            awaitQuietly(end);
        } finally {
            ended.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEndOf(InputStream in, CountDownLatch end) {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken pipe is an end as well.
        }
        end.countDown();
    }
}

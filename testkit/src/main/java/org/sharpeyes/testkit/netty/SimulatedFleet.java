package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.testkit.fleet.DevicePlan;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.SwitchPlan;
import org.sharpeyes.testkit.video.VideoLibrary;

/** A running fleet of simulated devices on real sockets. Thread-safe; holds threads and sockets until closed. */
public final class SimulatedFleet implements AutoCloseable {
    private static final int ENCODING_THREADS = 2;
    /** Work beyond this is refused: that stream has no picture, and says so. */
    private static final int MAX_ENCODING_TASKS = 50_000;

    private final FleetPlan plan;
    private final MultiThreadIoEventLoopGroup loops;
    private final ThreadPoolExecutor encoding;
    private final VideoLibrary library;
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final Map<String, SimulatedCamera> cameras = new LinkedHashMap<>();
    private final Map<String, SimulatedDevice> byName = new LinkedHashMap<>();
    private @Nullable DiscoveryResponder discovery;

    private SimulatedFleet(FleetPlan plan, SimulatorSettings settings) {
        this.plan = requireNonNull(plan, "plan");
        this.loops = new MultiThreadIoEventLoopGroup(
                settings.eventLoops(), new DefaultThreadFactory("camera", true), EpollIoHandler.newFactory());
        this.encoding = new ThreadPoolExecutor(
                ENCODING_THREADS,
                ENCODING_THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_ENCODING_TASKS),
                new DefaultThreadFactory("encoder", true, Thread.MIN_PRIORITY));
        encoding.allowCoreThreadTimeOut(true);
        this.library = new VideoLibrary(settings.cache(), plan.seed(), encoding);
        SimulatedDevice.Shared shared =
                new SimulatedDevice.Shared(library, new LiveSlots(settings.liveEncoders()), encoding, settings.clock());
        for (DevicePlan device : plan.devices()) {
            SimulatedDevice made = new SimulatedDevice(device, loops.next(), shared);
            devices.add(made);
            byName.put(device.name(), made);
            device.channels().forEach(channel -> cameras.put(channel.name(), new SimulatedCamera(made, channel)));
        }
    }

    /**
     * Opens all sockets and returns when every device listens.
     *
     * @throws IOException if an address or port cannot be had; nothing stays open then
     */
    public static SimulatedFleet start(FleetPlan plan, SimulatorSettings settings) throws IOException {
        SimulatedFleet fleet = new SimulatedFleet(plan, settings);
        try {
            CompletableFuture<?>[] opened =
                    fleet.devices.stream().map(SimulatedDevice::open).toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(opened).join();
            if (settings.discovery()) {
                fleet.discovery = new DiscoveryResponder(
                        fleet.loops.next(),
                        fleet.devices,
                        plan.seed(),
                        settings.clock().instant().getEpochSecond());
                fleet.discovery.open().join();
            }
            return fleet;
        } catch (CompletionException e) {
            fleet.close();
            throw new IOException(requireNonNull(e.getCause()).getMessage(), e.getCause());
        }
    }

    public FleetPlan plan() {
        return plan;
    }

    /** All channels, those of NVRs included, in the order of the plan. */
    public List<SimulatedCamera> cameras() {
        return List.copyOf(cameras.values());
    }

    /** @throws NoSuchElementException if no channel has that name */
    public SimulatedCamera camera(String name) {
        SimulatedCamera camera = cameras.get(name);
        if (camera == null) {
            throw new NoSuchElementException("no camera \"" + name + "\"");
        }
        return camera;
    }

    /** Makes everything on a switch ill; {@code null} heals what the switch did. */
    public CompletableFuture<Void> faultSwitch(String name, @Nullable Fault fault) {
        SwitchPlan found = plan.switches().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no switch \"" + name + "\""));
        return CompletableFuture.allOf(found.devices().stream()
                .map(device -> fault(requireNonNull(byName.get(device)), "switch " + name, fault))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Makes a whole NVR ill; {@code null} heals it. */
    public CompletableFuture<Void> faultNvr(String name, @Nullable Fault fault) {
        SimulatedDevice device = byName.get(name);
        if (device == null || device.plan().kind() != DevicePlan.Kind.NVR) {
            throw new NoSuchElementException("no NVR \"" + name + "\"");
        }
        return fault(device, "own", fault);
    }

    private static CompletableFuture<Void> fault(SimulatedDevice device, String origin, @Nullable Fault fault) {
        return fault == null ? device.removeFault(origin) : device.putFault(origin, fault);
    }

    /** Lets a camera play a film from a file; fails with {@link IllegalArgumentException} if it is none. */
    public CompletableFuture<Void> play(String camera, Path film) {
        SimulatedCamera found = camera(camera);
        return library.film(film).thenCompose(found::play);
    }

    /** Lets a camera play one of the films that came along, see {@link VideoLibrary#fixture}. */
    public CompletableFuture<Void> playFixture(String camera, String fixture) {
        SimulatedCamera found = camera(camera);
        return library.fixture(fixture).thenCompose(found::play);
    }

    /** A loop to run other sockets on, such as those of the control interface. */
    EventLoop nextLoop() {
        return loops.next();
    }

    @Override
    public void close() {
        if (discovery != null) {
            discovery.close();
        }
        CompletableFuture.allOf(devices.stream().map(SimulatedDevice::close).toArray(CompletableFuture<?>[]::new))
                .join();
        encoding.shutdown();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        try {
            if (!encoding.awaitTermination(10, TimeUnit.SECONDS)) {
                encoding.shutdownNow();
            }
        } catch (InterruptedException e) {
            encoding.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.testkit.device.DeviceCounters;
import org.sharpeyes.testkit.fleet.ChannelPlan;
import org.sharpeyes.testkit.fleet.DevicePlan;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.video.VideoLoop;

/** One channel of a running fleet, as tests and the control interface see it. Thread-safe. */
public final class SimulatedCamera {
    private static final String OWN = "own";

    private final SimulatedDevice device;
    private final ChannelPlan channel;

    SimulatedCamera(SimulatedDevice device, ChannelPlan channel) {
        this.device = requireNonNull(device, "device");
        this.channel = requireNonNull(channel, "channel");
    }

    public String name() {
        return channel.name();
    }

    public ChannelPlan channel() {
        return channel;
    }

    public DevicePlan device() {
        return device.plan();
    }

    public int onvifPort() {
        return device.onvifPort();
    }

    public int rtspPort() {
        return device.rtspPort();
    }

    /** Address of the device service. */
    public String onvifUrl() {
        return "http://" + device.plan().address() + ":" + onvifPort() + "/onvif/device_service";
    }

    /** Address of a stream, without credentials. */
    public String rtspUrl(boolean main) {
        return "rtsp://" + device.plan().address() + ":" + rtspPort() + "/ch" + channel.number()
                + (main ? "/main" : "/sub");
    }

    /** RTSP sessions of this channel, both streams together. */
    public int rtspSessions() {
        return device.channel(channel.number()).sessionCount();
    }

    /** Bytes of media sent to all sessions so far. */
    public long bytesSent() {
        return device.channel(channel.number()).bytesSent().get();
    }

    /** What its device has seen; channels of one NVR share it. */
    public DeviceCounters counters() {
        return device.state().counters();
    }

    /** Faults at work now. */
    public CompletableFuture<List<String>> faults() {
        return device.onLoop(() -> device.state().faultNames(channel.number()));
    }

    /** Until when wrong passwords have locked the device. */
    public CompletableFuture<Optional<Instant>> lockedUntil() {
        return device.onLoop(() -> device.state().lockedUntil());
    }

    /**
     * Makes it ill; a fault of its own that it had before goes. On a channel of an NVR only that channel suffers.
     *
     * @return fails with {@link IllegalArgumentException} for a fault that one channel cannot have
     */
    public CompletableFuture<Void> fault(Fault fault) {
        return wholeDevice() ? device.putFault(OWN, fault) : device.putChannelFault(channel.number(), OWN, fault);
    }

    /** Makes it well again; faults of its switch or NVR stay. */
    public CompletableFuture<Void> heal() {
        return wholeDevice() ? device.removeFault(OWN) : device.removeChannelFault(channel.number(), OWN);
    }

    /** Plays a film on both streams; {@code null} goes back to the scene. */
    public CompletableFuture<Void> play(@Nullable VideoLoop film) {
        return device.play(channel.number(), film);
    }

    private boolean wholeDevice() {
        return device.plan().kind() == DevicePlan.Kind.CAMERA;
    }

    <T extends @Nullable Object> CompletableFuture<T> onLoop(Supplier<T> action) {
        return device.onLoop(action);
    }
}

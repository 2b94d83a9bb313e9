package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.discovery.AnnouncedDevice;
import org.sharpeyes.testkit.device.DeviceState;
import org.sharpeyes.testkit.device.DigestLogin;
import org.sharpeyes.testkit.device.OnvifFace;
import org.sharpeyes.testkit.fleet.Ailment;
import org.sharpeyes.testkit.fleet.ChannelPlan;
import org.sharpeyes.testkit.fleet.DevicePlan;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.video.PictureKind;
import org.sharpeyes.testkit.video.VideoFormat;
import org.sharpeyes.testkit.video.VideoLibrary;
import org.sharpeyes.testkit.video.VideoLoop;

/**
 * One device on its own address: ONVIF over HTTP, RTSP, and its part in discovery. All of it runs on one event loop, so
 * nothing is locked; public methods may be called from any thread.
 */
final class SimulatedDevice {
    private static final Duration REBOOT = Duration.ofSeconds(10);
    private static final int TICK_SECONDS = 10;

    private final DevicePlan plan;
    private final EventLoop loop;
    private final DeviceState state;
    private final DigestLogin digest;
    private final OnvifFace face;
    private final Map<Integer, ChannelFeeds> channels = new LinkedHashMap<>();
    private final Map<String, ChannelHandlerContext> tunnels = new HashMap<>();
    private final DeviceListener onvif;
    private final DeviceListener rtsp;
    private @Nullable Future<?> turn;
    private @Nullable Future<?> ticker;

    /** What all devices of a fleet share. */
    record Shared(VideoLibrary library, LiveSlots slots, Executor encoding, InstantSource clock) {}

    SimulatedDevice(DevicePlan plan, EventLoop loop, Shared shared) {
        this.plan = requireNonNull(plan, "plan");
        this.loop = requireNonNull(loop, "loop");
        this.state = new DeviceState(plan, shared.clock());
        this.digest = new DigestLogin(state);
        this.face = new OnvifFace(state, digest, new Effects());
        for (ChannelPlan channel : plan.channels()) {
            channels.put(
                    channel.number(),
                    new ChannelFeeds(
                            channel, feed(channel, channel.main(), shared), feed(channel, channel.sub(), shared)));
        }
        this.onvif = new DeviceListener(
                loop,
                new InetSocketAddress(plan.address(), plan.onvifPort()),
                state.counters().connections(),
                this::speakOnvif);
        this.rtsp = new DeviceListener(
                loop,
                new InetSocketAddress(plan.address(), plan.rtspPort()),
                state.counters().connections(),
                this::speakRtsp);
    }

    private StreamFeed feed(ChannelPlan channel, VideoFormat format, Shared shared) {
        return new StreamFeed(
                loop, channel.name(), format, shared.library(), shared.slots(), shared.encoding(), shared.clock());
    }

    private void speakOnvif(Channel channel) {
        channel.pipeline()
                .addLast(new TunnelDoor(tunnels, this::speakRtsp))
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(OnvifHandler.MAX_BODY_BYTES))
                .addLast(new OnvifHandler(face, () -> state.ailment().answerDelay()));
    }

    private void speakRtsp(Channel channel) {
        channel.pipeline().addLast(new RtspHandler(state, digest, channels));
    }

    /** What requests set off outside the ONVIF face. */
    private final class Effects implements OnvifFace.Hooks {
        @Override
        public void keyFrame(int channel) {
            requireNonNull(channels.get(channel), "channel").keyFrame();
        }

        @Override
        public void reboot() {
            loop.schedule(
                    () -> {
                        state.putFault("reboot", new Fault.Refused());
                        apply();
                        loop.schedule(
                                () -> {
                                    state.removeFault("reboot");
                                    apply();
                                },
                                REBOOT.toMillis(),
                                TimeUnit.MILLISECONDS);
                    },
                    1,
                    TimeUnit.SECONDS);
        }

        @Override
        public int rtspPort() {
            return rtsp.address().getPort();
        }

        @Override
        public int onvifPort() {
            return onvif.address().getPort();
        }
    }

    DevicePlan plan() {
        return plan;
    }

    EventLoop loop() {
        return loop;
    }

    DeviceState state() {
        return state;
    }

    ChannelFeeds channel(int number) {
        return requireNonNull(channels.get(number), "channel");
    }

    int onvifPort() {
        return onvif.address().getPort();
    }

    int rtspPort() {
        return rtsp.address().getPort();
    }

    CompletableFuture<Void> open() {
        return onvif.open()
                .thenCompose(done -> rtsp.open())
                .thenRun(() ->
                        ticker = loop.scheduleWithFixedDelay(face::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS));
    }

    CompletableFuture<Void> close() {
        return onLoop(() -> {
            if (turn != null) {
                turn.cancel(false);
            }
            if (ticker != null) {
                ticker.cancel(false);
            }
            onvif.close();
            rtsp.close();
            channels.values().forEach(ChannelFeeds::close);
            return null;
        });
    }

    /** Its answer to a probe; none while it cannot be reached. Call on the device's loop. */
    Optional<AnnouncedDevice> announcement() {
        return state.ailment().reach() == Ailment.Reach.WELL ? Optional.of(face.announcement()) : Optional.empty();
    }

    CompletableFuture<Void> putFault(String origin, Fault fault) {
        return onLoop(() -> {
            state.putFault(origin, fault);
            apply();
            return null;
        });
    }

    CompletableFuture<Void> removeFault(String origin) {
        return onLoop(() -> {
            state.removeFault(origin);
            apply();
            return null;
        });
    }

    CompletableFuture<Void> putChannelFault(int channel, String origin, Fault fault) {
        return onLoop(() -> {
            state.putChannelFault(channel, origin, fault);
            apply();
            return null;
        });
    }

    CompletableFuture<Void> removeChannelFault(int channel, String origin) {
        return onLoop(() -> {
            state.removeChannelFault(channel, origin);
            apply();
            return null;
        });
    }

    CompletableFuture<Void> play(int channel, @Nullable VideoLoop film) {
        return onLoop(() -> {
            channel(channel).main().play(film);
            channel(channel).sub().play(film);
            return null;
        });
    }

    /** Runs on the device's loop; what it throws fails the future. */
    <T extends @Nullable Object> CompletableFuture<T> onLoop(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action, loop);
    }

    private void apply() {
        Ailment device = state.ailment();
        onvif.apply(device.reach());
        rtsp.apply(device.reach());
        for (ChannelFeeds feeds : channels.values()) {
            int number = feeds.plan().number();
            Ailment before = feeds.ailment();
            Ailment now = device.and(state.channelAilment(number));
            feeds.ail(now);
            boolean lost = now.reach() != Ailment.Reach.WELL;
            if (lost != (before.reach() != Ailment.Reach.WELL)) {
                face.signal(number, lost);
            }
            boolean dark = now.picture() == PictureKind.BLACK;
            if (dark != (before.picture() == PictureKind.BLACK)) {
                face.dark(number, dark);
            }
        }
        if (turn != null) {
            turn.cancel(false);
            turn = null;
        }
        state.nextTurn().ifPresent(at -> {
            long wait = Math.max(1, Duration.between(state.trueTime(), at).toMillis());
            turn = loop.schedule(this::apply, wait, TimeUnit.MILLISECONDS);
        });
    }
}

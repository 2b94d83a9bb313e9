package org.sharpeyes.benchmarks.monitoring;

import com.sun.management.OperatingSystemMXBean;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.AlarmInput;
import org.sharpeyes.alarm.AlarmSettings;
import org.sharpeyes.alarm.runtime.AlarmJournal;
import org.sharpeyes.alarm.runtime.AlarmRuntime;
import org.sharpeyes.gateway.netty.NettySoapTransport;
import org.sharpeyes.gateway.netty.Probes;
import org.sharpeyes.gateway.netty.RtspAsker;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.gateway.probe.LoginCheck;
import org.sharpeyes.gateway.probe.ProbeSettings;
import org.sharpeyes.gateway.probe.ProbeTarget;
import org.sharpeyes.gateway.soap.ServiceAddress;
import org.sharpeyes.model.DeviceId;

/**
 * Probes, health book and alarm engine as in the server, without the rest of it; the journal is memory. Says each told
 * incident ({@code I time what kind cameras parent subject}) and each second its counters ({@code S cpu sent missed heap
 * inputs}).
 */
final class MonitorProcess {
    private static final String GATEWAY = "10.201.0.2";
    private static final int TIME_OUT_MILLIS = 3_300;

    private MonitorProcess() {}

    /** No passwords are known here. */
    private static final class NoLogins implements LoginCheck {
        @Override
        public CompletableFuture<Verdict> login(ProbeTarget target) {
            return CompletableFuture.completedFuture(new Verdict.NotJudged("no password"));
        }

        @Override
        public CompletableFuture<Stream> stream(ProbeTarget target) {
            return CompletableFuture.completedFuture(new Stream.NotAllowed("no password"));
        }
    }

    private static final class MemoryJournal implements AlarmJournal {
        @Override
        public AlarmInput.Restored restore(Instant closedSince) {
            return new AlarmInput.Restored(List.of(), List.of());
        }

        @Override
        public void write(List<Numbered> effects) {
            // What is told is printed by the listener.
        }
    }

    public static void main(String[] arguments) throws Exception {
        int cameras = Integer.parseInt(arguments[0]);
        Site site = new Site(cameras);
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        EventLoop loop = group.next();
        HealthBook book = new HealthBook();
        CompletableFuture<AlarmRuntime> runtime = new CompletableFuture<>();
        Probes probes = new Probes(
                loop,
                new NettySoapTransport(loop, EpollSocketChannel::new, NettySoapTransport.ConnectionLimits.DEFAULT),
                new RtspAsker(loop, EpollSocketChannel::new),
                new NoLogins(),
                evidence -> {
                    book.observed(evidence);
                    runtime.join().observe(evidence);
                },
                ProbeSettings.DEFAULT,
                InstantSource.system(),
                System::nanoTime,
                new Random(5)::nextDouble);
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(3, task -> {
            Thread thread = new Thread(task, "self-probe");
            thread.setDaemon(true);
            return thread;
        });
        AlarmRuntime alarms = new AlarmRuntime(
                AlarmSettings.forCameras(cameras),
                new MemoryJournal(),
                site.topology(),
                new AlarmRuntime.Listener() {
                    @Override
                    public void wanted(AlarmEffect effect) {
                        if (effect instanceof AlarmEffect.Reprobe reprobe) {
                            probes.reprobe(reprobe.camera(), reprobe.layers(), reprobe.delay());
                        } else if (effect instanceof AlarmEffect.ProbeOurselves) {
                            timer.execute(() -> lookAtOurselves(runtime.join()));
                        }
                    }

                    @Override
                    public void committed(List<AlarmEffect> effects) {
                        effects.forEach(effect -> say(effect, site));
                    }
                },
                InstantSource.system(),
                System::nanoTime,
                null);
        runtime.complete(alarms);
        alarms.start();
        lookAtOurselves(alarms);
        timer.scheduleWithFixedDelay(() -> lookAtOurselves(alarms), 5, 5, TimeUnit.SECONDS);
        timer.scheduleAtFixedRate(() -> count(probes, alarms), 1, 1, TimeUnit.SECONDS);
        List<ProbeTarget> targets = new ArrayList<>();
        for (int i = 0; i < cameras; i++) {
            InetAddress address = InetAddress.getByName(Site.address(i));
            targets.add(new ProbeTarget(
                    Site.camera(i),
                    new DeviceId(Site.camera(i).value()),
                    Optional.of(new ServiceAddress(new InetSocketAddress(address, 80), "/onvif/device_service")),
                    new InetSocketAddress(address, 554),
                    "/main",
                    false));
        }
        probes.watch(targets);
        probes.start();
        System.out.println("STARTED");
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    private static void say(AlarmEffect effect, Site site) {
        if (effect instanceof AlarmEffect.IncidentChanged change && change.tell()) {
            System.out.println(
                    "I " + System.currentTimeMillis() + " " + change.entry().what() + " "
                            + change.incident().kind() + " "
                            + change.incident().cameras().size() + " "
                            + (change.incident().parent() == null ? "-" : "part") + " "
                            + site.name(change.incident().subject().key()));
        }
    }

    private static void lookAtOurselves(AlarmRuntime alarms) {
        boolean answers;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(GATEWAY, 9), TIME_OUT_MILLIS);
            answers = true;
        } catch (ConnectException refused) {
            answers = String.valueOf(refused.getMessage()).contains("refused");
        } catch (IOException silent) {
            answers = false;
        }
        try {
            NetworkInterface outward = NetworkInterface.getByName("va");
            alarms.tell(new AlarmInput.SelfObserved(
                    AlarmInput.SelfSource.INTERFACE, "va", outward != null && outward.isUp()));
            alarms.tell(new AlarmInput.SelfObserved(AlarmInput.SelfSource.CONTROL_TARGET, GATEWAY, answers));
        } catch (IOException vanished) {
            System.err.println("interface va: " + vanished.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void count(Probes probes, AlarmRuntime alarms) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.println("S " + Duration.ofNanos(system.getProcessCpuTime()).toMillis() + " " + probes.sent() + " "
                + probes.missed() + " " + heap + " " + alarms.inputsTaken() + " " + alarms.evidenceDropped());
    }
}

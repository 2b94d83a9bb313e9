package org.sharpeyes.gateway;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.gateway.access.AllowedNetworks;
import org.sharpeyes.gateway.credential.AuthenticationGuard;
import org.sharpeyes.gateway.credential.CredentialKey;
import org.sharpeyes.gateway.credential.InMemoryCredentialStore;
import org.sharpeyes.gateway.credential.Vault;
import org.sharpeyes.gateway.discovery.Describer;
import org.sharpeyes.gateway.discovery.InMemoryInbox;
import org.sharpeyes.gateway.discovery.ScanSettings;
import org.sharpeyes.gateway.discovery.Scanner;
import org.sharpeyes.gateway.ledger.Ledger;
import org.sharpeyes.gateway.ledger.LedgerSettings;
import org.sharpeyes.gateway.netty.GuardedLogins;
import org.sharpeyes.gateway.netty.GuardedUpstreams;
import org.sharpeyes.gateway.netty.NettyDiscoverySockets;
import org.sharpeyes.gateway.netty.NettySoapTransport;
import org.sharpeyes.gateway.netty.Probes;
import org.sharpeyes.gateway.netty.RtspAsker;
import org.sharpeyes.gateway.netty.RtspFirstFrame;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.gateway.probe.ProbeSettings;
import org.sharpeyes.gateway.registration.CameraRegister;
import org.sharpeyes.gateway.registration.InMemoryRegistrationStore;
import org.sharpeyes.gateway.registration.Registrar;
import org.sharpeyes.gateway.rtsp.UpstreamSettings;
import org.sharpeyes.gateway.rtsp.netty.RtspUpstreams;
import org.sharpeyes.gateway.soap.OnvifDevice;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DeviceId;

/** The whole gateway on real sockets, with memory instead of PostgreSQL. */
final class GatewayUnderTest implements AutoCloseable {
    final MultiThreadIoEventLoopGroup epoll = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    final MultiThreadIoEventLoopGroup nio = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    final ExecutorService jobs = Executors.newFixedThreadPool(12);
    final ExecutorService scans = Executors.newSingleThreadExecutor();
    final InMemoryInbox inbox = new InMemoryInbox();
    final HealthBook health = new HealthBook();
    final MemoryRegister register = new MemoryRegister();
    final AllowedNetworks allowed;
    final Vault vault;
    final AuthenticationGuard guard;
    final OnvifDevice.Means onvif;
    final Scanner scanner;
    final Registrar registrar;
    final Probes probes;
    final GuardedLogins logins;
    final RtspFirstFrame firstFrame;

    /** Keeps what the gateway would tell the registry. */
    static final class MemoryRegister implements CameraRegister {
        final Map<DeviceId, Device> devices = new ConcurrentHashMap<>();
        final Map<DeviceId, List<Channel>> channels = new ConcurrentHashMap<>();
        final Map<CameraId, DeviceId> cameras = new ConcurrentHashMap<>();

        @Override
        public synchronized Registered register(Device device, List<Channel> found, Wish wish) {
            DeviceId id = DeviceId.random();
            devices.put(id, device);
            channels.put(id, found);
            Map<Integer, CameraId> made = new HashMap<>();
            for (Channel channel : found) {
                CameraId camera = new CameraId(java.util.UUID.randomUUID());
                cameras.put(camera, id);
                made.put(channel.number(), camera);
            }
            return new Registered(id, made);
        }
    }

    GatewayUnderTest(Path folder, String network, ProbeSettings probing, InstantSource clock) throws IOException {
        allowed = new AllowedNetworks(
                List.of(), java.util.Optional.of(org.sharpeyes.gateway.access.Network.parse(network)));
        CredentialKey key = CredentialKey.loadOrCreate(folder.resolve("key"), new SecureRandom());
        InMemoryCredentialStore store = new InMemoryCredentialStore();
        vault = new Vault(key, store);
        guard = new AuthenticationGuard(key, store);
        EventLoop loop = epoll.next();
        NettySoapTransport transport =
                new NettySoapTransport(loop, EpollSocketChannel::new, NettySoapTransport.ConnectionLimits.DEFAULT);
        onvif = new OnvifDevice.Means(transport, guard, clock, new SecureRandom(), Duration.ofSeconds(4));
        ScanSettings scanning =
                new ScanSettings(List.of("lo"), Duration.ofSeconds(2), 500, List.of(80), Duration.ofMillis(1500));
        scanner = new Scanner(
                new NettyDiscoverySockets(nio.next()),
                new Describer(onvif, allowed, Duration.ofSeconds(5)),
                inbox,
                allowed,
                scanning,
                clock,
                scans,
                jobs);
        GuardedUpstreams upstreams = new GuardedUpstreams(
                new RtspUpstreams(epoll, UpstreamSettings.defaults()), guard, Duration.ofSeconds(4));
        firstFrame = new RtspFirstFrame(
                upstreams, epoll.next(), jobs, new Ledger(LedgerSettings.defaults(), System::nanoTime));
        registrar = new Registrar(new Registrar.Means(
                inbox,
                new InMemoryRegistrationStore(),
                register,
                vault,
                firstFrame,
                onvif,
                allowed,
                clock,
                jobs,
                health,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10)));
        RtspAsker asker = new RtspAsker(loop, EpollSocketChannel::new);
        logins = new GuardedLogins(vault, onvif, asker, jobs, probing.timeout());
        probes = new Probes(
                loop,
                transport,
                asker,
                logins,
                health,
                probing,
                clock,
                System::nanoTime,
                new SecureRandom()::nextDouble);
    }

    @Override
    public void close() {
        probes.stop();
        jobs.shutdownNow();
        scans.shutdownNow();
        epoll.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        nio.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}

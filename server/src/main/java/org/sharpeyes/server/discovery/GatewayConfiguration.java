package org.sharpeyes.server.discovery;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.gateway.GatewaySettings;
import org.sharpeyes.gateway.access.AllowedNetworks;
import org.sharpeyes.gateway.access.Network;
import org.sharpeyes.gateway.credential.AuthenticationGuard;
import org.sharpeyes.gateway.credential.CredentialKey;
import org.sharpeyes.gateway.credential.CredentialStore;
import org.sharpeyes.gateway.credential.Vault;
import org.sharpeyes.gateway.discovery.Describer;
import org.sharpeyes.gateway.discovery.Inbox;
import org.sharpeyes.gateway.discovery.ScanSettings;
import org.sharpeyes.gateway.discovery.Scanner;
import org.sharpeyes.gateway.ledger.Ledger;
import org.sharpeyes.gateway.netty.GuardedLogins;
import org.sharpeyes.gateway.netty.GuardedUpstreams;
import org.sharpeyes.gateway.netty.NettyDiscoverySockets;
import org.sharpeyes.gateway.netty.NettySoapTransport;
import org.sharpeyes.gateway.netty.Probes;
import org.sharpeyes.gateway.netty.RtspAsker;
import org.sharpeyes.gateway.netty.RtspFirstFrame;
import org.sharpeyes.gateway.postgres.PostgresCredentialStore;
import org.sharpeyes.gateway.postgres.PostgresInbox;
import org.sharpeyes.gateway.postgres.PostgresRegistrationStore;
import org.sharpeyes.gateway.probe.EvidenceListener;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.gateway.registration.Registrar;
import org.sharpeyes.gateway.rtsp.UpstreamSettings;
import org.sharpeyes.gateway.rtsp.netty.RtspUpstreams;
import org.sharpeyes.gateway.soap.KeyFrames;
import org.sharpeyes.gateway.soap.OnvifDevice;
import org.sharpeyes.gateway.soap.PtzDrives;
import org.sharpeyes.media.digest.NonceRandom;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.server.config.DataDirectory;
import org.sharpeyes.server.config.ServerSettings;
import org.sharpeyes.server.config.Settings;
import org.sharpeyes.server.config.StartProblem;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/** Wires the gateway. */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {
    private static final int WAITING_REGISTRATIONS = 2_000;
    private static final int WAITING_LOGINS = 4_000;
    private static final int WAITING_DESCRIPTIONS = 70_000;

    @Bean
    GatewaySettings gatewaySettings(Environment environment) {
        return Settings.bind(environment, "gateway", GatewaySettings.class);
    }

    @Bean
    AllowedNetworks allowedNetworks(ServerSettings server, GatewaySettings settings) {
        AllowedNetworks allowed = AllowedNetworks.privateAnd(server.cameraNetwork());
        return settings.networks().isEmpty()
                ? allowed
                : new AllowedNetworks(
                        settings.networks().stream().map(Network::parse).toList(), allowed.loopback());
    }

    /** Threads and sockets of the gateway; closed as one. */
    static final class GatewayLoops implements AutoCloseable {
        final MultiThreadIoEventLoopGroup cameras = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("gateway", true), EpollIoHandler.newFactory());
        final MultiThreadIoEventLoopGroup streams = new MultiThreadIoEventLoopGroup(
                0, new DefaultThreadFactory("upstream", true), EpollIoHandler.newFactory());
        final MultiThreadIoEventLoopGroup discovery = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("discovery", true), NioIoHandler.newFactory());
        final ThreadPoolExecutor scans = pool("scan", 1, 16);
        final ThreadPoolExecutor describing = pool("describe", 32, WAITING_DESCRIPTIONS);
        final ThreadPoolExecutor registrations;
        final ThreadPoolExecutor logins;

        GatewayLoops(GatewaySettings settings) {
            registrations = pool("registration", settings.registrations(), WAITING_REGISTRATIONS);
            logins = pool("login", settings.logins(), WAITING_LOGINS);
        }

        /** Beyond {@code waiting} tasks are rejected, and whoever brought one says so. */
        private static ThreadPoolExecutor pool(String name, int threads, int waiting) {
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    threads,
                    threads,
                    30,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(waiting),
                    new DefaultThreadFactory(name, true));
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }

        EventLoop cameraLoop() {
            return cameras.next();
        }

        @Override
        public void close() {
            List.of(scans, describing, registrations, logins).forEach(ThreadPoolExecutor::shutdownNow);
            List.of(cameras, streams, discovery).forEach(group -> group.shutdownGracefully(0, 2, TimeUnit.SECONDS)
                    .syncUninterruptibly());
        }
    }

    @Bean(destroyMethod = "close")
    GatewayLoops gatewayLoops(GatewaySettings settings) {
        return new GatewayLoops(settings);
    }

    @Bean
    CredentialKey credentialKey(DataDirectory data) {
        try {
            return CredentialKey.loadOrCreate(
                    data.folder("keys").resolve("gateway-credentials.key"), new SecureRandom());
        } catch (IOException e) {
            throw new StartProblem(StartProblem.ExitCode.CONFIGURATION, "gateway: " + e.getMessage(), e);
        }
    }

    @Bean
    CredentialStore credentialStore(Jdbi jdbi) {
        return new PostgresCredentialStore(jdbi);
    }

    @Bean
    Vault credentialVault(CredentialKey key, CredentialStore store) {
        return new Vault(key, store);
    }

    @Bean
    AuthenticationGuard authenticationGuard(CredentialKey key, CredentialStore store) {
        return new AuthenticationGuard(key, store);
    }

    @Bean
    Inbox inbox(Jdbi jdbi) {
        return new PostgresInbox(jdbi);
    }

    @Bean
    HealthBook healthBook() {
        return new HealthBook();
    }

    /** Listeners are looked up at the first evidence: they may themselves need the gateway. */
    @Bean
    EvidenceHub evidenceHub(HealthBook book, ObjectProvider<EvidenceListener> listeners) {
        return new EvidenceHub(
                book,
                SingletonSupplier.of(() ->
                        listeners.orderedStream().filter(each -> each != book).toList()));
    }

    @Bean
    NettySoapTransport soapTransport(GatewayLoops loops) {
        return new NettySoapTransport(
                loops.cameraLoop(), EpollSocketChannel::new, NettySoapTransport.ConnectionLimits.DEFAULT);
    }

    @Bean
    OnvifDevice.Means onvifMeans(
            NettySoapTransport transport, AuthenticationGuard guard, InstantSource clock, GatewaySettings settings) {
        return new OnvifDevice.Means(transport, guard, clock, NonceRandom.seeded(), settings.callTimeout());
    }

    @Bean
    Scanner deviceScanner(
            GatewayLoops loops,
            OnvifDevice.Means onvif,
            Inbox inbox,
            AllowedNetworks allowed,
            GatewaySettings settings,
            InstantSource clock) {
        ScanSettings scan = settings.scan();
        OnvifDevice.Means quick = new OnvifDevice.Means(
                onvif.transport(), onvif.guard(), onvif.clock(), onvif.random(), scan.answerTimeout());
        return new Scanner(
                new NettyDiscoverySockets(loops.discovery.next()),
                new Describer(quick, allowed, settings.probe().clockTolerance()),
                inbox,
                allowed,
                scan.interfaces().isEmpty() ? on(scan, interfaces(allowed)) : scan,
                clock,
                loops.scans,
                loops.describing);
    }

    private static ScanSettings on(ScanSettings scan, List<String> interfaces) {
        return new ScanSettings(
                interfaces, scan.listen(), scan.addressesPerSecond(), scan.ports(), scan.answerTimeout());
    }

    /** With a simulator on loopback nothing is asked on the real network; without one loopback is not asked. */
    private static List<String> interfaces(AllowedNetworks allowed) {
        if (allowed.loopback().isPresent()) {
            return List.of("lo");
        }
        List<String> names = new ArrayList<>();
        try {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                if (each.isUp()
                        && !each.isLoopback()
                        && each.inetAddresses().anyMatch(address -> address instanceof Inet4Address)) {
                    names.add(each.getName());
                }
            }
        } catch (SocketException e) {
            throw new StartProblem(StartProblem.ExitCode.CONFIGURATION, "interfaces: " + e.getMessage(), e);
        }
        return names;
    }

    @Bean
    GuardedUpstreams guardedUpstreams(GatewayLoops loops, AuthenticationGuard guard, GatewaySettings settings) {
        return new GuardedUpstreams(
                new RtspUpstreams(loops.streams, UpstreamSettings.defaults()), guard, settings.callTimeout());
    }

    @Bean
    StreamRanks streamRanks(InstantSource clock) {
        return new StreamRanks(clock);
    }

    @Bean
    Ledger ledger(GatewaySettings settings, GatewayLoops loops) {
        Ledger ledger = new Ledger(settings.ledger(), System::nanoTime);
        loops.cameras.next().scheduleAtFixedRate(ledger::tick, 1, 1, TimeUnit.SECONDS);
        return ledger;
    }

    @Bean
    CameraStreams cameraStreams(
            Registry registry,
            AllowedNetworks allowed,
            Vault vault,
            GuardedUpstreams upstreams,
            OnvifDevice.Means onvif,
            GatewayLoops loops,
            Ledger ledger,
            StreamRanks ranks) {
        return new GatewayStreams(
                registry,
                allowed,
                vault,
                upstreams,
                new KeyFrames(onvif),
                loops.logins,
                ledger,
                ranks,
                loops.cameras.next());
    }

    @Bean
    CameraDrives cameraDrives(Registry registry, AllowedNetworks allowed, Vault vault, OnvifDevice.Means onvif) {
        return new CameraDrives(registry, allowed, vault, new PtzDrives(onvif));
    }

    @Bean
    DeviceActions deviceActions(
            Registry registry, AllowedNetworks allowed, Vault vault, OnvifDevice.Means onvif, InstantSource clock) {
        return new DeviceActions(registry, allowed, vault, onvif, clock);
    }

    @Bean
    Registrar registrar(
            Inbox inbox,
            Jdbi jdbi,
            Registry registry,
            Vault vault,
            GuardedUpstreams upstreams,
            Ledger ledger,
            GatewayLoops loops,
            OnvifDevice.Means onvif,
            AllowedNetworks allowed,
            EvidenceHub hub,
            InstantSource clock,
            GatewaySettings settings) {
        Registrar registrar = new Registrar(new Registrar.Means(
                inbox,
                new PostgresRegistrationStore(jdbi),
                new RegistryCameras(registry),
                vault,
                new RtspFirstFrame(upstreams, loops.streams.next(), loops.logins, ledger),
                onvif,
                allowed,
                clock,
                loops.registrations,
                hub::observed,
                settings.probe().clockTolerance(),
                settings.frameTimeout()));
        registrar.closeAbandoned();
        return registrar;
    }

    @Bean(destroyMethod = "stop")
    Probes probes(
            GatewayLoops loops,
            NettySoapTransport transport,
            OnvifDevice.Means onvif,
            Vault vault,
            EvidenceHub hub,
            GatewaySettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        EventLoop loop = loops.cameraLoop();
        RtspAsker asker = new RtspAsker(loop, EpollSocketChannel::new);
        Probes probes = new Probes(
                loop,
                transport,
                asker,
                new GuardedLogins(
                        vault, onvif, asker, loops.logins, settings.probe().timeout()),
                hub::observed,
                settings.probe(),
                clock,
                System::nanoTime,
                new java.util.Random()::nextDouble);
        FunctionCounter.builder("sharpeyes.probes.sent", probes, Probes::sent)
                .description("Questions sent to cameras")
                .register(meters);
        FunctionCounter.builder("sharpeyes.probes.missed", probes, Probes::missed)
                .description("Questions to cameras that were not answered in time")
                .register(meters);
        return probes;
    }

    @Bean
    WatchedCameras watchedCameras(Registry registry, Probes probes, HealthBook health) {
        return new WatchedCameras(registry, probes, health);
    }
}

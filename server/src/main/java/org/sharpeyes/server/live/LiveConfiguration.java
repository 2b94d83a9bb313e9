package org.sharpeyes.server.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.account.SignInGuard;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.access.ticket.TicketOffice;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.RtspsSettings;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.relay.playback.MediaSource;
import org.sharpeyes.relay.wall.WallWindows;
import org.sharpeyes.relay.webrtc.WebRtcSettings;
import org.sharpeyes.relay.webrtc.netty.WebRtcServer;
import org.sharpeyes.server.config.ServerSettings;
import org.sharpeyes.server.config.Settings;
import org.sharpeyes.server.config.StartProblem;
import org.sharpeyes.server.discovery.StreamRanks;
import org.sharpeyes.server.live.netty.MediaClient;
import org.sharpeyes.server.live.netty.MediaGate;
import org.sharpeyes.server.live.postgres.WarmStreamTable;
import org.sharpeyes.server.operations.ReadyField;
import org.sharpeyes.server.security.Access;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.netty.NettyPipeline;

/** Wires the relay to cameras, rights and clock. */
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {
    private static final int RECORDERS = 4;
    /** Views that may begin at once and wait for their access record; one more is told to come again. */
    private static final int WAITING_RECORDS = 512;

    @Bean
    RelaySettings relaySettings(Environment environment) {
        return Settings.bind(environment, "relay", RelaySettings.class);
    }

    @Bean
    RtspServerSettings rtspServerSettings(Environment environment) {
        return Settings.bind(environment, "rtsp", RtspServerSettings.class);
    }

    @Bean
    WebRtcSettings webRtcSettings(Environment environment) {
        return Settings.bind(environment, "webrtc", WebRtcSettings.class);
    }

    @Bean(destroyMethod = "close")
    WebRtcServer webRtcServer(
            WebRtcSettings webRtc,
            RelaySettings settings,
            RelayServer relay,
            InstantSource clock,
            MeterRegistry meters) {
        WebRtcServer server;
        try {
            server = WebRtcServer.start(webRtc, settings, relay, clock);
        } catch (IOException taken) {
            throw new StartProblem(StartProblem.ExitCode.UNAVAILABLE, "--webrtc: " + taken.getMessage(), taken);
        }
        Gauge.builder("sharpeyes.webrtc.sessions", server, one -> one.sessions())
                .description("WebRTC sessions that wait or play")
                .register(meters);
        return server;
    }

    @Bean(destroyMethod = "shutdown")
    ThreadPoolExecutor viewRecorder() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                RECORDERS,
                RECORDERS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_RECORDS),
                task -> new Thread(task, "view-records"));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Bean
    AccessAdmission viewerAdmission(
            AccessControl control,
            TicketOffice tickets,
            Accounts accounts,
            Access access,
            ThreadPoolExecutor viewRecorder,
            StreamRanks ranks) {
        return new AccessAdmission(control, tickets, accounts, access, viewRecorder, ranks);
    }

    @Bean(destroyMethod = "close")
    RelayServer relayServer(
            RtspServerSettings rtsp,
            RelaySettings settings,
            CameraStreams streams,
            ObjectProvider<MediaSource> recordings,
            WallWindows wall,
            AccessAdmission admission,
            Accounts accounts,
            SignInGuard guard,
            InstantSource clock,
            MeterRegistry meters) {
        RelayServer server;
        try {
            server = RelayServer.start(
                    rtsp,
                    settings,
                    streams,
                    recordings.getIfAvailable(MediaSource::none),
                    wall,
                    admission,
                    new RtspAccounts(accounts, guard),
                    clock);
        } catch (IOException taken) {
            throw new StartProblem(StartProblem.ExitCode.UNAVAILABLE, "--rtsp: " + taken.getMessage(), taken);
        }
        Gauge.builder("sharpeyes.relay.views", server.views(), views -> views.size())
                .description("Live views of all transports")
                .register(meters);
        return server;
    }

    @Bean
    WallWindows wallWindows(Environment environment) {
        WallSettings settings = Settings.bind(environment, "wall", WallSettings.class);
        return new WallWindows(
                settings.screens().stream().map(WallSettings.Screen::relay).toList());
    }

    @Bean
    WallMemory wallMemory(WallWindows wall, ServerSettings settings) {
        WallMemory memory = new WallMemory(settings.data().resolve("wall.properties"), wall);
        memory.restore();
        return memory;
    }

    @Bean(destroyMethod = "close")
    RelayMeters relayMeters(RelayServer relay, MeterRegistry meters) {
        return new RelayMeters(relay, meters);
    }

    @Bean(destroyMethod = "close")
    WarmStreams warmStreams(RelayServer relay, LiveSettings settings, WarmStreamTable table, InstantSource clock) {
        List<WarmStream> streams = new ArrayList<>(table.all());
        settings.warmStreams()
                .forEach(stream -> streams.add(
                        new WarmStream(stream, "stands in the configuration", WarmStream.CONFIGURED, clock.instant())));
        return new WarmStreams(relay.hub(), streams, clock);
    }

    @Bean
    LiveSettings liveSettings(Environment environment) {
        return Settings.bind(environment, "live", LiveSettings.class);
    }

    @Bean
    WarmStreamTable warmStreamTable(Jdbi jdbi) {
        return new WarmStreamTable(jdbi);
    }

    @Bean
    RtspsSettings rtspsSettings(Environment environment) {
        return Settings.bind(environment, "rtsps", RtspsSettings.class);
    }

    @Bean
    RtspsListener rtspsListener(RelayServer relay, RtspsSettings rtsps, ServerSettings settings, InstantSource clock) {
        return RtspsListener.start(relay, rtsps, settings.data().resolve("tls"), clock, new SecureRandom());
    }

    /** Takes {@code /media/} out of the browsers' connections; Spring never sees it. */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> mediaGate(
            AccessAdmission admission, RelayServer relay, WebRtcServer webRtc, ServerSettings settings) {
        MediaClient clients = new MediaClient(settings.http().trustedProxies());
        return factory -> factory.addServerCustomizers(
                http -> http.doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                        .addBefore(
                                NettyPipeline.HttpTrafficHandler,
                                MediaGate.NAME,
                                new MediaGate(admission, relay.browsers(), webRtc, clients))));
    }

    @Bean
    RightsWatch rightsWatch(AccessControl control, GrantBook grants, RelayServer relay) {
        RightsWatch watch = new RightsWatch(control, grants, relay.views());
        control.onChange(watch);
        return watch;
    }

    @Bean
    ReadyField rtspReady(RelayServer relay, ServerSettings settings) {
        return new ReadyField(
                "rtsp", () -> "rtsp://127.0.0.1:" + relay.address().getPort());
    }
}

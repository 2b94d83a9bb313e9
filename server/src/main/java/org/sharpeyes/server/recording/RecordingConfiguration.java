package org.sharpeyes.server.recording;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.access.AccessChange;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.access.ticket.TicketOffice;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.postgres.PostgresDays;
import org.sharpeyes.recording.postgres.PostgresPlans;
import org.sharpeyes.recording.postgres.PostgresRetentionRules;
import org.sharpeyes.recording.recorder.Recorders;
import org.sharpeyes.recording.retention.DeletionLog;
import org.sharpeyes.recording.retention.Holds;
import org.sharpeyes.recording.retention.Retention;
import org.sharpeyes.recording.search.PlaceCoverage;
import org.sharpeyes.recording.search.PlaceSearch;
import org.sharpeyes.recording.volume.Volumes;
import org.sharpeyes.registry.coverage.CoverageAnswer;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.postgres.CoverageSearch;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.server.config.DataDirectory;
import org.sharpeyes.server.config.ServerSettings;
import org.sharpeyes.server.config.Settings;
import org.sharpeyes.server.config.StartProblem;
import org.sharpeyes.server.discovery.EvidenceHub;
import org.sharpeyes.server.security.Access;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.core.scheduler.Schedulers;

/** Wires recorder, retention and playback to the relay, the registry, rights and PostgreSQL. */
@Configuration(proxyBeanMethods = false)
class RecordingConfiguration {
    private static final Duration RETENTION_LOOK = Duration.ofSeconds(15);
    /** Reads that may wait for a thread; one more viewer is told that there is no room. */
    private static final int WAITING_READS = 4096;

    @Bean
    RecordingSettings recordingSettings(Environment environment) {
        return Settings.bind(environment, "recording", RecordingSettings.class);
    }

    @Bean
    PlaybackSettings playbackSettings(Environment environment) {
        return Settings.bind(environment, "playback", PlaybackSettings.class);
    }

    @Bean(destroyMethod = "close")
    Volumes recordingVolumes(RecordingSettings settings, DataDirectory data, InstantSource clock) {
        try {
            return Volumes.start(settings, data.folder("recorder").resolve("volumes"), clock);
        } catch (IOException unreadable) {
            throw unusable("the list of volumes", unreadable);
        }
    }

    @Bean
    Holds recordingHolds(DataDirectory data) {
        try {
            return new Holds(data.folder("recorder").resolve("holds"));
        } catch (IOException unreadable) {
            throw unusable("the holds", unreadable);
        }
    }

    @Bean
    DeletionLog deletionLog(DataDirectory data) {
        try {
            return new DeletionLog(data.folder("recorder").resolve("deletions"));
        } catch (IOException unreadable) {
            throw unusable("the certificates of deletion", unreadable);
        }
    }

    private static StartProblem unusable(String what, IOException cause) {
        return new StartProblem(
                StartProblem.ExitCode.CANNOT_CREATE, what + " cannot be read: " + cause.getMessage(), cause);
    }

    @Bean
    RecordingLibrary recordingLibrary(Volumes volumes, ObjectProvider<Recorders> recorders, InstantSource clock) {
        // The recorders come later: they need the relay, which plays from this library.
        return new RecordingLibrary(
                volumes, (stream, now) -> recorders.getObject().gap(stream, now), clock);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService recordingFeedTimer() {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "recording-feed");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean(destroyMethod = "close")
    Recorders recorders(
            RelayServer relay,
            Volumes volumes,
            RecordingSettings settings,
            InstantSource clock,
            ScheduledExecutorService recordingFeedTimer,
            ObjectProvider<RecordingOffice> office) {
        return new Recorders(
                new RelayFeed(relay.hub(), recordingFeedTimer, clock, System::nanoTime),
                volumes,
                settings,
                clock,
                ZoneId.systemDefault(),
                (stream, plan, status, kept) -> office.getObject().audited(stream, plan, status, kept));
    }

    @Bean(destroyMethod = "close")
    RecordingOffice recordingOffice(
            Jdbi jdbi,
            Registry registry,
            EvidenceHub evidence,
            RecordingLibrary library,
            InstantSource clock,
            ObjectProvider<Recorders> recorders,
            ObjectProvider<Retention> retention,
            ServerSettings server) {
        return new RecordingOffice(
                new PostgresPlans(jdbi),
                new PostgresRetentionRules(jdbi),
                new PostgresDays(jdbi),
                registry,
                evidence,
                library,
                clock,
                recorders,
                retention,
                server.mode() == ServerSettings.Mode.DEMO);
    }

    /** Once everything is wired. */
    @Bean
    SmartInitializingSingleton recordingStart(RecordingOffice office) {
        return office::start;
    }

    @Bean(destroyMethod = "close")
    Retention retention(
            Volumes volumes,
            Holds holds,
            DeletionLog log,
            RecordingOffice office,
            RecordingSettings settings,
            InstantSource clock) {
        Retention retention = new Retention(volumes, holds, log, office::keepTime, settings, clock);
        retention.start(RETENTION_LOOK);
        return retention;
    }

    @Bean
    PlaybackDesk playbackDesk(
            AccessControl control,
            ObjectProvider<GrantBook> grants,
            PlaybackSettings settings,
            ServerSettings server,
            InstantSource clock) {
        List<String> names = new ArrayList<>(settings.withoutGrant());
        if (server.mode() == ServerSettings.Mode.DEMO) {
            names.add("demo");
        }
        return new PlaybackDesk(control, grants, settings, names, clock);
    }

    @Bean(destroyMethod = "shutdownNow")
    ThreadPoolExecutor playbackReaders(PlaybackSettings settings) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                settings.readers(),
                settings.readers(),
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_READS),
                task -> new Thread(task, "playback-reader"));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Bean
    RecordedMedia recordedMedia(
            RecordingLibrary library,
            PlaybackDesk desk,
            TicketOffice tickets,
            Accounts accounts,
            Access access,
            ThreadPoolExecutor playbackReaders,
            InstantSource clock) {
        return new RecordedMedia(library, desk, tickets, accounts, access, playbackReaders, clock);
    }

    @Bean
    FilmServer filmServer(
            RecordingLibrary library, PlaybackDesk desk, ThreadPoolExecutor playbackReaders, InstantSource clock) {
        return new FilmServer(library, desk, Schedulers.fromExecutorService(playbackReaders), clock);
    }

    /** A grant that ends takes what plays under it along, at once and not only with the next read. */
    @Bean
    AccessControl.AccessListener grantWatch(
            AccessControl control, RelayServer relay, PlaybackDesk desk, FilmServer films) {
        AccessControl.AccessListener watch = change -> {
            if (change instanceof AccessChange.Grants grants) {
                relay.views()
                        .end(
                                view -> {
                                    String under = view.grant();
                                    return under != null && desk.under(under, grants.grant());
                                },
                                ViewEnd.REVOKED);
                films.end(order -> grants.grant().equals(order.grant()));
            }
        };
        control.onChange(watch);
        return watch;
    }

    @Bean
    PlaceSearch placeSearch(CoverageSearch search, RecordingLibrary library) {
        PlaceCoverage coverage = (place, window) -> answer(search.search(Shape.parse(place), window, null));
        return new PlaceSearch(coverage, library);
    }

    private static PlaceCoverage.Answer answer(CoverageAnswer answer) {
        return new PlaceCoverage.Answer(
                answer.hits().stream()
                        .map(hit -> new PlaceCoverage.Hit(
                                hit.camera(),
                                hit.name(),
                                hit.grade().name(),
                                hit.share(),
                                hit.metres(),
                                hit.times(),
                                hit.unknown()))
                        .toList(),
                answer.misses().stream()
                        .map(miss -> new PlaceCoverage.Near(
                                miss.camera(), miss.name(), miss.why().name(), miss.detail()))
                        .toList());
    }
}

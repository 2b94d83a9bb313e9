package org.sharpeyes.server.desk;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.postgres.PostgresGuards;
import org.sharpeyes.desk.ptz.PtzLease;
import org.sharpeyes.desk.ptz.PtzLeases;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.onvif.ptz.PtzVector;
import org.sharpeyes.server.discovery.CameraDrives;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends cameras back to their guard positions when nobody moves them, and says when they are there. One thread; one camera's
 * silence holds up the others for one call at most.
 */
final class PtzDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PtzDesk.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(30);
    /** Of the generic position space, −1 to 1: about 2° of a full turn. */
    private static final double SAME_PLACE = 0.012;

    private final PtzLeases leases;
    private final PostgresGuards guards;
    private final CameraDrives drives;
    private final Access access;
    private final DeskEvents events;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ptz-guard");
        thread.setDaemon(true);
        return thread;
    });
    /** When a camera was last told to go home, in milliseconds of the epoch. Confined to the timer. */
    private final Map<CameraId, Long> sentHome = new HashMap<>();

    PtzDesk(
            PtzLeases leases,
            PostgresGuards guards,
            CameraDrives drives,
            Access access,
            DeskEvents events,
            InstantSource clock) {
        this.leases = leases;
        this.guards = guards;
        this.drives = drives;
        this.access = access;
        this.events = events;
        this.clock = clock;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param until {@code null} when nobody holds it */
    record PtzNews(String camera, @Nullable String holder, java.time.@Nullable Instant until, boolean away) {}

    /** Tells those who may move the camera how it stands. */
    void tell(CameraId camera) {
        Optional<PtzLease> lease = leases.standing(camera).lease();
        events.tell(
                "ptz",
                new PtzNews(
                        camera.toString(),
                        lease.map(PtzLease::name).orElse(null),
                        lease.map(PtzLease::until).orElse(null),
                        guards.away().contains(camera)),
                reader -> access.allows(reader, Action.CONTROL_PTZ, camera));
    }

    private void look() {
        try {
            leases.ended().forEach(this::tell);
            Set<CameraId> away = guards.away();
            sentHome.keySet().retainAll(away);
            for (CameraId camera : away) {
                if (leases.standing(camera).lease().isEmpty()) {
                    bringHome(camera);
                }
            }
        } catch (RuntimeException failed) {
            // The next look comes in two seconds; without this the timer would stop for ever.
            LOG.atWarn().addKeyValue("cause", failed.getMessage()).log("Guard positions not looked after; tried again");
        }
    }

    private void bringHome(CameraId camera) {
        String guard = guards.guard(camera).orElse(null);
        if (guard == null) {
            guards.returned(camera);
            return;
        }
        try {
            long now = clock.millis();
            Long sent = sentHome.get(camera);
            if (sent == null || now - sent > TRY_AGAIN.toMillis()) {
                drives.goTo(camera, guard);
                sentHome.put(camera, now);
                LOG.atInfo().addKeyValue("cameraId", camera).log("Sent back to its guard position");
            } else if (atHome(camera, guard)) {
                guards.returned(camera);
                tell(camera);
            }
        } catch (ApiProblem unreachable) {
            sentHome.put(camera, clock.millis());
            LOG.atInfo()
                    .addKeyValue("cameraId", camera)
                    .addKeyValue("cause", unreachable.getMessage())
                    .log("Not sent back to its guard position; tried again");
        }
    }

    /** A camera that does not tell where it looks is believed when it took the order. */
    private boolean atHome(CameraId camera, String guard) {
        PtzVector home = drives.presets(camera).stream()
                .filter(preset -> preset.token().equals(guard))
                .findFirst()
                .map(CameraDrives.Preset::position)
                .orElse(null);
        if (home == null) {
            return true;
        }
        return drives.position(camera)
                .map(now -> Math.abs(now.pan() - home.pan()) < SAME_PLACE
                        && Math.abs(now.tilt() - home.tilt()) < SAME_PLACE
                        && Math.abs(now.zoom() - home.zoom()) < SAME_PLACE)
                .orElse(true);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

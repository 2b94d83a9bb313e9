package org.sharpeyes.server.desk;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.event.Picture;
import org.sharpeyes.desk.event.WallEvent;
import org.sharpeyes.desk.postgres.PostgresWallEvents;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.sharpeyes.server.snapshots.Snapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What surrounds a wall event: who sees it, where it lies, its first picture. Thread-safe. */
final class WallEventDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WallEventDesk.class);
    private static final int NEAREST = 4;
    private static final int PICTURE_WIDTH = 1_280;
    private static final int CLIP_SECONDS = 30;

    private final PostgresWallEvents events;
    private final Registry registry;
    private final Snapshots snapshots;
    private final Access access;
    private final DeskEvents news;
    /** One at a time, a hundred waiting: beyond that an event stands without the camera's own picture. */
    private final ThreadPoolExecutor pictures = new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(100), work -> new Thread(work, "event-picture"));

    WallEventDesk(PostgresWallEvents events, Registry registry, Snapshots snapshots, Access access, DeskEvents news) {
        this.events = events;
        this.registry = registry;
        this.snapshots = snapshots;
        this.access = access;
        this.news = news;
        pictures.allowCoreThreadTimeOut(true);
    }

    record PlaceView(String type, List<Double> coordinates) {
        static @Nullable PlaceView of(@Nullable GeoPoint point) {
            return point == null ? null : new PlaceView("Point", List.of(point.longitude(), point.latitude()));
        }
    }

    record CameraName(String id, String name) {}

    record Clip(Instant from, Instant to) {}

    /** @param clip what to play of its camera, 30 s on either side; {@code null} without a camera */
    record EventView(
            String id,
            String kind,
            String state,
            String text,
            @Nullable CameraName camera,
            @Nullable String area,
            @Nullable String areaName,
            @Nullable PlaceView location,
            Instant at,
            @Nullable Clip clip,
            String reporter,
            @Nullable String assignee,
            @Nullable Integer stars,
            boolean mine,
            boolean handle,
            List<CameraName> nearest,
            Instant changedAt,
            int version) {}

    record StepView(
            int version,
            String what,
            String actor,
            String text,
            @Nullable String picture,
            Instant at) {}

    record PictureView(String id, String origin, String by, Instant at) {}

    record EventFile(EventView event, List<StepView> steps, List<PictureView> pictures) {}

    boolean sees(CurrentUser user, WallEvent event) {
        return concerns(user, event) || allows(user, Action.SEE_INCIDENTS, event);
    }

    boolean handles(CurrentUser user, WallEvent event) {
        return allows(user, Action.HANDLE_INCIDENTS, event);
    }

    /** Reported by him or assigned to him. */
    boolean concerns(CurrentUser user, WallEvent event) {
        return event.reporter().equals(user.id()) || user.username().equals(event.assignee());
    }

    private boolean allows(CurrentUser user, Action action, WallEvent event) {
        CameraId camera = event.camera();
        if (camera != null) {
            return access.allows(user, action, camera);
        }
        AreaId area = event.area();
        return area == null ? access.allows(user, action) : access.allows(user, action, area);
    }

    /** The camera's area, else the one named, else the smallest that holds the place. */
    @Nullable
    AreaId area(@Nullable CameraId camera, @Nullable AreaId named, @Nullable GeoPoint place) {
        if (camera != null) {
            return registry.directory()
                    .camera(camera)
                    .map(entry -> entry.details().area())
                    .orElse(null);
        }
        if (named != null && registry.directory().area(named).isPresent()) {
            return named;
        }
        if (place == null) {
            return null;
        }
        return registry.directory().areas().stream()
                .filter(area -> area.shape() != null && area.shape().covers(place))
                .max(Comparator.comparing(Area::level))
                .map(Area::id)
                .orElse(null);
    }

    @Nullable
    GeoPoint place(CameraId camera) {
        return registry.directory()
                .camera(camera)
                .map(entry -> entry.pose().position())
                .map(Position::at)
                .orElse(null);
    }

    EventView view(CurrentUser user, WallEvent event) {
        CameraId camera = event.camera();
        boolean visible = camera != null && access.visible(user, camera);
        AreaId area = event.area();
        return new EventView(
                event.id().toString(),
                event.kind().name(),
                event.state().name(),
                event.text(),
                visible && camera != null ? name(camera) : null,
                area == null ? null : area.toString(),
                area == null
                        ? null
                        : registry.directory().area(area).map(Area::name).orElse(null),
                PlaceView.of(event.location()),
                event.at(),
                visible
                        ? new Clip(
                                event.at().minusSeconds(CLIP_SECONDS),
                                event.at().plusSeconds(CLIP_SECONDS))
                        : null,
                event.reporterName(),
                event.assignee(),
                event.stars(),
                concerns(user, event),
                handles(user, event),
                nearest(user, event.location()),
                event.changedAt(),
                event.version());
    }

    EventFile file(CurrentUser user, WallEvent event) {
        return new EventFile(
                view(user, event),
                events.steps(event.id()).stream()
                        .map(step -> new StepView(
                                step.version(),
                                step.what().name(),
                                step.actor(),
                                step.text(),
                                step.picture() == null ? null : step.picture().toString(),
                                step.at()))
                        .toList(),
                events.pictures(event.id()).stream()
                        .map(picture ->
                                new PictureView(picture.id().toString(), picture.origin(), picture.by(), picture.at()))
                        .toList());
    }

    private CameraName name(CameraId camera) {
        return new CameraName(
                camera.toString(),
                registry.directory()
                        .camera(camera)
                        .map(entry -> entry.details().name())
                        .orElse(""));
    }

    private List<CameraName> nearest(CurrentUser user, @Nullable GeoPoint place) {
        if (place == null) {
            return List.of();
        }
        return registry.directory().cameras().stream()
                .filter(entry -> entry.pose().position() != null)
                .sorted(Comparator.comparingDouble(entry -> distance(entry, place)))
                .filter(entry -> access.allows(user, Action.VIEW_LIVE, entry.id()))
                .limit(NEAREST)
                .map(entry ->
                        new CameraName(entry.id().toString(), entry.details().name()))
                .toList();
    }

    /** Good enough to rank what lies within a county: degrees, with those of longitude shortened. */
    private static double distance(CameraEntry entry, GeoPoint place) {
        Position position = entry.pose().position();
        if (position == null) {
            return Double.MAX_VALUE;
        }
        double north = position.at().latitude() - place.latitude();
        double east = (position.at().longitude() - place.longitude()) * Math.cos(Math.toRadians(place.latitude()));
        return north * north + east * east;
    }

    /** A new one: told at once, its camera's picture follows. */
    void reported(CurrentUser user, WallEvent event) {
        changed(event);
        CameraId camera = event.camera();
        if (camera == null) {
            return;
        }
        try {
            pictures.execute(() -> keepPicture(camera, event, user.username()));
        } catch (RejectedExecutionException full) {
            LOG.atWarn().addKeyValue("cameraId", camera).log("No picture kept of an event: too many wait");
        }
    }

    private void keepPicture(CameraId camera, WallEvent event, String by) {
        try {
            if (snapshots.take(camera, PICTURE_WIDTH) instanceof Snapshots.Answer.Taken taken) {
                byte[] jpeg = taken.snapshot().jpeg();
                events.add(new Picture(
                        UUID.randomUUID(),
                        event.id(),
                        Picture.typeOf(jpeg),
                        jpeg,
                        "camera",
                        by,
                        taken.snapshot().takenAt()));
                changed(event);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.atWarn()
                    .addKeyValue("cameraId", camera)
                    .addKeyValue("cause", failed.getMessage())
                    .log("No picture kept of an event");
        }
    }

    /** @param version of the event; a reader asks for it himself, as far as he may see it */
    record EventNews(String id, String state, int version, String kind) {}

    void changed(WallEvent event) {
        news.tell(
                "wall-event",
                new EventNews(
                        event.id().toString(),
                        event.state().name(),
                        event.version(),
                        event.kind().name()),
                reader -> sees(reader, event));
    }

    @Override
    public void close() {
        pictures.shutdownNow();
    }
}

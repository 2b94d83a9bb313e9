package org.sharpeyes.desk.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.DeskProblem;
import org.sharpeyes.desk.event.Picture;
import org.sharpeyes.desk.event.WallEvent;
import org.sharpeyes.desk.event.WallEventKind;
import org.sharpeyes.desk.event.WallEventState;
import org.sharpeyes.desk.event.WallEventStep;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.UserId;

/** Wall events, their steps and pictures in PostgreSQL. Thread-safe; blocks. */
public final class PostgresWallEvents {
    private static final int MOST_PICTURES = 20;

    private final Jdbi jdbi;

    public PostgresWallEvents(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Keeps a new event with its first step.
     *
     * @return the event that is there now, and whether it is new: a report that came before is not kept twice
     * @throws DeskProblem if somebody else reported under this id
     */
    public Reported report(WallEvent event) {
        return jdbi.inTransaction(handle -> {
            int written = handle.createUpdate("""
                            INSERT INTO desk_wall_event (id, kind, state, text, camera, area, longitude, latitude, at, reporter,
                                reporter_name, reported_at, changed_at, version)
                            VALUES (:id, :kind, :state, :text, CAST(:camera AS uuid), CAST(:area AS uuid), :longitude,
                                :latitude, :at, :reporter, :reporterName, :changedAt, :changedAt, :version)
                            ON CONFLICT (id) DO NOTHING
                            """)
                    .bind("id", event.id())
                    .bind("kind", event.kind().name())
                    .bind("state", event.state().name())
                    .bind("text", event.text())
                    .bind(
                            "camera",
                            event.camera() == null ? null : event.camera().value())
                    .bind("area", event.area() == null ? null : event.area().value())
                    .bind(
                            "longitude",
                            event.location() == null ? null : event.location().longitude())
                    .bind(
                            "latitude",
                            event.location() == null ? null : event.location().latitude())
                    .bind("at", Rows.stamp(event.at()))
                    .bind("reporter", event.reporter().value())
                    .bind("reporterName", event.reporterName())
                    .bind("changedAt", Rows.stamp(event.changedAt()))
                    .bind("version", event.version())
                    .execute();
            if (written == 1) {
                insert(
                        handle,
                        new WallEventStep(
                                UUID.randomUUID(),
                                event.id(),
                                event.version(),
                                WallEventStep.What.REPORTED,
                                event.reporterName(),
                                event.text(),
                                null,
                                event.changedAt()));
                return new Reported(event, true);
            }
            WallEvent there = find(handle, event.id(), false).orElseThrow();
            if (!there.reporter().equals(event.reporter())) {
                throw DeskProblem.conflict("an event with this id was reported by somebody else");
            }
            return new Reported(there, false);
        });
    }

    public record Reported(WallEvent event, boolean fresh) {}

    public Optional<WallEvent> find(UUID id) {
        return jdbi.withHandle(handle -> find(handle, id, false));
    }

    /**
     * Takes one step, once: a step whose id is known already changes nothing.
     *
     * @param change gives the next version, or throws a {@link DeskProblem}
     */
    public WallEvent step(
            UUID event,
            UUID stepId,
            WallEventStep.What what,
            String actor,
            String text,
            @Nullable UUID picture,
            Instant at,
            UnaryOperator<WallEvent> change) {
        return jdbi.inTransaction(handle -> {
            WallEvent now = find(handle, event, true).orElseThrow(() -> DeskProblem.unknown("no such event"));
            boolean known = handle.createQuery("SELECT event FROM desk_wall_event_step WHERE id = :id")
                    .bind("id", stepId)
                    .mapTo(UUID.class)
                    .findOne()
                    .map(of -> {
                        if (!of.equals(event)) {
                            throw DeskProblem.conflict("a step with this id belongs to another event");
                        }
                        return true;
                    })
                    .orElse(false);
            if (known) {
                return now;
            }
            WallEvent next = change.apply(now);
            handle.createUpdate("""
                            UPDATE desk_wall_event SET state = :state, assignee = :assignee, stars = :stars,
                                changed_at = :changedAt, version = :version WHERE id = :id
                            """)
                    .bind("id", event)
                    .bind("state", next.state().name())
                    .bind("assignee", next.assignee())
                    .bind("stars", next.stars())
                    .bind("changedAt", Rows.stamp(next.changedAt()))
                    .bind("version", next.version())
                    .execute();
            insert(handle, new WallEventStep(stepId, event, next.version(), what, actor, text, picture, at));
            return next;
        });
    }

    /** Newest first, from behind {@code before}. */
    public List<WallEvent> newest(boolean openOnly, @Nullable UUID before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM desk_wall_event
                        WHERE (NOT :open OR state <> 'CLOSED')
                          AND (CAST(:before AS uuid) IS NULL OR (reported_at, id) <
                               (SELECT reported_at, id FROM desk_wall_event WHERE id = CAST(:before AS uuid)))
                        ORDER BY reported_at DESC, id DESC LIMIT :limit
                        """)
                .bind("open", openOnly)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> event(row))
                .list());
    }

    /** Oldest first. */
    public List<WallEventStep> steps(UUID event) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM desk_wall_event_step WHERE event = :event ORDER BY version")
                        .bind("event", event)
                        .map((row, context) -> new WallEventStep(
                                row.getObject("id", UUID.class),
                                event,
                                row.getInt("version"),
                                WallEventStep.What.valueOf(row.getString("what")),
                                row.getString("actor"),
                                row.getString("text"),
                                row.getObject("picture", UUID.class),
                                Rows.instant(row, "at")))
                        .list());
    }

    /**
     * Keeps a picture once.
     *
     * @throws DeskProblem if the id belongs to another event, or the event has {@value #MOST_PICTURES}
     */
    public void add(Picture picture) {
        jdbi.useTransaction(handle -> {
            if (find(handle, picture.event(), true).isEmpty()) {
                throw DeskProblem.unknown("no such event");
            }
            Optional<UUID> known = handle.createQuery("SELECT event FROM desk_picture WHERE id = :id")
                    .bind("id", picture.id())
                    .mapTo(UUID.class)
                    .findOne();
            if (known.isPresent()) {
                if (!known.get().equals(picture.event())) {
                    throw DeskProblem.conflict("a picture with this id belongs to another event");
                }
                return;
            }
            int there = handle.createQuery("SELECT count(*) FROM desk_picture WHERE event = :event")
                    .bind("event", picture.event())
                    .mapTo(int.class)
                    .one();
            if (there >= MOST_PICTURES) {
                throw DeskProblem.conflict(
                        "the event has " + there + " pictures (expected: at most " + MOST_PICTURES + ")");
            }
            handle.createUpdate("""
                            INSERT INTO desk_picture (id, event, type, bytes, origin, by, at)
                            VALUES (:id, :event, :type, :bytes, :origin, :by, :at)
                            """)
                    .bind("id", picture.id())
                    .bind("event", picture.event())
                    .bind("type", picture.type().name())
                    .bind("bytes", picture.bytes())
                    .bind("origin", picture.origin())
                    .bind("by", picture.by())
                    .bind("at", Rows.stamp(picture.at()))
                    .execute();
        });
    }

    /** Without their bytes, oldest first. */
    public List<PictureNote> pictures(UUID event) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT id, origin, by, at FROM desk_picture WHERE event = :event ORDER BY at, id")
                .bind("event", event)
                .map((row, context) -> new PictureNote(
                        row.getObject("id", UUID.class),
                        row.getString("origin"),
                        row.getString("by"),
                        Rows.instant(row, "at")))
                .list());
    }

    public record PictureNote(UUID id, String origin, String by, Instant at) {}

    public Optional<Picture> picture(UUID event, UUID id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM desk_picture WHERE id = :id AND event = :event")
                        .bind("id", id)
                        .bind("event", event)
                        .map((row, context) -> new Picture(
                                id,
                                event,
                                Picture.Type.valueOf(row.getString("type")),
                                row.getBytes("bytes"),
                                row.getString("origin"),
                                row.getString("by"),
                                Rows.instant(row, "at")))
                        .findOne());
    }

    private static Optional<WallEvent> find(Handle handle, UUID id, boolean forUpdate) {
        return handle.createQuery("SELECT * FROM desk_wall_event WHERE id = :id" + (forUpdate ? " FOR UPDATE" : ""))
                .bind("id", id)
                .map((row, context) -> event(row))
                .findOne();
    }

    private static void insert(Handle handle, WallEventStep step) {
        handle.createUpdate("""
                        INSERT INTO desk_wall_event_step (id, event, version, what, actor, text, picture, at)
                        VALUES (:id, :event, :version, :what, :actor, :text, CAST(:picture AS uuid), :at)
                        """)
                .bind("id", step.id())
                .bind("event", step.event())
                .bind("version", step.version())
                .bind("what", step.what().name())
                .bind("actor", step.actor())
                .bind("text", step.text())
                .bind("picture", step.picture())
                .bind("at", Rows.stamp(step.at()))
                .execute();
    }

    private static WallEvent event(ResultSet row) throws SQLException {
        UUID camera = row.getObject("camera", UUID.class);
        UUID area = row.getObject("area", UUID.class);
        Double longitude = row.getObject("longitude", Double.class);
        Double latitude = row.getObject("latitude", Double.class);
        return new WallEvent(
                row.getObject("id", UUID.class),
                WallEventKind.valueOf(row.getString("kind")),
                WallEventState.valueOf(row.getString("state")),
                row.getString("text"),
                camera == null ? null : new CameraId(camera),
                area == null ? null : new AreaId(area),
                longitude == null || latitude == null ? null : new GeoPoint(longitude, latitude),
                Rows.instant(row, "at"),
                new UserId(row.getObject("reporter", UUID.class)),
                row.getString("reporter_name"),
                row.getString("assignee"),
                row.getObject("stars", Integer.class),
                Rows.instant(row, "changed_at"),
                row.getInt("version"));
    }
}

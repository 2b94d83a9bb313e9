package org.sharpeyes.benchmarks.registry.postgres;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.postgresql.PGConnection;
import org.sharpeyes.registry.coverage.Obstacle;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.PoseExtent;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;

/**
 * Writes points with many poses each, in bulk, over one connection. Constraints that only guard writes are dropped: no
 * question reads their indexes.
 */
public final class CountyLoader {
    private static final int BLOCK = 20_000;
    private static final List<String> TABLES = List.of("point_record", "pose", "installation", "obstacle");

    private final Connection connection;
    private final Jdbi jdbi;
    private final Map<Instant, Long> changes = new HashMap<>();
    private final Rows towns = new Rows("COPY area (id) FROM STDIN");
    private final Rows townRecords = new Rows("COPY area_record (area_id, parent_id, level, civil_code, name, geometry,"
            + " recorded, change_id) FROM STDIN");

    public CountyLoader(DataSource database) throws SQLException {
        this.connection = database.getConnection();
        this.jdbi = Jdbi.create(connection);
        // Loading is not what is measured.
        jdbi.useHandle(handle -> handle.execute("SET synchronous_commit = off"));
    }

    /** An area that points lie in. */
    public record Village(UUID id, Shape border) {}

    /**
     * @param village of a point, by its number
     * @param pose of a point's place by its number; asked once for each pose
     * @return ids of the points
     */
    public List<UUID> load(
            int points,
            int poses,
            Instant begin,
            SplittableRandom random,
            IntFunction<Village> village,
            BiFunction<Integer, Integer, Pose> pose,
            List<Obstacle> obstacles)
            throws SQLException, IOException {
        drop();
        long change = change(begin);
        UUID device = UUID.randomUUID();
        String from = begin.toString();
        List<UUID> ids = new ArrayList<>();
        Rows pointRows = new Rows("COPY point (id) FROM STDIN");
        Rows records = new Rows("COPY point_record (point_id, code, name, area_id, point_class, area_class, persons,"
                + " valid, recorded, change_id) FROM STDIN");
        Rows channels = new Rows("COPY channel (id, device_id, number) FROM STDIN");
        Rows devices = new Rows("COPY device (id) FROM STDIN");
        Rows installations =
                new Rows("COPY installation (point_id, channel_id, valid, recorded, change_id) FROM STDIN");
        Rows poseRows = new Rows("COPY pose (point_id, longitude, latitude, position_source, position_error, height,"
                + " height_source, height_error, azimuth, azimuth_source, azimuth_error, horizontal_angle,"
                + " horizontal_angle_source, horizontal_angle_error, reach, reach_source, reach_error, bbox, valid,"
                + " recorded, change_id) FROM STDIN");
        long step = Duration.ofDays(365).toSeconds() / poses;
        for (int i = 0; i < points; i++) {
            UUID point = new UUID(random.nextLong(), random.nextLong());
            UUID channel = new UUID(random.nextLong(), random.nextLong());
            ids.add(point);
            pointRows.add(point);
            if (i % 1024 == 0) {
                device = new UUID(random.nextLong(), random.nextLong());
                devices.add(device);
                devices.flush();
            }
            String always = "[\"" + from + "\",)";
            records.add(
                    point,
                    "99010101011326" + String.format("%06d", i),
                    "point " + i,
                    village.apply(i).id(),
                    1,
                    "GENERAL",
                    "[]",
                    always,
                    always,
                    change);
            channels.add(channel, device, i % 1024 + 1);
            installations.add(point, channel, always, always, change);
            for (int k = 0; k < poses; k++) {
                Instant since = begin.plusSeconds(k * step);
                String valid = "[\"" + since + "\","
                        + (k + 1 < poses ? "\"" + begin.plusSeconds((k + 1) * step) + "\")" : ")");
                add(poseRows, point, pose.apply(i, k), village.apply(i).border(), valid, always, change);
            }
            if (i % BLOCK == BLOCK - 1) {
                pointRows.flush();
                records.flush();
                channels.flush();
                installations.flush();
                poseRows.flush();
            }
        }
        towns.flush();
        townRecords.flush();
        pointRows.flush();
        records.flush();
        channels.flush();
        installations.flush();
        poseRows.flush();
        Rows obstacleRows =
                new Rows("COPY obstacle (id, kind, name, height, geometry, valid, recorded, change_id) FROM STDIN");
        String always = "[\"" + from + "\",)";
        for (Obstacle each : obstacles) {
            obstacleRows.add(
                    each.id(),
                    each.kind(),
                    each.name(),
                    each.height(),
                    each.shape().geoJson(),
                    always,
                    always,
                    change);
        }
        obstacleRows.flush();
        index();
        return ids;
    }

    private static void add(Rows rows, UUID point, Pose pose, Shape border, String valid, String recorded, long change)
            throws SQLException, IOException {
        Position position = pose.position();
        Envelope box = PoseExtent.of(pose, border);
        Reading height = pose.height();
        Reading azimuth = pose.azimuth();
        Reading angle = pose.horizontalAngle();
        Reading reach = pose.reach();
        rows.add(
                point,
                position == null ? null : position.at().longitude(),
                position == null ? null : position.at().latitude(),
                position == null ? null : position.source(),
                position == null ? null : position.error(),
                value(height),
                source(height),
                error(height),
                value(azimuth),
                source(azimuth),
                error(azimuth),
                value(angle),
                source(angle),
                error(angle),
                value(reach),
                source(reach),
                error(reach),
                "((" + box.getMinX() + "," + box.getMinY() + "),(" + box.getMaxX() + "," + box.getMaxY() + "))",
                valid,
                recorded,
                change);
    }

    private static @Nullable Object value(@Nullable Reading reading) {
        return reading == null ? null : reading.value();
    }

    private static @Nullable Object source(@Nullable Reading reading) {
        return reading == null ? null : reading.source();
    }

    private static @Nullable Object error(@Nullable Reading reading) {
        return reading == null ? null : reading.error();
    }

    /** A county with this border; its id. */
    public UUID county(Shape border) {
        long change = change(Instant.parse("2024-12-01T00:00:00Z"));
        UUID area = UUID.randomUUID();
        jdbi.useHandle(handle -> {
            handle.execute("INSERT INTO area (id) VALUES (?)", area);
            handle.execute(
                    "INSERT INTO area_record (area_id, level, civil_code, name, geometry, recorded, change_id)"
                            + " VALUES (?, 'COUNTY', '990101', 'county', ?, '[2024-12-01,)', ?)",
                    area,
                    border.geoJson(),
                    change);
        });
        return area;
    }

    /** A part of the county, entered as its town together with the points. */
    public Village village(UUID county, int number, Shape border) {
        UUID area = UUID.randomUUID();
        towns.add(area);
        townRecords.add(
                area,
                county,
                "TOWN",
                String.format("990101%03d", number),
                "part " + number,
                border.geoJson(),
                "[2024-12-02,)",
                change(Instant.parse("2024-12-02T00:00:00Z")));
        return new Village(area, border);
    }

    /** Process of the backend that serves this connection. */
    public int backend(Jdbi connection) {
        return connection.withHandle(handle -> handle.createQuery("SELECT pg_backend_pid()")
                .mapTo(Integer.class)
                .one());
    }

    /** Rows of the table, for the record. */
    public long count(String table) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }

    /** One change for all that is entered at a time. */
    private long change(Instant at) {
        return changes.computeIfAbsent(at, this::enterChange);
    }

    private long enterChange(Instant at) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "INSERT INTO registry_change (recorded_at, author, reason, command, summary)"
                                + " VALUES (:at, 'bench', '', 'load', '') RETURNING id")
                .bind("at", at)
                .mapTo(Long.class)
                .one());
    }

    private void drop() {
        jdbi.useHandle(handle -> {
            for (String table : TABLES) {
                handle.createQuery("SELECT conname FROM pg_constraint"
                                + " WHERE contype IN ('x', 'f') AND conrelid = CAST(:table AS regclass)")
                        .bind("table", table)
                        .mapTo(String.class)
                        .list()
                        .forEach(name -> handle.execute("ALTER TABLE " + table + " DROP CONSTRAINT " + name));
            }
            handle.execute("DROP INDEX pose_place_and_time");
        });
    }

    private void index() {
        jdbi.useHandle(handle -> {
            handle.execute("SET maintenance_work_mem = '256MB'");
            handle.execute("CREATE INDEX pose_place_and_time ON pose USING gist (bbox, recorded, valid)");
            handle.execute("ANALYZE");
        });
    }

    /** Lines of one COPY. */
    private final class Rows {
        private final String copy;
        private final StringBuilder lines = new StringBuilder();

        Rows(String copy) {
            this.copy = copy;
        }

        void add(@Nullable Object... values) {
            for (int i = 0; i < values.length; i++) {
                lines.append(i == 0 ? "" : "\t").append(values[i] == null ? "\\N" : values[i]);
            }
            lines.append('\n');
        }

        void flush() throws SQLException, IOException {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, new StringReader(lines.toString()));
            lines.setLength(0);
        }
    }
}

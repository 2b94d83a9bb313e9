package org.sharpeyes.registry.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.PanRange;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.PoseExtent;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/** Poses in two times, with the box that the place index searches. */
final class PoseTable {
    private static final List<String> READINGS = List.of(
            "height", "azimuth", "tilt", "horizontal_angle", "vertical_angle", "reach", "night_reach", "picture_width");
    private static final String COLUMNS = columns();

    /** What {@link #pose} reads, of a table named {@code p}. */
    static final String READ = "p." + COLUMNS.replace(", bbox, change_id", "").replace(", ", ", p.");

    private static final BitemporalTable VERSIONS = new BitemporalTable("pose", "point_id", COLUMNS);
    private static final String INSERT = """
            INSERT INTO pose (%s, valid, recorded)
            VALUES (%s, tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz)),
                    tstzrange(CAST(:now AS timestamptz), NULL))
            """.formatted(COLUMNS, placeholders());

    private PoseTable() {}

    private static String columns() {
        StringBuilder columns =
                new StringBuilder("point_id, longitude, latitude, position_source, position_error, position_date");
        for (String reading : READINGS) {
            columns.append(", %1$s, %1$s_source, %1$s_error, %1$s_date".formatted(reading));
        }
        return columns.append(", pan_from, pan_to, bbox, change_id").toString();
    }

    private static String placeholders() {
        return (":" + COLUMNS.replace(", ", ", :"))
                .replace(":bbox", "CAST(:bbox AS box)")
                .replaceAll(":(\\w+_date)", "CAST(:$1 AS date)");
    }

    static void put(Writing writing, PointId point, Pose pose, @Nullable Shape area) {
        VERSIONS.makeRoom(writing, point.value());
        Update insert = writing.handle().createUpdate(INSERT);
        Position position = pose.position();
        insert.bind("point_id", point.value())
                .bindByType("longitude", position == null ? null : position.at().longitude(), Double.class)
                .bindByType("latitude", position == null ? null : position.at().latitude(), Double.class)
                .bindByType(
                        "position_source",
                        position == null ? null : position.source().name(),
                        String.class)
                .bindByType("position_error", position == null ? null : position.error(), Double.class)
                .bindByType("position_date", position == null ? null : position.date(), LocalDate.class);
        bind(insert, "height", pose.height());
        bind(insert, "azimuth", pose.azimuth());
        bind(insert, "tilt", pose.tilt());
        bind(insert, "horizontal_angle", pose.horizontalAngle());
        bind(insert, "vertical_angle", pose.verticalAngle());
        bind(insert, "reach", pose.reach());
        bind(insert, "night_reach", pose.nightReach());
        bind(insert, "picture_width", pose.pictureWidth());
        @Nullable PanRange pan = pose.pan();
        insert.bindByType("pan_from", pan == null ? null : pan.from(), Double.class)
                .bindByType("pan_to", pan == null ? null : pan.to(), Double.class);
        insert.bind("bbox", box(PoseExtent.of(pose, area)))
                .bind("from", writing.validFrom())
                .bindByType("to", writing.validTo(), Instant.class)
                .bind("now", writing.recordedAt())
                .bind("change_id", writing.change())
                .execute();
        writing.touch(point);
    }

    static void end(Writing writing, PointId point) {
        VERSIONS.makeRoom(writing, point.value());
    }

    private static void bind(Update insert, String column, @Nullable Reading reading) {
        insert.bindByType(column, reading == null ? null : reading.value(), Double.class)
                .bindByType(
                        column + "_source",
                        reading == null ? null : reading.source().name(),
                        String.class)
                .bindByType(column + "_error", reading == null ? null : reading.error(), Double.class)
                .bindByType(column + "_date", reading == null ? null : reading.date(), LocalDate.class);
    }

    static String box(Envelope units) {
        return "((" + units.getMinX() + "," + units.getMinY() + "),(" + units.getMaxX() + "," + units.getMaxY() + "))";
    }

    static Optional<Pose> current(Handle handle, PointId point) {
        return handle.createQuery(
                        "SELECT * FROM pose WHERE point_id = :id AND upper_inf(valid) AND upper_inf(recorded)")
                .bind("id", point.value())
                .map((row, context) -> pose(row))
                .findOne();
    }

    static Optional<Pose> at(Handle handle, PointId point, Instant valid, Instant recorded) {
        return handle.createQuery("""
                        SELECT * FROM pose
                        WHERE point_id = :id AND valid @> CAST(:valid AS timestamptz)
                          AND recorded @> CAST(:recorded AS timestamptz)
                        """)
                .bind("id", point.value())
                .bind("valid", valid)
                .bind("recorded", recorded)
                .map((row, context) -> pose(row))
                .findOne();
    }

    static Pose pose(ResultSet row) throws SQLException {
        return new Pose(
                position(row),
                reading(row, "height"),
                reading(row, "azimuth"),
                reading(row, "tilt"),
                reading(row, "horizontal_angle"),
                reading(row, "vertical_angle"),
                reading(row, "reach"),
                reading(row, "night_reach"),
                reading(row, "picture_width"),
                pan(row));
    }

    private static @Nullable PanRange pan(ResultSet row) throws SQLException {
        Double from = Rows.numberOrNull(row, "pan_from");
        Double to = Rows.numberOrNull(row, "pan_to");
        return from == null || to == null ? null : new PanRange(from, to);
    }

    private static @Nullable Position position(ResultSet row) throws SQLException {
        Double longitude = Rows.numberOrNull(row, "longitude");
        if (longitude == null) {
            return null;
        }
        return new Position(
                new GeoPoint(longitude, row.getDouble("latitude")),
                ReadingSource.valueOf(row.getString("position_source")),
                row.getDouble("position_error"),
                Rows.dateOrNull(row, "position_date"));
    }

    private static @Nullable Reading reading(ResultSet row, String column) throws SQLException {
        Double value = Rows.numberOrNull(row, column);
        if (value == null) {
            return null;
        }
        return new Reading(
                value,
                ReadingSource.valueOf(row.getString(column + "_source")),
                row.getDouble(column + "_error"),
                Rows.dateOrNull(row, column + "_date"));
    }
}

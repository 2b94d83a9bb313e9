package org.sharpeyes.registry.inventory;

import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.registry.pose.PanRange;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/** Reads a pose from a row. Where a row does not say how sure a value is, rules of thumb say so. Confined to one thread. */
final class PoseCells {
    private static final double USUAL_ANGLE_ERROR = 5;
    private static final double USUAL_HEIGHT_ERROR = 1;

    private final Cells cells;

    PoseCells(Cells cells) {
        this.cells = cells;
    }

    Pose read() {
        return new Pose(
                position(),
                reading(Column.HEIGHT, 0, 500, USUAL_HEIGHT_ERROR),
                azimuth(),
                reading(Column.TILT, -90, 90, USUAL_ANGLE_ERROR),
                reading(Column.HORIZONTAL_ANGLE, 0.1, 360, USUAL_ANGLE_ERROR),
                reading(Column.VERTICAL_ANGLE, 0.1, 180, USUAL_ANGLE_ERROR),
                range(Column.RANGE),
                range(Column.NIGHT_RANGE),
                reading(Column.PICTURE_WIDTH, 1, 65_535, 0),
                pan());
    }

    private @Nullable Position position() {
        @Nullable Double longitude = cells.number(Column.LONGITUDE, -180, 180);
        @Nullable Double latitude = latitude();
        ReadingSource source = source(Column.POSITION_SOURCE);
        @Nullable Double error = cells.number(Column.POSITION_ERROR, 0, 100_000);
        @Nullable LocalDate date = cells.day(Column.POSITION_DATE);
        if (cells.cell(Column.LONGITUDE).isEmpty()
                != cells.cell(Column.LATITUDE).isEmpty()) {
            Column missing = cells.cell(Column.LONGITUDE).isEmpty() ? Column.LONGITUDE : Column.LATITUDE;
            cells.wrong(missing, "", "both longitude and latitude, or neither");
            return null;
        }
        return longitude == null || latitude == null
                ? null
                : new Position(
                        new GeoPoint(longitude, latitude), source, error == null ? positionError(source) : error, date);
    }

    private @Nullable Double latitude() {
        String value = cells.cell(Column.LATITUDE);
        @Nullable Double parsed = Cells.parsed(value);
        if (parsed != null && Math.abs(parsed) > 90 && Math.abs(parsed) <= 180) {
            cells.wrong(Column.LATITUDE, value, "−90 to 90 degrees; longitude and latitude look swapped");
            return null;
        }
        return cells.number(Column.LATITUDE, -90, 90);
    }

    private @Nullable Reading azimuth() {
        @Nullable Double degrees = cells.number(Column.AZIMUTH, 0, 360);
        Double whole = degrees != null && degrees == 360 ? Double.valueOf(0) : degrees;
        return sure(Column.AZIMUTH, whole, azimuthError(source(Column.AZIMUTH_SOURCE)), 180);
    }

    /** A stated range is a rule of thumb: a quarter either way. */
    private @Nullable Reading range(Column column) {
        @Nullable Double metres = cells.number(column, 0.1, 20_000);
        return sure(column, metres, metres == null ? 0 : metres / 4, 20_000);
    }

    private @Nullable Reading reading(Column column, double least, double most, double error) {
        return sure(column, cells.number(column, least, most), error, 100_000);
    }

    /** @param error where the row does not say it */
    private @Nullable Reading sure(Column column, @Nullable Double value, double error, double mostError) {
        ReadingSource source = source(beside(column, "_SOURCE"));
        @Nullable Double stated = cells.number(beside(column, "_ERROR"), 0, mostError);
        @Nullable LocalDate date = cells.day(beside(column, "_DATE"));
        return value == null ? null : new Reading(value, source, stated == null ? error : stated, date);
    }

    private @Nullable PanRange pan() {
        @Nullable Double from = cells.number(Column.PAN_FROM, 0, Math.nextDown(360.0));
        @Nullable Double to = cells.number(Column.PAN_TO, Double.MIN_VALUE, 360);
        if (cells.cell(Column.PAN_FROM).isEmpty() != cells.cell(Column.PAN_TO).isEmpty()) {
            Column missing = cells.cell(Column.PAN_FROM).isEmpty() ? Column.PAN_FROM : Column.PAN_TO;
            cells.wrong(missing, "", "both pan_from and pan_to, or neither");
            return null;
        }
        return from == null || to == null ? null : new PanRange(from, to);
    }

    private static Column beside(Column column, String what) {
        return Column.valueOf(column.name() + what);
    }

    private ReadingSource source(Column column) {
        return cells.choice(column, ReadingSource.class, ReadingSource.STATED, Map.of());
    }

    private static double positionError(ReadingSource source) {
        return switch (source) {
            case SURVEYED -> 2;
            case CALIBRATED -> 3;
            case STATED, EIGHT_DIRECTION -> 15;
            case ASSUMED -> 50;
        };
    }

    private static double azimuthError(ReadingSource source) {
        return switch (source) {
            case SURVEYED -> 5;
            case CALIBRATED -> 3;
            case STATED -> 15;
            case EIGHT_DIRECTION -> 22.5;
            case ASSUMED -> 45;
        };
    }
}

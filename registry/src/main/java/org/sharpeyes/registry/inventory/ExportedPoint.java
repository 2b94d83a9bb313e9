package org.sharpeyes.registry.inventory;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.file.FileField;
import org.sharpeyes.registry.file.PointFile;
import org.sharpeyes.registry.inventory.InventoryPoint.PlannedDevice;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.PanRange;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;

/**
 * What an export says of one point.
 *
 * @param areaCode civil code of the area it lies in
 * @param device which channel of which device hangs there
 * @param dependencies by kind, the name of what it hangs on
 */
public record ExportedPoint(
        PointDetails details,
        String areaCode,
        Pose pose,
        PointFile file,
        @Nullable PlannedDevice device,
        Map<DependencyKind, String> dependencies) {
    private static final int DECIMALS = 20;

    public ExportedPoint {
        dependencies = Map.copyOf(dependencies);
    }

    /** As texts; what is unknown has none. */
    Row row(Vocabulary names) {
        Map<Column, String> cells = new EnumMap<>(Column.class);
        cells.put(Column.CODE, details.code().digits());
        cells.put(Column.NAME, details.name());
        cells.put(Column.AREA, areaCode);
        cells.put(Column.POINT_CLASS, Integer.toString(details.pointClass().code()));
        cells.put(Column.AREA_CLASS, details.areaClass().name());
        put(cells, Column.POSITION_TYPE, details.placeType());
        put(cells, Column.ADDRESS, details.address());
        put(cells, Column.MANAGING_UNIT, details.managingUnit());
        put(cells, Column.FILING_NUMBER, details.filingNumber());
        put(cells, Column.FILING_DATE, details.filedOn());
        persons(cells);
        pose(cells);
        PlannedDevice hung = device;
        if (hung != null) {
            cells.put(Column.DEVICE_SERIAL, hung.serial());
            cells.put(Column.CHANNEL, Integer.toString(hung.channel()));
        }
        put(cells, Column.SWITCH, dependencies.get(DependencyKind.SWITCH));
        put(cells, Column.POWER_FEED, dependencies.get(DependencyKind.POWER));
        put(cells, Column.ONU, dependencies.get(DependencyKind.ONU));
        put(cells, Column.UPLINK, dependencies.get(DependencyKind.UPLINK));
        Map<FileField, String> fields = new EnumMap<>(FileField.class);
        fields.putAll(file.fields());
        return new Row(0, cells, fields, names);
    }

    private void persons(Map<Column, String> cells) {
        List<Person> persons = details.persons();
        if (persons.size() == 1
                && persons.get(0).role().equals(InventoryLineReader.RESPONSIBLE)
                && (persons.get(0).phone().isEmpty()
                        || persons.get(0).phone().matches(InventoryLineReader.TELEPHONE))) {
            cells.put(Column.RESPONSIBLE, persons.get(0).name());
            put(cells, Column.PHONE, persons.get(0).phone());
        } else if (!persons.isEmpty()) {
            cells.put(Column.PERSONS, PersonsText.write(persons));
        }
    }

    private void pose(Map<Column, String> cells) {
        Position position = pose.position();
        if (position != null) {
            cells.put(Column.LONGITUDE, number(position.at().longitude()));
            cells.put(Column.LATITUDE, number(position.at().latitude()));
            cells.put(Column.POSITION_SOURCE, source(position.source().name()));
            cells.put(Column.POSITION_ERROR, number(position.error()));
            put(cells, Column.POSITION_DATE, position.date());
        }
        reading(cells, Column.HEIGHT, pose.height());
        reading(cells, Column.AZIMUTH, pose.azimuth());
        reading(cells, Column.TILT, pose.tilt());
        reading(cells, Column.HORIZONTAL_ANGLE, pose.horizontalAngle());
        reading(cells, Column.VERTICAL_ANGLE, pose.verticalAngle());
        reading(cells, Column.RANGE, pose.reach());
        reading(cells, Column.NIGHT_RANGE, pose.nightReach());
        reading(cells, Column.PICTURE_WIDTH, pose.pictureWidth());
        PanRange pan = pose.pan();
        if (pan != null) {
            cells.put(Column.PAN_FROM, number(pan.from()));
            cells.put(Column.PAN_TO, number(pan.to()));
        }
    }

    private static void reading(Map<Column, String> cells, Column column, @Nullable Reading reading) {
        if (reading != null) {
            cells.put(column, number(reading.value()));
            cells.put(
                    Column.valueOf(column.name() + "_SOURCE"),
                    source(reading.source().name()));
            cells.put(Column.valueOf(column.name() + "_ERROR"), number(reading.error()));
            put(cells, Column.valueOf(column.name() + "_DATE"), reading.date());
        }
    }

    private static String source(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void put(Map<Column, String> cells, Column column, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            cells.put(column, value.toString());
        }
    }

    private static String number(double value) {
        BigDecimal exact = new BigDecimal(Double.toString(value));
        return (exact.scale() > DECIMALS ? exact.setScale(DECIMALS, RoundingMode.HALF_UP) : exact)
                .stripTrailingZeros()
                .toPlainString();
    }
}

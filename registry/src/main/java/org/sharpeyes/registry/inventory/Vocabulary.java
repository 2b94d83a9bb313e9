package org.sharpeyes.registry.inventory;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.file.FileField;
import org.sharpeyes.registry.file.FileField.Edition;

/**
 * How a form names columns and fields. What a standard has no name for travels in an element of ours that others pass over,
 * under the name it has in a spreadsheet.
 */
record Vocabulary(Map<Column, String> columns, Map<FileField, String> fields, String ours) {
    /** The element for what a standard does not know. */
    static final String OURS = "SharpEyes";

    static final Vocabulary SPREADSHEET = new Vocabulary(Map.of(), Map.of(), "");

    static final Vocabulary CATALOGUE_2016 = catalogue(
            Map.of(
                    Column.CODE, "DeviceID",
                    Column.NAME, "Name",
                    Column.AREA, "CivilCode",
                    Column.ADDRESS, "Address",
                    Column.LONGITUDE, "Longitude",
                    Column.LATITUDE, "Latitude",
                    Column.POSITION_TYPE, "Info/PositionType"),
            Edition.ONLY_2016);

    static final Vocabulary CATALOGUE_2022 = catalogue(
            Map.ofEntries(
                    Map.entry(Column.CODE, "DeviceID"),
                    Map.entry(Column.NAME, "Name"),
                    Map.entry(Column.AREA, "CivilCode"),
                    Map.entry(Column.ADDRESS, "Address"),
                    Map.entry(Column.LONGITUDE, "Longitude"),
                    Map.entry(Column.LATITUDE, "Latitude"),
                    Map.entry(Column.HORIZONTAL_ANGLE, "Info/HorizontalFieldAngle"),
                    Map.entry(Column.VERTICAL_ANGLE, "Info/VerticalFieldAngle"),
                    Map.entry(Column.RANGE, "Info/MaxViewDistance"),
                    Map.entry(Column.POINT_CLASS, "Info/PointType"),
                    Map.entry(Column.MANAGING_UNIT, "Info/ManagementUnit")),
            Edition.SINCE_2022);

    static final Vocabulary APE = new Vocabulary(
            Map.of(
                    Column.CODE, "ApeID",
                    Column.NAME, "Name",
                    Column.AREA, "PlaceCode",
                    Column.ADDRESS, "Place",
                    Column.LONGITUDE, "Longitude",
                    Column.LATITUDE, "Latitude",
                    Column.POSITION_TYPE, "PositionType"),
            named(FileField::apeName, null),
            OURS + "/");

    private static Vocabulary catalogue(Map<Column, String> columns, Edition edition) {
        return new Vocabulary(columns, named(FileField::catalogueName, edition), "Info/" + OURS + "/");
    }

    private static Map<FileField, String> named(Function<FileField, String> name, @Nullable Edition edition) {
        Map<FileField, String> named = new EnumMap<>(FileField.class);
        for (FileField field : FileField.values()) {
            if (!name.apply(field).isEmpty()
                    && (edition == null || field.edition() == Edition.BOTH || field.edition() == edition)) {
                named.put(field, name.apply(field));
            }
        }
        return named;
    }

    /** What a file that may be of either edition may hold, by the last part of its name. */
    static Map<String, Object> byElement(Vocabulary... vocabularies) {
        Map<String, Object> known = new HashMap<>();
        for (Vocabulary each : vocabularies) {
            each.columns.forEach((column, name) -> known.put(last(name), column));
            each.fields.forEach((field, name) -> known.put(last(name), field));
        }
        return known;
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    String name(Column column) {
        String name = columns.get(column);
        return name == null ? ours + column.head() : name;
    }

    String name(FileField field) {
        String name = fields.get(field);
        return name == null ? ours + field.jsonName() : name;
    }
}

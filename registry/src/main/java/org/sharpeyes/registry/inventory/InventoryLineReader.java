package org.sharpeyes.registry.inventory;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.inventory.CsvReader.Line;
import org.sharpeyes.registry.inventory.InventoryPoint.PlannedDevice;
import org.sharpeyes.registry.point.AreaClass;
import org.sharpeyes.registry.point.PointClass;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/** Reads one line after the other; goes on after a fault, so that a line's faults are all found. */
final class InventoryLineReader {
    private static final int MAX_TEXT = 200;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-M-d").withResolverStyle(ResolverStyle.STRICT);

    private final Map<Column, Integer> head;
    private final int width;
    private final Faults faults;
    private Line line = new Line(0, List.of());
    private int before;

    InventoryLineReader(Map<Column, Integer> head, int width, Faults faults) {
        this.head = head;
        this.width = width;
        this.faults = faults;
    }

    Optional<InventoryPoint> read(Line next) {
        line = next;
        before = faults.count();
        if (line.fields().size() != width) {
            wrong("", line.fields().size() + " fields", width + " fields, as the head has");
            return Optional.empty();
        }
        @Nullable PointCode code = code();
        String name = requiredText(Column.NAME);
        String area = area();
        PointClass pointClass = pointClass();
        AreaClass areaClass =
                choice(Column.AREA_CLASS, AreaClass.class, AreaClass.GENERAL, Map.of("OTHER", AreaClass.GENERAL));
        @Nullable Integer placeType = integer(Column.POSITION_TYPE, 1, 99);
        Pose pose = pose();
        List<Person> persons = persons();
        @Nullable LocalDate filedOn = filedOn();
        @Nullable PlannedDevice device = device();
        Map<DependencyKind, String> dependencies = dependencies();
        String address = text(Column.ADDRESS);
        String managingUnit = text(Column.MANAGING_UNIT);
        String filingNumber = text(Column.FILING_NUMBER);
        @Nullable InventoryAccess access = code == null ? null : access(code, device);
        if (faults.count() > before || code == null) {
            return Optional.empty();
        }
        return Optional.of(new InventoryPoint(
                line.number(),
                code,
                name,
                area,
                pointClass,
                areaClass,
                placeType,
                address,
                managingUnit,
                filingNumber.isEmpty() ? null : filingNumber,
                filedOn,
                persons,
                pose,
                device,
                dependencies,
                access));
    }

    private @Nullable PointCode code() {
        String value = cell(Column.CODE);
        if (value.isEmpty()) {
            wrong(Column.CODE, value, "a 20-digit code");
            return null;
        }
        if (value.matches("\\d+(\\.\\d+)?[eE]\\+\\d+")) {
            wrong(Column.CODE, value, "20 digits; a spreadsheet has rounded them: format the column as text");
            return null;
        }
        try {
            return new PointCode(value);
        } catch (IllegalArgumentException unusable) {
            wrong(Column.CODE, value, expectation(unusable));
            return null;
        }
    }

    private String area() {
        String value = cell(Column.AREA);
        if (!value.matches("\\d{6,14}")) {
            wrong(Column.AREA, value, "a civil code of 6 to 14 digits");
        }
        return value;
    }

    private PointClass pointClass() {
        String value = cell(Column.POINT_CLASS);
        if (value.isEmpty()) {
            return PointClass.OTHER;
        }
        try {
            return PointClass.ofCode(Integer.parseInt(value));
        } catch (IllegalArgumentException unknown) {
            wrong(Column.POINT_CLASS, value, "1, 2, 3 or 9");
            return PointClass.OTHER;
        }
    }

    private Pose pose() {
        @Nullable Double longitude = number(Column.LONGITUDE, -180, 180);
        @Nullable Double latitude = latitude();
        @Nullable Position position = null;
        if (cell(Column.LONGITUDE).isEmpty() != cell(Column.LATITUDE).isEmpty()) {
            Column missing = cell(Column.LONGITUDE).isEmpty() ? Column.LONGITUDE : Column.LATITUDE;
            wrong(missing, "", "both longitude and latitude, or neither");
        } else if (longitude != null && latitude != null) {
            ReadingSource source = source(Column.POSITION_SOURCE);
            @Nullable Double error = number(Column.POSITION_ERROR, 0, 100_000);
            position = new Position(
                    new GeoPoint(longitude, latitude), source, error == null ? positionError(source) : error, null);
        }
        return new Pose(
                position,
                reading(Column.HEIGHT, 0, 500, ReadingSource.STATED, 1),
                azimuth(),
                reading(Column.TILT, -90, 90, ReadingSource.STATED, 5),
                reading(Column.HORIZONTAL_ANGLE, 0.1, 360, ReadingSource.STATED, 5),
                reading(Column.VERTICAL_ANGLE, 0.1, 180, ReadingSource.STATED, 5),
                reach());
    }

    private @Nullable Double latitude() {
        String value = cell(Column.LATITUDE);
        @Nullable Double parsed = parsed(value);
        if (parsed != null && Math.abs(parsed) > 90 && Math.abs(parsed) <= 180) {
            wrong(Column.LATITUDE, value, "−90 to 90 degrees; longitude and latitude look swapped");
            return null;
        }
        return number(Column.LATITUDE, -90, 90);
    }

    private @Nullable Reading azimuth() {
        @Nullable Double degrees = number(Column.AZIMUTH, 0, 360);
        if (degrees == null) {
            return null;
        }
        ReadingSource source = source(Column.AZIMUTH_SOURCE);
        @Nullable Double error = number(Column.AZIMUTH_ERROR, 0, 180);
        return new Reading(degrees == 360 ? 0 : degrees, source, error == null ? azimuthError(source) : error, null);
    }

    /** A stated range is a rule of thumb: a quarter either way. */
    private @Nullable Reading reach() {
        @Nullable Double metres = number(Column.RANGE, 1, 20_000);
        return metres == null ? null : new Reading(metres, ReadingSource.STATED, metres / 4, null);
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

    private @Nullable Reading reading(Column column, double least, double most, ReadingSource source, double error) {
        @Nullable Double value = number(column, least, most);
        return value == null ? null : new Reading(value, source, error, null);
    }

    private ReadingSource source(Column column) {
        return choice(column, ReadingSource.class, ReadingSource.STATED, Map.of());
    }

    private List<Person> persons() {
        String name = text(Column.RESPONSIBLE);
        String phone = phone();
        if (name.isEmpty()) {
            if (!phone.isEmpty()) {
                wrong(Column.RESPONSIBLE, "", "the name of whose telephone it is");
            }
            return List.of();
        }
        return List.of(new Person("责任人", name, phone));
    }

    private String phone() {
        String value = cell(Column.PHONE);
        if (!value.isEmpty() && !value.matches("\\+?[0-9][0-9 ()-]{2,30}")) {
            wrong(Column.PHONE, value, "a telephone number");
            return "";
        }
        return value;
    }

    private @Nullable LocalDate filedOn() {
        String value = cell(Column.FILING_DATE);
        if (value.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(value.replace('/', '-').replace('.', '-'), DATE);
        } catch (DateTimeParseException unusable) {
            wrong(Column.FILING_DATE, value, "a day as 2026-05-20");
            return null;
        }
    }

    private @Nullable PlannedDevice device() {
        String serial = text(Column.DEVICE_SERIAL);
        @Nullable Integer channel = integer(Column.CHANNEL, 1, 1024);
        if (serial.isEmpty()) {
            if (channel != null) {
                wrong(Column.DEVICE_SERIAL, "", "the serial number of the device whose channel it is");
            }
            return null;
        }
        if (!serial.matches("[A-Za-z0-9._:/-]{1,64}")) {
            wrong(Column.DEVICE_SERIAL, serial, "letters, digits and . _ : / -, at most 64");
            return null;
        }
        return new PlannedDevice(serial, channel == null ? 1 : channel);
    }

    private Map<DependencyKind, String> dependencies() {
        Map<DependencyKind, String> found = new EnumMap<>(DependencyKind.class);
        put(found, DependencyKind.SWITCH, Column.SWITCH);
        put(found, DependencyKind.POWER, Column.POWER_FEED);
        put(found, DependencyKind.ONU, Column.ONU);
        put(found, DependencyKind.UPLINK, Column.UPLINK);
        return found;
    }

    private void put(Map<DependencyKind, String> found, DependencyKind kind, Column column) {
        String name = text(column);
        if (!name.isEmpty()) {
            found.put(kind, name);
        }
    }

    private @Nullable InventoryAccess access(PointCode code, @Nullable PlannedDevice device) {
        String main = rtsp(Column.RTSP_MAIN);
        String sub = rtsp(Column.RTSP_SUB);
        String username = cell(Column.USERNAME);
        String password = cell(Column.PASSWORD);
        if (main.isEmpty() && !sub.isEmpty()) {
            wrong(Column.RTSP_MAIN, "", "the main stream's address when the sub-stream's is given");
        }
        if (username.isEmpty() && !password.isEmpty()) {
            wrong(Column.USERNAME, "", "a user name when a password is given");
        }
        if (main.isEmpty() && username.isEmpty()) {
            return null;
        }
        return new InventoryAccess(
                code,
                device == null ? null : device.serial(),
                emptyToNull(main),
                emptyToNull(sub),
                emptyToNull(username),
                emptyToNull(password));
    }

    private String rtsp(Column column) {
        String value = cell(column);
        if (value.isEmpty()) {
            return value;
        }
        if (value.contains("@")) {
            wrong(column, "(not shown)", "an address without user and password; those have columns of their own");
            return "";
        }
        if (!value.matches("rtsps?://[A-Za-z0-9.\\-\\[\\]:]{1,253}(/\\S*)?")) {
            wrong(column, value, "rtsp://host:port/path");
            return "";
        }
        return value;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private String requiredText(Column column) {
        String value = text(column);
        if (value.isEmpty() && cell(column).isEmpty()) {
            wrong(column, "", "a text");
        }
        return value;
    }

    private String text(Column column) {
        String value = cell(column);
        if (value.isEmpty()) {
            return value;
        }
        if ("=+-@".indexOf(value.charAt(0)) >= 0) {
            // A spreadsheet that opens an export would run it.
            wrong(column, value, "a text that does not begin with = + - or @");
            return "";
        }
        if (value.length() > MAX_TEXT) {
            wrong(column, value, "at most " + MAX_TEXT + " characters");
            return "";
        }
        if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7F || c == 0xFFFD)) {
            wrong(column, value.replaceAll("\\p{Cntrl}", "·"), "a text of one line without control characters");
            return "";
        }
        return value;
    }

    private <E extends Enum<E>> E choice(Column column, Class<E> type, E otherwise, Map<String, E> synonyms) {
        String value = cell(column);
        if (value.isEmpty()) {
            return otherwise;
        }
        String wanted = value.toUpperCase(Locale.ROOT).replace('-', '_');
        E synonym = synonyms.get(wanted);
        if (synonym != null) {
            return synonym;
        }
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(wanted)) {
                return each;
            }
        }
        StringBuilder all = new StringBuilder();
        for (E each : type.getEnumConstants()) {
            all.append(all.length() == 0 ? "" : ", ")
                    .append(each.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        wrong(column, value, "one of " + all);
        return otherwise;
    }

    private @Nullable Integer integer(Column column, int least, int most) {
        String value = cell(column);
        if (value.isEmpty()) {
            return null;
        }
        if (value.matches("\\d{1,6}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        wrong(column, value, "a whole number, " + least + " to " + most);
        return null;
    }

    private @Nullable Double number(Column column, double least, double most) {
        String value = cell(column);
        if (value.isEmpty()) {
            return null;
        }
        @Nullable Double number = parsed(value);
        if (number != null && number >= least && number <= most) {
            return number;
        }
        wrong(column, value, "a number, " + plain(least) + " to " + plain(most));
        return null;
    }

    private static @Nullable Double parsed(String value) {
        return value.matches("-?\\d{1,9}(\\.\\d{1,15})?") ? Double.valueOf(value) : null;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private String cell(Column column) {
        Integer index = head.get(column);
        return index == null ? "" : line.fields().get(index);
    }

    private static String expectation(IllegalArgumentException message) {
        String text = String.valueOf(message.getMessage());
        int at = text.indexOf("(expected: ");
        return at < 0 ? text : text.substring(at + "(expected: ".length(), text.length() - 1);
    }

    private void wrong(Column column, String value, String expected) {
        wrong(column.head(), column.secret() ? "(not shown)" : value, expected);
    }

    private void wrong(String column, String value, String expected) {
        faults.add(line.number(), column, value, expected);
    }
}

package org.sharpeyes.registry.inventory;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.file.FileField;
import org.sharpeyes.registry.file.PointFile;
import org.sharpeyes.registry.inventory.InventoryPoint.PlannedDevice;
import org.sharpeyes.registry.point.AreaClass;
import org.sharpeyes.registry.point.PointClass;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.pose.Pose;

/** Reads one row; goes on after a fault, so that all of them are found. Confined to one thread. */
final class InventoryLineReader {
    /** Role of the one person that RESPONSIBLE names. */
    static final String RESPONSIBLE = "责任人";

    static final String TELEPHONE = "\\+?[0-9][0-9 ()-]{2,30}";

    private final Cells cells;
    private final Faults faults;

    InventoryLineReader(Row row, Faults faults) {
        this.cells = new Cells(row, faults);
        this.faults = faults;
    }

    Optional<InventoryPoint> read() {
        int before = faults.count();
        @Nullable PointCode code = code();
        String name = cells.requiredText(Column.NAME);
        String area = area();
        PointClass pointClass = pointClass();
        AreaClass areaClass =
                cells.choice(Column.AREA_CLASS, AreaClass.class, AreaClass.GENERAL, Map.of("OTHER", AreaClass.GENERAL));
        @Nullable Integer placeType = cells.integer(Column.POSITION_TYPE, 1, 99);
        Pose pose = new PoseCells(cells).read();
        List<Person> persons = persons();
        @Nullable LocalDate filedOn = cells.day(Column.FILING_DATE);
        @Nullable PlannedDevice device = device();
        Map<DependencyKind, String> dependencies = dependencies();
        String address = cells.text(Column.ADDRESS);
        String managingUnit = cells.text(Column.MANAGING_UNIT);
        String filingNumber = cells.text(Column.FILING_NUMBER);
        Map<FileField, String> file = cells.file();
        @Nullable InventoryAccess access = code == null ? null : access(code, device);
        if (faults.count() > before || code == null) {
            return Optional.empty();
        }
        return Optional.of(new InventoryPoint(
                cells.line(),
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
                new PointFile(file),
                device,
                dependencies,
                access));
    }

    private @Nullable PointCode code() {
        String value = cells.cell(Column.CODE);
        if (value.isEmpty()) {
            cells.wrong(Column.CODE, value, "a 20-digit code");
            return null;
        }
        if (value.matches("\\d+(\\.\\d+)?[eE]\\+\\d+")) {
            cells.wrong(Column.CODE, value, "20 digits; a spreadsheet has rounded them: format the column as text");
            return null;
        }
        try {
            return new PointCode(value);
        } catch (IllegalArgumentException unusable) {
            cells.wrong(Column.CODE, value, Cells.expectation(unusable));
            return null;
        }
    }

    private String area() {
        String value = cells.cell(Column.AREA);
        if (!value.matches("\\d{6,14}")) {
            cells.wrong(Column.AREA, value, "a civil code of 6 to 14 digits");
        }
        return value;
    }

    private PointClass pointClass() {
        String value = cells.cell(Column.POINT_CLASS);
        if (value.isEmpty()) {
            return PointClass.OTHER;
        }
        try {
            return PointClass.ofCode(Integer.parseInt(value));
        } catch (IllegalArgumentException unknown) {
            cells.wrong(Column.POINT_CLASS, value, "1, 2, 3 or 9");
            return PointClass.OTHER;
        }
    }

    private List<Person> persons() {
        String name = cells.text(Column.RESPONSIBLE);
        String phone = phone();
        List<Person> persons = new ArrayList<>();
        if (!name.isEmpty()) {
            persons.add(new Person(RESPONSIBLE, name, phone));
        } else if (!phone.isEmpty()) {
            cells.wrong(Column.RESPONSIBLE, "", "the name of whose telephone it is");
        }
        String others = cells.text(Column.PERSONS);
        if (!others.isEmpty()) {
            try {
                persons.addAll(PersonsText.read(others));
            } catch (IllegalArgumentException unusable) {
                cells.wrong(Column.PERSONS, others, Cells.expectation(unusable));
            }
        }
        return persons;
    }

    private String phone() {
        String cell = cells.cell(Column.PHONE);
        String value = Formulas.neutralised(cell) ? cell.substring(1) : cell;
        if (!value.isEmpty() && !value.matches(TELEPHONE)) {
            cells.wrong(Column.PHONE, value, "a telephone number");
            return "";
        }
        return value;
    }

    private @Nullable PlannedDevice device() {
        String serial = cells.text(Column.DEVICE_SERIAL);
        @Nullable Integer channel = cells.integer(Column.CHANNEL, 1, 1024);
        if (serial.isEmpty()) {
            if (channel != null) {
                cells.wrong(Column.DEVICE_SERIAL, "", "the serial number of the device whose channel it is");
            }
            return null;
        }
        if (!serial.matches("[A-Za-z0-9._:/-]{1,64}")) {
            cells.wrong(Column.DEVICE_SERIAL, serial, "letters, digits and . _ : / -, at most 64");
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
        String name = cells.text(column);
        if (!name.isEmpty()) {
            found.put(kind, name);
        }
    }

    private @Nullable InventoryAccess access(PointCode code, @Nullable PlannedDevice device) {
        String main = rtsp(Column.RTSP_MAIN);
        String sub = rtsp(Column.RTSP_SUB);
        String username = cells.cell(Column.USERNAME);
        String password = cells.cell(Column.PASSWORD);
        if (main.isEmpty() && !sub.isEmpty()) {
            cells.wrong(Column.RTSP_MAIN, "", "the main stream's address when the sub-stream's is given");
        }
        if (username.isEmpty() && !password.isEmpty()) {
            cells.wrong(Column.USERNAME, "", "a user name when a password is given");
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
        String value = cells.cell(column);
        if (value.isEmpty()) {
            return value;
        }
        if (value.contains("@")) {
            cells.wrong(column, "(not shown)", "an address without user and password; those have columns of their own");
            return "";
        }
        if (!value.matches("rtsps?://[A-Za-z0-9.\\-\\[\\]:]{1,253}(/\\S*)?")) {
            cells.wrong(column, value, "rtsp://host:port/path");
            return "";
        }
        return value;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}

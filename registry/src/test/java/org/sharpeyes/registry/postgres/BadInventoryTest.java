package org.sharpeyes.registry.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.inventory.Fault;
import org.sharpeyes.registry.inventory.ImportReport;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;

/** An inventory of 500 points as it comes from the field, with every kind of fault that one can have. */
class BadInventoryTest {
    private static final int POINTS = 500;
    private static final int EVERY = 10;
    private static final Change CHANGE = Change.now("li", "inventory");
    private static final String TAKEN = "99010101011326900001";

    private static final List<String> HEAD = List.of(
            ("code,name,area,point_class,area_class,position_type,address,longitude,latitude,position_source,position_error,"
                            + "azimuth,azimuth_source,azimuth_error,azimuth_date,tilt,horizontal_angle,vertical_angle,height,"
                            + "range,night_range,picture_width,pan_from,pan_to,managing_unit,responsible,phone,persons,"
                            + "filing_number,filing_date,device_serial,channel,switch,rtsp_main,rtsp_sub,username,password,"
                            + "parental,poleHeight,installTime,supplyLightType")
                    .split(","));

    /** Column, what stands there, what is told as the value (none: the same), words of the expectation. */
    private record Kind(String column, String bad, String told, String expected) {
        static Kind of(String column, String bad, String expected) {
            return new Kind(column, bad, bad, expected);
        }
    }

    private static final List<Kind> KINDS = List.of(
            Kind.of("code", "", "a 20-digit code"),
            Kind.of("code", "990101010113260", "20 digits"),
            Kind.of("code", "9.90101E+19", "a spreadsheet has rounded them"),
            Kind.of("code", "00010101011326000001", "a province"),
            Kind.of("code", "99010101019996000001", "a known type"),
            Kind.of("code", TAKEN, "not registered yet"),
            Kind.of("code", "99010101011326000001", "each code once; line 2 has it"),
            Kind.of("name", "", "a text"),
            Kind.of("name", "=HYPERLINK(1)", "does not begin with"),
            new Kind("name", "长".repeat(201), "长".repeat(80) + "…", "at most 200 characters"),
            Kind.of("area", "王庄村", "a civil code"),
            Kind.of("area", "990101999", "an area you may edit"),
            Kind.of("point_class", "4", "1, 2, 3 or 9"),
            Kind.of("area_class", "VIP", "one of general, key, complex, weak"),
            Kind.of("position_type", "100", "a whole number, 1 to 99"),
            new Kind("address", "\"a\tb\"", "a·b", "without control characters"),
            Kind.of("longitude", "181", "a number, -180 to 180"),
            Kind.of("longitude", "109°36′", "a number"),
            Kind.of("longitude", "", "both longitude and latitude"),
            Kind.of("latitude", "109.6", "look swapped"),
            new Kind("longitude", "119.9", "119.9, 33.29", "a place in the county of 990101"),
            Kind.of("position_source", "gps", "one of surveyed"),
            Kind.of("position_error", "-1", "a number, 0 to 100000"),
            Kind.of("azimuth", "361", "a number, 0 to 360"),
            Kind.of("azimuth", "东南", "a number, 0 to 360"),
            Kind.of("azimuth_source", "compass", "one of"),
            Kind.of("azimuth_error", "200", "a number, 0 to 180"),
            Kind.of("azimuth_date", "2026-02-30", "a day as"),
            Kind.of("tilt", "95", "a number, -90 to 90"),
            Kind.of("horizontal_angle", "0", "a number, 0.1 to 360"),
            Kind.of("vertical_angle", "190", "a number, 0.1 to 180"),
            Kind.of("height", "6 m", "a number, 0 to 500"),
            Kind.of("range", "30000", "to 20000"),
            Kind.of("night_range", "-5", "to 20000"),
            Kind.of("picture_width", "0", "1 to 65535"),
            Kind.of("pan_from", "360", "a number"),
            Kind.of("pan_to", "", "both pan_from and pan_to"),
            Kind.of("responsible", "", "whose telephone it is"),
            Kind.of("phone", "打电话", "a telephone number"),
            Kind.of("persons", "张三", "role:name:telephone"),
            Kind.of("filing_date", "20 May", "a day as"),
            Kind.of("device_serial", "SEC 1;drop", "letters, digits"),
            new Kind("device_serial", "SEC10001", "SEC10001 channel 1", "each channel of a device once; line 2"),
            Kind.of("channel", "0", "a whole number, 1 to 1024"),
            Kind.of("switch", "-sw", "does not begin with"),
            Kind.of("rtsp_main", "http://10.0.0.1/", "rtsp://host:port/path"),
            new Kind("rtsp_main", "rtsp://u:p@10.0.0.1/", "(not shown)", "without user and password"),
            Kind.of("parental", "yes", "1 for yes, 0 for no"),
            Kind.of("supplyLightType", "7", "one of 1, 2, 3, 4, 9"));

    private Registry registry;
    private InventoryImport imports;

    @BeforeEach
    void aCountyWithOnePoint() {
        registry = new Registry(TestDatabase.fresh(), new SettableClock());
        AreaId county = AreaId.random();
        registry.putAreas(
                List.of(new Area(
                        county,
                        null,
                        AreaLevel.COUNTY,
                        "990101",
                        "青禾县",
                        Shape.parse("{\"type\":\"Polygon\",\"coordinates\":[[[109.5,33.2],[109.8,33.2],[109.8,33.4],"
                                + "[109.5,33.4],[109.5,33.2]]]}"),
                        List.of())),
                List.of(),
                CHANGE);
        registry.createPoint(PointDetails.of(new PointCode(TAKEN), "旧点位", county), Pose.unknown(), CHANGE);
        imports = new InventoryImport(registry, taken -> {});
    }

    @Test
    void eachFaultIsToldAndNothingIsImportedUntilAllIsMended() {
        assertThat(KINDS).hasSizeGreaterThanOrEqualTo(40);
        List<List<String>> lines = good();
        for (int i = 0; i < KINDS.size(); i++) {
            lines.get(place(i))
                    .set(HEAD.indexOf(KINDS.get(i).column()), KINDS.get(i).bad());
        }

        ImportReport report = imports.points(csv(lines), area -> true, false, CHANGE);

        assertThat(report.imported()).isFalse();
        assertThat(report.lines()).isEqualTo(POINTS);
        assertThat(report.faults()).hasSize(report.faultCount());
        for (int i = 0; i < KINDS.size(); i++) {
            Kind kind = KINDS.get(i);
            int line = place(i) + 2;
            assertThat(report.faults()).as("line %s: %s", line, kind).anySatisfy(fault -> {
                assertThat(fault.line()).isEqualTo(line);
                assertThat(fault.column()).isEqualTo(kind.column());
                assertThat(fault.value()).isEqualTo(kind.told());
                assertThat(fault.expected()).contains(kind.expected());
            });
        }
        // None of the lines that are right is blamed.
        assertThat(report.faults().stream().map(Fault::line).distinct()).hasSize(KINDS.size());
        assertThat(registry.directory().cameras()).hasSize(1);
        assertThat(registry.dependencies()).isEmpty();

        ImportReport mended = imports.points(csv(good()), area -> true, false, CHANGE);

        assertThat(mended.faults()).isEmpty();
        assertThat(mended.imported()).isTrue();
        assertThat(registry.directory().cameras()).hasSize(1 + POINTS);
    }

    /** The first line is right: others repeat what is its. */
    private static int place(int kind) {
        return (kind + 1) * EVERY;
    }

    private static byte[] csv(List<List<String>> lines) {
        StringBuilder csv = new StringBuilder(String.join(",", HEAD)).append('\n');
        lines.forEach(line -> csv.append(String.join(",", line)).append('\n'));
        return csv.toString().getBytes(UTF_8);
    }

    private static List<List<String>> good() {
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            lines.add(new ArrayList<>(List.of(
                    "9901010101132600%04d".formatted(i + 1),
                    "点位" + i,
                    "990101",
                    "1",
                    "KEY",
                    "8",
                    "东街 " + i + " 号",
                    "109." + (600 + i % 100),
                    "33.29",
                    "surveyed",
                    "2",
                    Integer.toString(i % 360),
                    "stated",
                    "10",
                    "2026-05-20",
                    "10",
                    "82",
                    "50",
                    "6",
                    "60",
                    "25",
                    "2560",
                    "0",
                    "360",
                    "河湾镇综治中心",
                    "张志强",
                    "000-5550000",
                    "网格长:李:",
                    "青公视备" + i,
                    "2026-05-20",
                    "SEC" + (10001 + i),
                    "1",
                    "switch-" + i % 20,
                    "rtsp://10.0." + i / 250 + "." + (1 + i % 250) + ":554/main",
                    "",
                    "admin",
                    "secret",
                    "0",
                    "6.5",
                    "2026-05-20T08:00:00",
                    "2")));
        }
        return lines;
    }
}

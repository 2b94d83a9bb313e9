package org.sharpeyes.registry.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.file.FileField;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.inventory.ExportedPoint;
import org.sharpeyes.registry.inventory.ImportReport;
import org.sharpeyes.registry.inventory.InventoryExport;
import org.sharpeyes.registry.inventory.InventoryForm;
import org.sharpeyes.registry.point.AreaClass;
import org.sharpeyes.registry.point.PointClass;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.PanRange;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/** What one registry exports another imports, and holds the same. */
class InventoryExchangeTest {
    private static final Path TOWN = Path.of("..", "config", "example-town");
    private static final Change CHANGE = Change.now("li", "import");

    private static Registry registry;
    private static AreaId grid;

    @BeforeAll
    static void theExampleTownWithFullFiles() throws IOException {
        registry = town();
        ImportReport report = new InventoryImport(registry, null)
                .points(Files.readAllBytes(TOWN.resolve("inventory.csv")), area -> true, false, CHANGE);
        assertThat(report.faults()).isEmpty();
        grid = registry.directory().cameras().iterator().next().details().area();
        Random random = new Random(7);
        PointFiles files = new PointFiles(registry);
        for (CameraEntry camera : List.copyOf(registry.directory().cameras())) {
            PointId point = camera.id().point();
            registry.setPose(point, pose(random, camera.pose().position()), CHANGE);
            files.edit(point, file(random), CHANGE);
        }
        registry.createPoint(
                new PointDetails(
                        new PointCode("99010101011316000901"),
                        "=HYPERLINK(\"http://x\")",
                        grid,
                        PointClass.SECOND,
                        AreaClass.WEAK,
                        99,
                        "@东街, \"老\"桥",
                        "-1 层 <机房> & 'x'",
                        "'+86",
                        LocalDate.of(2026, 2, 28),
                        List.of(new Person("网格长", "张;三:\\", "+86 139"), new Person("治保主任", "李", ""))),
                new Pose(
                        new Position(new GeoPoint(109.61623400000001, 33.29), ReadingSource.CALIBRATED, 0.1, null),
                        null,
                        new Reading(0.30000000000000004, ReadingSource.EIGHT_DIRECTION, 22.5, null),
                        new Reading(-7.25, ReadingSource.ASSUMED, 1e-7, LocalDate.of(2026, 1, 2)),
                        null,
                        null,
                        null,
                        new Reading(20, ReadingSource.SURVEYED, 0, null),
                        new Reading(2560, ReadingSource.STATED, 0, null),
                        new PanRange(350, 10)),
                CHANGE);
    }

    private static Registry town() throws IOException {
        Registry fresh = new Registry(TestDatabase.fresh(), new SettableClock());
        ImportReport areas = new InventoryImport(fresh, null)
                .areas(Files.readString(TOWN.resolve("areas.geojson")), area -> true, false, CHANGE);
        assertThat(areas.faults()).isEmpty();
        return fresh;
    }

    @ParameterizedTest
    @EnumSource
    void eachFormOutAndInAgainGivesTheSameRegistry(InventoryForm form) throws IOException {
        List<ExportedPoint> before = new PointExport(registry).points(camera -> true);
        byte[] file = InventoryExport.write(form, before);
        Registry other = town();

        ImportReport report = new InventoryImport(other, null).points(file, form, area -> true, false, CHANGE);

        assertThat(report.faults()).isEmpty();
        assertThat(report.passedOver()).isEmpty();
        assertThat(report.points()).isEqualTo(41);
        List<ExportedPoint> after = new PointExport(other).points(camera -> true);
        assertThat(after.stream().map(point -> in(point, grid)).toList())
                .isEqualTo(before.stream().map(point -> in(point, grid)).toList());
        if (form != InventoryForm.XLSX) {
            // A workbook says when it was made.
            assertThat(InventoryExport.write(form, after)).isEqualTo(file);
        }
    }

    @Test
    void anExportHoldsNoTextThatASpreadsheetWouldRun() {
        String csv = new String(
                InventoryExport.write(InventoryForm.CSV, new PointExport(registry).points(camera -> true)), UTF_8);

        assertThat(csv).contains("\"'=HYPERLINK(\"\"http://x\"\")\"").contains("\"'@东街");
        for (String line : csv.split("\r\n")) {
            for (String cell : line.split(",")) {
                assertThat(cell).doesNotMatch("\"?[=+@].*").doesNotMatch("\"?-[^0-9].*");
            }
        }
    }

    @Test
    void aCatalogueNamesWhatTheStandardNames() {
        List<ExportedPoint> points = new PointExport(registry).points(camera -> true);
        String edition2016 =
                new String(InventoryExport.write(InventoryForm.CATALOGUE_2016, points), Charset.forName("GB18030"));
        String edition2022 =
                new String(InventoryExport.write(InventoryForm.CATALOGUE_2022, points), Charset.forName("GB18030"));

        assertThat(edition2016)
                .contains("encoding=\"GB18030\"", "<SumNum>41</SumNum>", "<Name>王庄村村口</Name>", "<Owner>", "<UseType>")
                .contains("<DeviceID>99010100002006000001</DeviceID>")
                .doesNotContain("<MaxViewDistance>", "<PointType>", "Password");
        assertThat(edition2022)
                .contains("<MaxViewDistance>", "<HorizontalFieldAngle>", "<PointType>2</PointType>", "<InstallTime>")
                .contains("<CivilCode>990101</CivilCode>")
                .doesNotContain("<Owner>", "<UseType>", "Password");
    }

    private static ExportedPoint in(ExportedPoint point, AreaId area) {
        PointDetails old = point.details();
        return new ExportedPoint(
                new PointDetails(
                        old.code(),
                        old.name(),
                        area,
                        old.pointClass(),
                        old.areaClass(),
                        old.placeType(),
                        old.address(),
                        old.managingUnit(),
                        old.filingNumber(),
                        old.filedOn(),
                        old.persons()),
                point.areaCode(),
                point.pose(),
                point.file(),
                point.device(),
                point.dependencies());
    }

    private static Pose pose(Random random, @Nullable Position position) {
        return new Pose(
                position,
                reading(random, 3, 9),
                reading(random, 0, 359),
                reading(random, -10, 30),
                reading(random, 20, 120),
                reading(random, 20, 90),
                reading(random, 10, 150),
                reading(random, 5, 50),
                reading(random, 640, 3840),
                random.nextInt(4) == 0 ? new PanRange(random.nextInt(360), 1 + random.nextInt(360)) : null);
    }

    private static @Nullable Reading reading(Random random, double least, double most) {
        if (random.nextInt(3) == 0) {
            return null;
        }
        ReadingSource[] sources = ReadingSource.values();
        return new Reading(
                least + random.nextDouble() * (most - least),
                sources[random.nextInt(sources.length)],
                random.nextDouble() * 20,
                random.nextBoolean() ? null : LocalDate.of(2025, 1, 1).plusDays(random.nextInt(600)));
    }

    /** About half of all fields; a direction too where no azimuth is known, which must not become one. */
    private static Map<FileField, String> file(Random random) {
        Map<FileField, String> file = new EnumMap<>(FileField.class);
        for (FileField field : FileField.values()) {
            if (random.nextBoolean()) {
                file.put(field, value(field, random));
            }
        }
        return file;
    }

    private static String value(FileField field, Random random) {
        if (!field.choices().isEmpty()) {
            List<String> choices = List.copyOf(field.choices().keySet());
            return choices.get(random.nextInt(choices.size()));
        }
        return switch (field.kind()) {
            case TEXT -> random.nextInt(5) == 0 ? "-" + field.label() + " <&>\"'" : field.label() + random.nextInt(100);
            case INTEGER -> Integer.toString(random.nextInt(1000));
            case NUMBER -> "-" + random.nextInt(100) + ".5";
            case CODE -> "990101";
            case DAY -> "2026-05-20";
            case MOMENT -> "2026-05-20T08:00:00";
            case YES_NO -> random.nextBoolean() ? "1" : "0";
        };
    }
}

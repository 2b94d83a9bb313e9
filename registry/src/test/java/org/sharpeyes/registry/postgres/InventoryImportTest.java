package org.sharpeyes.registry.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.device.AccessPath;
import org.sharpeyes.registry.device.ChannelDescription;
import org.sharpeyes.registry.device.DeviceDescription;
import org.sharpeyes.registry.device.DeviceKind;
import org.sharpeyes.registry.device.DeviceRegistration;
import org.sharpeyes.registry.device.Placement;
import org.sharpeyes.registry.device.RegisteredDevice;
import org.sharpeyes.registry.device.Service;
import org.sharpeyes.registry.device.ServiceAddress;
import org.sharpeyes.registry.device.StreamDescription;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.inventory.Fault;
import org.sharpeyes.registry.inventory.ImportReport;
import org.sharpeyes.registry.inventory.InventoryAccess;

/** The example town that the demo shows is imported here as it ships. */
class InventoryImportTest {
    private static final Path TOWN = Path.of("..", "config", "example-town");
    private static final Change CHANGE = Change.now("li", "import");

    private Jdbi jdbi;
    private Registry registry;
    private InventoryImport imports;

    @BeforeEach
    void anEmptyRegistry() {
        jdbi = TestDatabase.fresh();
        registry = new Registry(jdbi, new SettableClock());
        imports = new InventoryImport(registry, null);
    }

    @Test
    void theExampleTownImportsWhole() throws IOException {
        ImportReport areas = importAreas();
        ImportReport points = importPoints(town(), false);

        assertThat(areas.faults()).isEmpty();
        assertThat(points.faults()).isEmpty();
        assertThat(points.points()).isEqualTo(40);
        CameraDirectory directory = registry.directory();
        assertThat(directory.cameras()).hasSize(40);
        assertThat(directory.areas())
                .filteredOn(a -> a.level() == AreaLevel.TOWN)
                .hasSize(2);
        assertThat(directory.areas())
                .filteredOn(a -> a.level() == AreaLevel.GRID)
                .hasSize(12);
        assertThat(registry.layers()).hasSize(8);
        assertThat(directory.cameras())
                .filteredOn(c -> c.pose().azimuth() != null)
                .hasSize(24);
        assertThat(directory.cameras())
                .filteredOn(c -> c.pose().position() != null)
                .hasSize(32);
        assertThat(directory.cameras())
                .allSatisfy(c -> assertThat(directory.path(c.details().area())).hasSize(4));
        assertThat(new Registry(jdbi, new SettableClock()).directory().cameras())
                .containsExactlyInAnyOrderElementsOf(directory.cameras());
    }

    @Test
    void importingAreasAgainKeepsTheirIds() throws IOException {
        importAreas();
        CameraDirectory before = registry.directory();

        ImportReport again = importAreas();

        assertThat(again.imported()).isTrue();
        assertThat(registry.directory().areas()).containsExactlyInAnyOrderElementsOf(before.areas());
        assertThat(registry.layers()).hasSize(8);
    }

    @Test
    void aRehearsalSaysWhatWouldHappenAndDoesNothing() throws IOException {
        importAreas();

        ImportReport report = importPoints(town(), true);

        assertThat(report.imported()).isFalse();
        assertThat(report.points()).isEqualTo(40);
        assertThat(report.dependencies()).isPositive();
        assertThat(registry.directory().cameras()).isEmpty();
        assertThat(registry.dependencies()).isEmpty();
    }

    @Test
    void oneBadLineKeepsAllOut() throws IOException {
        importAreas();

        ImportReport report = importPoints(town().replace("99010110220302,2,WEAK", "99010110229999,2,WEAK"), false);

        assertThat(report.imported()).isFalse();
        assertThat(report.faults()).extracting(Fault::column).containsOnly("area");
        assertThat(registry.directory().cameras()).isEmpty();
        assertThat(importPoints(town(), false).imported()).isTrue();
    }

    @Test
    void importingTwiceIsToldLineByLine() throws IOException {
        importAreas();
        importPoints(town(), false);

        ImportReport report = importPoints(town(), false);

        assertThat(report.imported()).isFalse();
        assertThat(report.faults()).filteredOn(f -> f.column().equals("code")).hasSize(40);
    }

    @Test
    void areasThatOneMayNotEditAreToldAsUnknown() throws IOException {
        importAreas();

        ImportReport report = imports.points(town().getBytes(UTF_8), area -> false, false, CHANGE);

        assertThat(report.faults()).hasSize(40).allSatisfy(f -> assertThat(f.column())
                .isEqualTo("area"));
    }

    @Test
    void aCameraFarOutsideItsCountyIsTold() throws IOException {
        importAreas();

        ImportReport report = importPoints(town().replace("109.616234,33.294422", "33.294422,89.616234"), true);

        assertThat(report.faults()).singleElement().extracting(Fault::line).isEqualTo(2);
    }

    @Test
    void aPlannedDeviceFindsItsPointsAndItsRecorderBecomesADependency() throws IOException {
        importAreas();
        importPoints(town(), false);
        List<ChannelDescription> inputs = new ArrayList<>();
        for (int number = 1; number <= 16; number++) {
            inputs.add(new ChannelDescription(
                    number,
                    "",
                    "v" + number,
                    List.of(new StreamDescription(StreamProfile.MAIN, "H264", 1280, 720, "/" + number, null))));
        }

        RegisteredDevice nvr = registry.registerDevice(
                new DeviceRegistration(
                        new DeviceDescription(
                                DeviceKind.NVR, "urn:uuid:1", "SEN00001", null, "Qingshan", "QS-NVR-16", ""),
                        AccessPath.of(Service.RTSP, new ServiceAddress("127.50.240.1", 554, "")),
                        inputs),
                Placement.byInventory(null),
                CHANGE);

        assertThat(nvr.channels()).allSatisfy(c -> assertThat(c.how()).isEqualTo(RegisteredDevice.How.INVENTORY));
        CameraDirectory directory = registry.directory();
        CameraEntry north = directory.camera(nvr.cameras().get(0)).orElseThrow();
        assertThat(north.details().name()).isEqualTo("河湾镇中心广场北");
        assertThat(directory.chain(north))
                .extracting(Dependency::kind)
                .contains(DependencyKind.NVR, DependencyKind.SWITCH, DependencyKind.POWER, DependencyKind.UPLINK);
    }

    @Test
    void passwordsAreHandedOnAndNeverStored() throws IOException {
        importAreas();
        List<InventoryAccess> taken = new ArrayList<>();
        String csv = "code,name,area,rtsp_main,username,password\n"
                + "99010101011326000077,水库,990101,rtsp://127.50.0.9/live,admin,canary-4711\n";

        imports.points(csv.getBytes(UTF_8), area -> true, false, CHANGE);
        assertThat(registry.directory().cameras()).isEmpty();
        new InventoryImport(registry, taken::addAll).points(csv.getBytes(UTF_8), area -> true, false, CHANGE);

        assertThat(taken).singleElement().extracting(InventoryAccess::password).isEqualTo("canary-4711");
        assertThat(taken.toString()).doesNotContain("canary");
        List<String> tables = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
                .mapTo(String.class)
                .list());
        assertThat(tables).isNotEmpty().allSatisfy(table -> assertThat(jdbi.<List<String>, RuntimeException>withHandle(
                        handle -> handle.createQuery("SELECT CAST(t AS text) FROM " + table + " t")
                                .mapTo(String.class)
                                .list()))
                .noneMatch(row -> row.contains("canary")));
    }

    private ImportReport importAreas() throws IOException {
        return imports.areas(Files.readString(TOWN.resolve("areas.geojson")), area -> true, false, CHANGE);
    }

    private ImportReport importPoints(String csv, boolean dryRun) {
        return imports.points(csv.getBytes(UTF_8), area -> true, dryRun, CHANGE);
    }

    private static String town() throws IOException {
        return Files.readString(TOWN.resolve("inventory.csv"));
    }
}

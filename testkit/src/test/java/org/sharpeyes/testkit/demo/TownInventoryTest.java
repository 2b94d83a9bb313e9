package org.sharpeyes.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sharpeyes.testkit.demo.TownInventory.Channel;

class TownInventoryTest {
    private static final Path TOWN = Path.of("..", "config", "example-town");

    @Test
    void theShippedFleetGetsTheShippedInventory() throws IOException {
        String csv = Files.readString(TOWN.resolve("inventory.csv"));

        assertThat(town().csvFor(direct(8, 4))).isEqualToNormalizingNewlines(csv);
    }

    @Test
    void aThousandCamerasGetAPointEachAsUnknownAsInLife() throws IOException {
        List<String> lines = town().csvFor(direct(1000, 500)).lines().toList();

        assertThat(lines).hasSize(1 + 40 + 992).doesNotHaveDuplicates();
        List<String[]> points =
                lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
        assertThat(points).allSatisfy(cells -> assertThat(cells).hasSize(24));
        assertThat(points.stream().map(cells -> cells[0]).distinct()).hasSize(1032);
        assertThat(points).filteredOn(cells -> cells[6].isEmpty()).hasSizeBetween(150, 260);
        assertThat(points).filteredOn(cells -> cells[9].isEmpty()).hasSizeBetween(330, 480);
        assertThat(points).filteredOn(cells -> cells[21].equals("switch-01")).hasSize(500);
    }

    private static List<Channel> direct(int cameras, int perSwitch) {
        List<Channel> channels = new ArrayList<>();
        for (int n = 1; n <= cameras; n++) {
            channels.add(new Channel(
                    "SEC%05d".formatted(n), 1, "cam-%04d".formatted(n), n <= perSwitch ? "switch-01" : "switch-02"));
        }
        return channels;
    }

    private static TownInventory town() throws IOException {
        return new TownInventory(
                Files.readString(TOWN.resolve("inventory.csv")), Files.readString(TOWN.resolve("areas.geojson")));
    }
}

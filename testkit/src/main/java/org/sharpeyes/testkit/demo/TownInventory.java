package org.sharpeyes.testkit.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the town's inventory fit a fleet of any size: the shipped points stay, each further channel gets a point of its
 * own in one of the grids, and direct cameras hang on the switch that the simulator wired them to. As in life, one in
 * five has no coordinates and two in five no azimuth. The same fleet gives the same inventory.
 */
final class TownInventory {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CODE_HEAD = "99010101011326";
    private static final int FIRST_GENERATED = 100_001;
    private static final int ATTEMPTS = 200;

    private final List<String> head;
    private final List<List<String>> shipped = new ArrayList<>();
    private final List<Grid> grids = new ArrayList<>();

    /** A channel that needs a point; {@code wiredTo} is empty when no simulated switch is before it. */
    record Channel(String serial, int number, String name, String wiredTo) {
        String key() {
            return serial + " " + number;
        }
    }

    private record Grid(String code, String name, double[][] ring) {
        /** A place within, found by throwing darts into the box. */
        double[] place(Random random) {
            double west = 180;
            double east = -180;
            double south = 90;
            double north = -90;
            for (double[] corner : ring) {
                west = Math.min(west, corner[0]);
                east = Math.max(east, corner[0]);
                south = Math.min(south, corner[1]);
                north = Math.max(north, corner[1]);
            }
            for (int i = 0; i < ATTEMPTS; i++) {
                double x = west + random.nextDouble() * (east - west);
                double y = south + random.nextDouble() * (north - south);
                if (contains(x, y)) {
                    return new double[] {x, y};
                }
            }
            return ring[0];
        }

        private boolean contains(double x, double y) {
            boolean inside = false;
            for (int i = 0, j = ring.length - 1; i < ring.length; j = i++) {
                if (ring[i][1] > y != ring[j][1] > y
                        && x < (ring[j][0] - ring[i][0]) * (y - ring[i][1]) / (ring[j][1] - ring[i][1]) + ring[i][0]) {
                    inside = !inside;
                }
            }
            return inside;
        }
    }

    /**
     * @param csv the shipped inventory: no quotes, no line breaks in fields
     * @param areas the shipped tree of areas, GeoJSON
     */
    TownInventory(String csv, String areas) {
        List<String> lines = csv.lines().toList();
        head = List.of(lines.get(0).split(",", -1));
        lines.stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .forEach(line -> shipped.add(new ArrayList<>(List.of(line.split(",", -1)))));
        for (JsonNode feature : JSON.readTree(areas).required("features")) {
            JsonNode properties = feature.required("properties");
            if (properties.path("level").asString("").equals("GRID")) {
                JsonNode ring =
                        feature.required("geometry").required("coordinates").get(0);
                double[][] corners = new double[ring.size()][2];
                for (int i = 0; i < corners.length; i++) {
                    corners[i][0] = ring.get(i).get(0).asDouble();
                    corners[i][1] = ring.get(i).get(1).asDouble();
                }
                grids.add(new Grid(
                        properties.required("code").asString(),
                        properties.required("name").asString(),
                        corners));
            }
        }
    }

    /** The inventory as CSV for these channels. */
    String csvFor(List<Channel> channels) {
        Map<String, Channel> wanted = new HashMap<>();
        channels.forEach(channel -> wanted.put(channel.key(), channel));
        Set<String> there = new HashSet<>();
        StringBuilder csv = new StringBuilder(String.join(",", head)).append('\n');
        for (List<String> line : shipped) {
            String key = line.get(column("device_serial")) + " " + line.get(column("channel"));
            there.add(key);
            Channel channel = wanted.get(key);
            if (channel != null && !channel.wiredTo().isEmpty()) {
                line.set(column("switch"), channel.wiredTo());
            }
            csv.append(String.join(",", line)).append('\n');
        }
        Random random = new Random(20261123);
        int serial = FIRST_GENERATED;
        for (Channel channel : channels) {
            if (!there.contains(channel.key())) {
                csv.append(line(channel, serial++, random)).append('\n');
            }
        }
        return csv.toString();
    }

    private String line(Channel channel, int serial, Random random) {
        Grid grid = grids.get(serial % grids.size());
        double[] place = grid.place(random);
        boolean placed = random.nextInt(5) != 0;
        boolean aimed = random.nextInt(5) >= 2;
        double azimuth = random.nextInt(72) * 5;
        Map<String, String> cells = new HashMap<>();
        cells.put("code", CODE_HEAD + serial);
        cells.put("name", grid.name() + " " + channel.name());
        cells.put("area", grid.code());
        cells.put("point_class", "3");
        cells.put("area_class", "OTHER");
        cells.put("longitude", placed ? String.format(Locale.ROOT, "%.6f", place[0]) : "");
        cells.put("latitude", placed ? String.format(Locale.ROOT, "%.6f", place[1]) : "");
        cells.put("position_source", placed ? "assumed" : "");
        cells.put("azimuth", aimed ? Double.toString(azimuth) : "");
        cells.put("azimuth_source", aimed ? "surveyed" : "");
        cells.put("horizontal_angle", "82");
        cells.put("height", "4.5");
        cells.put("range", "45");
        cells.put("device_serial", channel.serial());
        cells.put("channel", Integer.toString(channel.number()));
        cells.put("switch", channel.wiredTo());
        List<String> line = new ArrayList<>();
        head.forEach(column -> line.add(cells.getOrDefault(column, "")));
        return String.join(",", line);
    }

    private int column(String name) {
        int index = head.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("inventory: no column " + name + " (expected: as in the example town)");
        }
        return index;
    }
}

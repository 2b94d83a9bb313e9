package org.sharpeyes.registry.inventory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sharpeyes.registry.inventory.CsvReader.Line;

/**
 * An inventory as read from CSV. It holds the points whose lines are right; whether it may be imported is for
 * {@link Faults#none()} to say.
 *
 * @param encoding what the file was written in
 */
public record Inventory(List<InventoryPoint> points, int lines, String encoding) {
    /** A county's inventory has 100,000 lines of a few hundred bytes. */
    public static final int MAX_BYTES = 64 << 20;

    public Inventory {
        points = List.copyOf(points);
    }

    /** Reads a whole file; what is wrong goes to {@code faults}. */
    public static Inventory read(byte[] csv, Faults faults) {
        if (csv.length > MAX_BYTES) {
            faults.add(1, "", csv.length + " bytes", "at most " + MAX_BYTES + " bytes");
            return new Inventory(List.of(), 0, "");
        }
        Optional<TextDecoding> decoded = TextDecoding.of(csv);
        if (decoded.isEmpty()) {
            faults.add(1, "", "", "text in UTF-8 or GB18030");
            return new Inventory(List.of(), 0, "");
        }
        String encoding = decoded.get().encoding();
        List<Line> lines = new CsvReader(decoded.get().text(), faults).readAll();
        if (lines.isEmpty() || lines.get(0).blank()) {
            faults.add(1, "", "", "a head with the names of the columns");
            return new Inventory(List.of(), 0, encoding);
        }
        Map<Column, Integer> head = head(lines.get(0), faults);
        List<InventoryPoint> points = new ArrayList<>();
        InventoryLineReader reader =
                new InventoryLineReader(head, lines.get(0).fields().size(), faults);
        int filled = 0;
        for (Line line : lines.subList(1, lines.size())) {
            if (!line.blank()) {
                filled++;
                reader.read(line).ifPresent(points::add);
            }
        }
        if (filled == 0) {
            faults.add(2, "", "", "at least one point");
        }
        repeated(points, faults);
        return new Inventory(points, filled, encoding);
    }

    private static Map<Column, Integer> head(Line line, Faults faults) {
        Map<Column, Integer> head = new EnumMap<>(Column.class);
        for (int i = 0; i < line.fields().size(); i++) {
            String name = line.fields().get(i);
            Optional<Column> column = Column.ofHead(name);
            if (column.isEmpty()) {
                faults.add(line.number(), name, name, "a known column such as code, name, area, longitude, azimuth");
            } else if (head.putIfAbsent(column.get(), i) != null) {
                faults.add(line.number(), name, name, "each column once");
            }
        }
        for (Column column : Column.values()) {
            if (column.mandatory() && !head.containsKey(column)) {
                faults.add(line.number(), column.head(), "", "a column " + column.head());
            }
        }
        return head;
    }

    private static void repeated(List<InventoryPoint> points, Faults faults) {
        Map<String, Integer> codes = new HashMap<>();
        Map<InventoryPoint.PlannedDevice, Integer> devices = new HashMap<>();
        for (InventoryPoint point : points) {
            Integer before = codes.putIfAbsent(point.code().digits(), point.line());
            if (before != null) {
                faults.add(
                        point.line(),
                        Column.CODE.head(),
                        point.code().digits(),
                        "each code once; line " + before + " has it");
            }
            if (point.device() != null) {
                Integer planned = devices.putIfAbsent(point.device(), point.line());
                if (planned != null) {
                    faults.add(
                            point.line(),
                            Column.DEVICE_SERIAL.head(),
                            point.device().serial() + " channel "
                                    + point.device().channel(),
                            "each channel of a device once; line " + planned + " has it");
                }
            }
        }
    }
}

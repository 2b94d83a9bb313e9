package org.sharpeyes.registry.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An inventory as read from a file. It holds the points whose lines are right; whether it may be imported is for
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

    /** Reads a whole file of CSV; what is wrong goes to {@code faults}. */
    public static Inventory read(byte[] csv, Faults faults) {
        return read(csv, InventoryForm.CSV, faults);
    }

    /** Reads a whole file; what is wrong goes to {@code faults}. */
    public static Inventory read(byte[] file, InventoryForm form, Faults faults) {
        if (file.length > MAX_BYTES) {
            faults.add(1, "", file.length + " bytes", "at most " + MAX_BYTES + " bytes");
            return new Inventory(List.of(), 0, "");
        }
        InventoryRows rows = InventoryRows.read(file, form, faults);
        List<InventoryPoint> points = new ArrayList<>();
        for (Row row : rows.rows()) {
            new InventoryLineReader(row, faults).read().ifPresent(points::add);
        }
        repeated(points, faults);
        return new Inventory(points, rows.found(), rows.encoding());
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

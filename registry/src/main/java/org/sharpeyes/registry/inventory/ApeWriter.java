package org.sharpeyes.registry.inventory;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.sharpeyes.registry.file.FileField;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes points as an {@code APEListObject} (GA/T 1400.3). Stateless. */
final class ApeWriter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> NUMBERS = Set.of("Longitude", "Latitude", "Port");

    private ApeWriter() {}

    static byte[] write(List<Row> rows) {
        ArrayNode list = JSON.createArrayNode();
        rows.forEach(row -> list.add(device(row)));
        ObjectNode root = JSON.createObjectNode();
        root.set("APEListObject", JSON.createObjectNode().set("APE", list));
        return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode device(Row row) {
        ObjectNode device = JSON.createObjectNode();
        ObjectNode ours = JSON.createObjectNode();
        row.cells().forEach((column, text) -> place(row.names().name(column), text, device, ours));
        row.file().forEach((field, text) -> place(row.names().name(field), text, device, ours));
        // The standard knows counties by 6 digits.
        ours.put(Column.AREA.head(), row.cell(Column.AREA));
        device.put("PlaceCode", row.cell(Column.AREA).substring(0, 6));
        if (!row.file().containsKey(FileField.IS_ONLINE)) {
            // It asks for a state; 9 is any other.
            device.put(FileField.IS_ONLINE.apeName(), "9");
            ours.put(StandardItem.SUPPLIED, FileField.IS_ONLINE.jsonName());
        }
        device.set(Vocabulary.OURS, ours);
        return device;
    }

    private static void place(String name, String text, ObjectNode device, ObjectNode ours) {
        String within = Vocabulary.OURS + "/";
        if (name.startsWith(within)) {
            ours.put(name.substring(within.length()), text);
        } else if (NUMBERS.contains(name)) {
            device.put(name, new BigDecimal(text));
        } else {
            device.put(name, text);
        }
    }
}

package org.sharpeyes.registry.inventory;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sharpeyes.registry.file.FileField;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The collection devices of an {@code APEListObject} (GA/T 1400.3). Passwords and members that nobody knows are passed over.
 * A fault's line is the number of the device. Confined to one thread.
 */
final class ApeReader {
    private static final int MAX_DEVICES = 200_000;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxNumberLength(64)
                            .maxStringLength(4_000)
                            .maxDocumentLength(Inventory.MAX_BYTES)
                            .build())
                    .build())
            .build();
    private static final Map<String, Object> KNOWN = known();

    private final Faults faults;

    ApeReader(Faults faults) {
        this.faults = faults;
    }

    private static Map<String, Object> known() {
        Map<String, Object> known = Vocabulary.byElement(Vocabulary.APE);
        // Short names that some platforms write.
        known.put("Lon", Column.LONGITUDE);
        known.put("Lat", Column.LATITUDE);
        return known;
    }

    InventoryRows read(byte[] file) {
        Optional<TextDecoding> decoded = TextDecoding.of(file);
        if (decoded.isEmpty()) {
            faults.add(1, "", "", "text in UTF-8");
            return InventoryRows.none("");
        }
        String encoding = decoded.get().encoding();
        JsonNode root;
        try {
            root = JSON.readTree(decoded.get().text());
        } catch (JacksonException malformed) {
            faults.add(1, "", "", "JSON; " + malformed.getOriginalMessage());
            return InventoryRows.none(encoding);
        }
        JsonNode list = root.path("APEListObject").path("APE");
        if (!list.isArray()) {
            faults.add(1, "APEListObject", "", "an APEListObject with a list APE");
            return InventoryRows.none(encoding);
        }
        if (list.size() > MAX_DEVICES) {
            faults.add(1, "APE", Integer.toString(list.size()), "at most " + MAX_DEVICES);
            return InventoryRows.none(encoding);
        }
        List<Row> rows = new ArrayList<>();
        for (JsonNode ape : list) {
            rows.add(row(rows.size() + 1, ape));
        }
        if (rows.isEmpty()) {
            faults.add(1, "APE", "", "at least one device");
        }
        return new InventoryRows(rows, rows.size(), encoding);
    }

    private Row row(int number, JsonNode ape) {
        Map<Column, String> cells = new EnumMap<>(Column.class);
        Map<FileField, String> file = new EnumMap<>(FileField.class);
        ape.properties().forEach(member -> {
            Object known = KNOWN.get(member.getKey());
            String text = text(number, member.getKey(), member.getValue());
            if (known instanceof Column column) {
                cells.put(column, text);
            } else if (known instanceof FileField field) {
                file.put(field, text);
            } else if (!member.getKey().equals(Vocabulary.OURS) && !text.isEmpty()) {
                faults.passOver("member " + member.getKey());
            }
        });
        JsonNode ours = ape.path(Vocabulary.OURS);
        ours.properties().forEach(member -> {
            String text = text(number, member.getKey(), member.getValue());
            Column.ofHead(member.getKey()).ifPresent(column -> cells.put(column, text));
            FileField.ofJsonName(member.getKey()).ifPresent(field -> file.put(field, text));
        });
        String supplied = ours.path(StandardItem.SUPPLIED).asString("");
        return StandardItem.row(number, cells, file, supplied, ours.isObject(), Vocabulary.APE);
    }

    private String text(int number, String name, JsonNode value) {
        if (value.isString()) {
            return value.asString().strip();
        }
        if (value.isNumber()) {
            BigDecimal decimal = value.decimalValue();
            return decimal.abs().compareTo(BigDecimal.valueOf(1e18)) < 0 && decimal.scale() < 40
                    ? decimal.toPlainString()
                    : value.asString();
        }
        if (!value.isNull() && !name.equals(Vocabulary.OURS)) {
            faults.add(number, name, value.getNodeType().name(), "a text or a number");
        }
        return "";
    }
}

package org.sharpeyes.registry.file;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is filled in of a point's file beyond name, place and pose; every text was checked by its field. Immutable. */
public record PointFile(Map<FileField, String> fields) {
    public static final PointFile EMPTY = new PointFile(Map.of());

    public PointFile {
        Map<FileField, String> checked = new EnumMap<>(FileField.class);
        fields.forEach((field, text) -> checked.put(field, field.checked(text)));
        fields = Collections.unmodifiableMap(checked);
    }

    public Optional<String> get(FileField field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** The same with some fields set, or emptied where the text is {@code null} or blank. */
    public PointFile with(Map<FileField, ? extends @Nullable String> changes) {
        Map<FileField, String> merged = new EnumMap<>(FileField.class);
        merged.putAll(fields);
        changes.forEach((field, text) -> {
            if (text == null || text.isBlank()) {
                merged.remove(field);
            } else {
                merged.put(field, text);
            }
        });
        return new PointFile(merged);
    }
}

package org.sharpeyes.registry.directory;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;

/**
 * A free group of cameras beside the civil tree (GB/T 28181: business group 215, virtual organisation 216).
 *
 * @param code 20 digits, or {@code null} for a group of one's own
 */
public record CameraGroup(
        UUID id,
        String name,
        @Nullable String code,
        @Nullable UUID parent,
        List<CameraId> cameras) {
    public CameraGroup {
        requireNonNull(id, "id");
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("name: " + name.length() + " characters (expected: 1 to 200)");
        }
        if (code != null && !code.matches("[0-9]{10}21[56][0-9]{7}")) {
            throw new IllegalArgumentException(
                    "code: " + code + " (expected: 20 digits whose 11th to 13th are 215 or 216)");
        }
        if (id.equals(parent)) {
            throw new IllegalArgumentException("parent: itself (expected: another group)");
        }
        cameras = cameras.stream().distinct().toList();
    }
}

package org.sharpeyes.registry.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.registry.RegistryProblem;
import org.sharpeyes.registry.directory.CameraGroup;
import org.sharpeyes.registry.history.Change;

/** Free groups of cameras. Thread-safe; blocks. */
public final class CameraGroups {
    private final Registry registry;

    public CameraGroups(Registry registry) {
        this.registry = registry;
    }

    public List<CameraGroup> all() {
        return registry.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT id, name, code, parent_id, array_to_string(cameras, ',') AS cameras"
                                + " FROM camera_group WHERE upper_inf(recorded) ORDER BY name")
                .map((row, context) -> {
                    List<CameraId> cameras = new ArrayList<>();
                    for (String each : row.getString("cameras").split(",")) {
                        if (!each.isEmpty()) {
                            cameras.add(CameraId.parse(each));
                        }
                    }
                    return new CameraGroup(
                            Rows.uuid(row, "id"),
                            row.getString("name"),
                            row.getString("code"),
                            Rows.uuidOrNull(row, "parent_id"),
                            cameras);
                })
                .list());
    }

    /** Enters a group or gives a known one a new version. */
    public void put(CameraGroup group, Change change) {
        registry.writer().write(change, "put-group", group.name(), writing -> {
            requireTree(group);
            DeviceTable.close(writing, "camera_group", "id", group.id());
            writing.handle()
                    .createUpdate("""
                            INSERT INTO camera_group (id, name, code, parent_id, cameras, recorded, change_id)
                            VALUES (:id, :name, :code, CAST(:parent AS uuid),
                                    CAST(string_to_array(:cameras, ',') AS uuid[]),
                                    tstzrange(CAST(:now AS timestamptz), NULL), :change)
                            """)
                    .bind("id", group.id())
                    .bind("name", group.name())
                    .bindByType("code", group.code(), String.class)
                    .bindByType("parent", group.parent(), UUID.class)
                    .bind(
                            "cameras",
                            group.cameras().stream()
                                    .map(camera -> camera.value().toString())
                                    .collect(Collectors.joining(",")))
                    .bind("now", writing.recordedAt())
                    .bind("change", writing.change())
                    .execute();
            return true;
        });
    }

    /** Its cameras stay where they are; groups below it become topmost. */
    public void remove(UUID group, Change change) {
        registry.writer().write(change, "remove-group", group.toString(), writing -> {
            DeviceTable.close(writing, "camera_group", "id", group);
            return true;
        });
    }

    private void requireTree(CameraGroup group) {
        List<CameraGroup> known = all();
        Set<UUID> seen = new HashSet<>(Set.of(group.id()));
        @Nullable UUID above = group.parent();
        while (above != null) {
            UUID wanted = above;
            if (!seen.add(wanted)) {
                throw new RegistryProblem(
                        RegistryProblem.Kind.CONFLICT, "parent: " + group.parent() + " (expected: none below itself)");
            }
            CameraGroup parent = known.stream()
                    .filter(each -> each.id().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new RegistryProblem(
                            RegistryProblem.Kind.UNKNOWN, "parent: " + wanted + " (expected: a group)"));
            above = parent.parent();
        }
    }
}

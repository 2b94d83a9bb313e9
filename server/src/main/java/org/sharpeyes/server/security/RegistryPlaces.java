package org.sharpeyes.server.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.Places;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.registry.directory.CameraDirectory;

/** Where cameras stand, as the registry's directory says. Thread-safe; never blocks. */
final class RegistryPlaces implements Places {
    private volatile CameraDirectory directory = CameraDirectory.empty();

    void follow(CameraDirectory newest) {
        directory = newest;
    }

    @Override
    public @Nullable Place of(CameraId camera) {
        return directory
                .camera(camera)
                .map(entry -> new Place(
                        entry.details().area(),
                        Integer.toString(entry.details().pointClass().code())))
                .orElse(null);
    }

    @Override
    public List<AreaId> lineage(AreaId area) {
        return directory.path(area);
    }
}

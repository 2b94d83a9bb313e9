package org.sharpeyes.desk.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;

/** Which camera each tile shows; a tile may be empty. Immutable. */
public record TileCameras(List<@Nullable CameraId> tiles) {
    public TileCameras {
        if (tiles.size() > WallLayout.MOST_CELLS) {
            throw new IllegalArgumentException(
                    "cameras: " + tiles.size() + " (expected: at most " + WallLayout.MOST_CELLS + ")");
        }
        // List.copyOf takes no empty places.
        tiles = Collections.unmodifiableList(new ArrayList<>(tiles));
    }
}

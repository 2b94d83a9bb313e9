package org.sharpeyes.desk.view;

import java.time.Instant;
import java.util.UUID;
import org.sharpeyes.desk.Words;
import org.sharpeyes.model.UserId;

/**
 * A wall that somebody keeps under a name.
 *
 * @param shared whether others see it too; only the owner changes it
 * @param version 1 when new, one more with each change
 */
public record SavedView(
        UUID id,
        UserId owner,
        String ownerName,
        String name,
        boolean shared,
        WallLayout layout,
        TileCameras cameras,
        int version,
        Instant changedAt) {
    public SavedView {
        name = Words.checked("name", name, 1, 80);
    }

    public boolean seenBy(UserId reader) {
        return shared || owner.equals(reader);
    }
}

package org.sharpeyes.server.snapshots;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sharpeyes.model.CameraId;

/** The last picture of each camera in each width, bounded in bytes: the least recently asked for goes first. Thread-safe. */
final class SnapshotStore {
    record Key(CameraId camera, int width) {}

    private final long mostBytes;
    private final Map<Key, Snapshot> snapshots = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    SnapshotStore(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    synchronized Optional<Snapshot> find(Key key) {
        return Optional.ofNullable(snapshots.get(key));
    }

    /** The newest picture of the camera in whatever width: better than none when the camera is down. */
    synchronized Optional<Snapshot> newest(CameraId camera) {
        Snapshot newest = null;
        for (int width : Snapshots.WIDTHS) {
            Snapshot one = snapshots.get(new Key(camera, width));
            if (one != null && (newest == null || one.takenAt().isAfter(newest.takenAt()))) {
                newest = one;
            }
        }
        return Optional.ofNullable(newest);
    }

    synchronized void put(Key key, Snapshot snapshot) {
        Snapshot before = snapshots.put(key, snapshot);
        bytes += snapshot.jpeg().length - (before == null ? 0 : before.jpeg().length);
        Iterator<Snapshot> oldest = snapshots.values().iterator();
        while (bytes > mostBytes && snapshots.size() > 1) {
            bytes -= oldest.next().jpeg().length;
            oldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}

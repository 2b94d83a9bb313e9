package org.sharpeyes.relay.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * The pictures since the last key frame, so that a new viewer sees something at once. Bounded in bytes and age, and by the
 * memory that all caches share: when a group outgrows one of them, all of it is let go (its tail alone cannot be decoded) and nothing is kept until the next key.
 *
 * <p>Confined to the stream's owner thread.
 */
public final class GopCache {
    private final int maxBytes;
    private final long maxAgeNanos;
    private final GopMemory memory;
    private final List<Picture> pictures = new ArrayList<>();
    private int bytes;

    public GopCache(int maxBytes, long maxAgeNanos, GopMemory memory) {
        this.maxBytes = maxBytes;
        this.maxAgeNanos = maxAgeNanos;
        this.memory = memory;
    }

    /** Borrows {@code picture}, retaining it if it is kept. */
    public void add(Picture picture) {
        if (picture.kind() == Picture.Kind.CONTROL) {
            return;
        }
        if (picture.key()) {
            clear();
        } else if (pictures.isEmpty()) {
            return;
        }
        if (bytes + picture.bytes() > maxBytes
                || !pictures.isEmpty()
                        && picture.arrivedNanos() - pictures.get(0).arrivedNanos() > maxAgeNanos
                || !memory.take(picture.bytes())) {
            clear();
            return;
        }
        pictures.add(picture.retain());
        bytes += picture.bytes();
    }

    /** What a new viewer starts with, oldest first, each retained for the caller. Empty if there is no whole group. */
    public List<Picture> burst(long nowNanos) {
        // A source that stopped leaves an old group behind: as a start it would only show the past.
        if (!pictures.isEmpty() && nowNanos - pictures.get(0).arrivedNanos() > maxAgeNanos) {
            clear();
        }
        List<Picture> burst = List.copyOf(pictures);
        burst.forEach(Picture::retain);
        return burst;
    }

    public boolean isEmpty() {
        return pictures.isEmpty();
    }

    public int bytes() {
        return bytes;
    }

    public void clear() {
        pictures.forEach(Picture::release);
        pictures.clear();
        memory.giveBack(bytes);
        bytes = 0;
    }
}

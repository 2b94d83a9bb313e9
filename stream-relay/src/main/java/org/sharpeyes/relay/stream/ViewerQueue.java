package org.sharpeyes.relay.stream;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.picture.Picture;

/**
 * What waits for a viewer that is behind, bounded in bytes and age. A viewer that comes to a bound loses whole pictures:
 * everything up to the newest key frame that waits, or, without one, everything until the next key frame comes.
 *
 * <p>Confined to the viewer's event loop. Holds a reference to every picture in it.
 */
public final class ViewerQueue {
    private record Entry(Picture picture, long sinceNanos) {}

    private final int maxBytes;
    private final long maxAgeNanos;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private boolean waitsForKey = true;
    private long droppedPictures;
    private long droppedBytes;
    private long falls;
    private @Nullable String dropReason;

    public ViewerQueue(int maxBytes, long maxAgeNanos) {
        this.maxBytes = maxBytes;
        this.maxAgeNanos = maxAgeNanos;
    }

    /**
     * Whether a picture makes sense to this viewer now. To be asked for every picture, also when nothing waits and it
     * could be written at once; a refused one is counted as dropped unless the viewer has not started yet.
     */
    public boolean admits(Picture picture) {
        if (!waitsForKey || picture.kind() == Picture.Kind.CONTROL) {
            return true;
        }
        if (picture.key()) {
            waitsForKey = false;
            return true;
        }
        if (falls > 0) {
            count(picture);
        }
        return false;
    }

    /** Queues a picture that was {@link #admits admitted}; borrows it and retains what it keeps. */
    public void add(Picture picture, long nowNanos) {
        boolean full = bytes + picture.bytes() > maxBytes;
        if (full || tooOld(nowNanos)) {
            dropReason = full ? "queue-full" : "queue-old";
            fall(picture);
            if (waitsForKey) {
                count(picture);
                return;
            }
        }
        entries.add(new Entry(picture.retain(), nowNanos));
        bytes += picture.bytes();
    }

    /** The oldest picture that waits, with its reference; {@code null} if none does. */
    public @Nullable Picture poll() {
        Entry entry = entries.poll();
        if (entry == null) {
            return null;
        }
        bytes -= entry.picture.bytes();
        return entry.picture;
    }

    /** A picture could not be sent whole: nothing that leans on it is of use. */
    public void lostOne(Picture picture) {
        falls++;
        dropReason = "network-full";
        count(picture);
        waitsForKey = true;
    }

    /** The source started again: what comes next leans on nothing that was before. */
    public void waitForKey() {
        waitsForKey = true;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public long bytes() {
        return bytes;
    }

    public long droppedPictures() {
        return droppedPictures;
    }

    public long droppedBytes() {
        return droppedBytes;
    }

    /** Why pictures were dropped last; {@code null} if none was. */
    public @Nullable String dropReason() {
        return dropReason;
    }

    /** How often pictures were dropped for being behind. */
    public long falls() {
        return falls;
    }

    public void clear() {
        for (Entry entry : entries) {
            entry.picture.release();
        }
        entries.clear();
        bytes = 0;
    }

    private boolean tooOld(long nowNanos) {
        Entry oldest = entries.peek();
        return oldest != null && nowNanos - oldest.sinceNanos > maxAgeNanos;
    }

    /** Makes room before {@code incoming} is queued. */
    private void fall(Picture incoming) {
        falls++;
        int keep = incoming.key() ? 0 : entriesFromNewestKey();
        while (entries.size() > keep) {
            Entry gone = entries.remove();
            bytes -= gone.picture.bytes();
            count(gone.picture);
            gone.picture.release();
        }
        waitsForKey = keep == 0 && !incoming.key();
    }

    /** How many entries at the end are worth keeping: the newest key frame and what follows, if that makes room. */
    private int entriesFromNewestKey() {
        int fromEnd = 0;
        long kept = 0;
        for (var backwards = entries.descendingIterator(); backwards.hasNext(); ) {
            Entry entry = backwards.next();
            fromEnd++;
            kept += entry.picture.bytes();
            if (entry.picture.key()) {
                return fromEnd < entries.size() && kept < maxBytes / 2 ? fromEnd : 0;
            }
        }
        return 0;
    }

    private void count(Picture picture) {
        droppedPictures++;
        droppedBytes += picture.bytes();
    }
}

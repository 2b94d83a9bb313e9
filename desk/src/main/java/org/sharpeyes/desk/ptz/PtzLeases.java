package org.sharpeyes.desk.ptz;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/**
 * Who may move which camera now. One holds it, others wait; a higher rank takes it at once, and who held it waits first of
 * his rank. A lease ends by itself when nothing is ordered for {@link #LENGTH}; a place in the queue is lost when its owner
 * does not ask again for as long.
 *
 * <p>Thread-safe. Leases are kept in memory: after a restart everybody asks anew, and the cameras are sent to their guard
 * positions.
 */
public final class PtzLeases {
    public static final Duration LENGTH = Duration.ofSeconds(30);
    /** More than a desk has people. */
    public static final int MOST_WAITING = 16;

    private final InstantSource clock;
    private final Map<CameraId, Camera> cameras = new HashMap<>();

    /** Who waits, and until when he is believed to. */
    private record Waiting(UserId user, String name, int rank, Instant until) {}

    /** Confined to the lock of the book. */
    private static final class Camera {
        private @Nullable PtzLease lease;
        private final List<Waiting> queue = new ArrayList<>();
    }

    /**
     * @param waiting names in the order of the queue
     */
    public record Standing(Optional<PtzLease> lease, List<String> waiting) {
        public Standing {
            waiting = List.copyOf(waiting);
        }
    }

    public PtzLeases(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes or prolongs the lease, or waits for it. */
    public synchronized LeaseAnswer ask(CameraId id, UserId user, String name, int rank) {
        Instant now = clock.instant();
        Camera camera = settled(id, now);
        PtzLease held = camera.lease;
        if (held == null || held.holder().equals(user) || rank > held.rank()) {
            if (held != null && !held.holder().equals(user)) {
                enqueue(camera, new Waiting(held.holder(), held.name(), held.rank(), now.plus(LENGTH)), true);
            }
            camera.queue.removeIf(waiting -> waiting.user().equals(user));
            PtzLease mine = new PtzLease(user, name, rank, now.plus(LENGTH));
            camera.lease = mine;
            return new LeaseAnswer.Granted(mine);
        }
        boolean known = camera.queue.stream().anyMatch(waiting -> waiting.user().equals(user));
        if (!known && camera.queue.size() >= MOST_WAITING) {
            return new LeaseAnswer.Full(held, camera.queue.size());
        }
        enqueue(camera, new Waiting(user, name, rank, now.plus(LENGTH)), false);
        int place = 1;
        for (Waiting waiting : camera.queue) {
            if (waiting.user().equals(user)) {
                return new LeaseAnswer.Queued(held, place);
            }
            place++;
        }
        throw new IllegalStateException("not in the queue: " + user);
    }

    /** Prolongs the lease if the user holds it; otherwise he may not move the camera. */
    public synchronized Optional<PtzLease> use(CameraId id, UserId user) {
        Instant now = clock.instant();
        Camera camera = settled(id, now);
        PtzLease held = camera.lease;
        if (held == null || !held.holder().equals(user)) {
            return Optional.empty();
        }
        PtzLease longer = held.prolonged(now.plus(LENGTH));
        camera.lease = longer;
        return Optional.of(longer);
    }

    /** @return whether the user held it or waited */
    public synchronized boolean giveBack(CameraId id, UserId user) {
        Camera camera = settled(id, clock.instant());
        boolean waited = camera.queue.removeIf(waiting -> waiting.user().equals(user));
        boolean held = camera.lease != null && camera.lease.holder().equals(user);
        if (held) {
            camera.lease = null;
            next(camera, clock.instant());
        }
        return held || waited;
    }

    public synchronized Standing standing(CameraId id) {
        Camera camera = settled(id, clock.instant());
        return new Standing(
                Optional.ofNullable(camera.lease),
                camera.queue.stream().map(Waiting::name).toList());
    }

    /** Cameras whose last lease has ended since the last call; they are forgotten. Call it every second or so. */
    public synchronized List<CameraId> ended() {
        Instant now = clock.instant();
        List<CameraId> free = new ArrayList<>();
        for (Iterator<Map.Entry<CameraId, Camera>> each = cameras.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<CameraId, Camera> entry = each.next();
            settle(entry.getValue(), now);
            if (entry.getValue().lease == null) {
                free.add(entry.getKey());
                each.remove();
            }
        }
        return free;
    }

    private Camera settled(CameraId id, Instant now) {
        Camera camera = cameras.computeIfAbsent(id, fresh -> new Camera());
        settle(camera, now);
        return camera;
    }

    private static void settle(Camera camera, Instant now) {
        camera.queue.removeIf(waiting -> !now.isBefore(waiting.until()));
        if (camera.lease != null && !now.isBefore(camera.lease.until())) {
            camera.lease = null;
        }
        if (camera.lease == null) {
            next(camera, now);
        }
    }

    private static void next(Camera camera, Instant now) {
        if (!camera.queue.isEmpty()) {
            Waiting first = camera.queue.remove(0);
            camera.lease = new PtzLease(first.user(), first.name(), first.rank(), now.plus(LENGTH));
        }
    }

    /** Behind all of his rank, or before them for somebody who was put aside; who waits already keeps his place. */
    private static void enqueue(Camera camera, Waiting waiting, boolean putAside) {
        for (int at = 0; at < camera.queue.size(); at++) {
            if (camera.queue.get(at).user().equals(waiting.user())) {
                camera.queue.set(at, waiting);
                return;
            }
        }
        int at = 0;
        while (at < camera.queue.size()
                && (putAside
                        ? camera.queue.get(at).rank() > waiting.rank()
                        : camera.queue.get(at).rank() >= waiting.rank())) {
            at++;
        }
        camera.queue.add(at, waiting);
    }
}

package org.sharpeyes.alarm;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.flapping.FlapHistory;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.topology.Weight;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;

/** What the engine keeps of one camera. Confined to the engine's thread. */
final class WatchedCamera {
    static final long NEVER = Long.MIN_VALUE;
    private static final long NANOS = 1_000_000_000L;

    final CameraId id;
    String name;
    private CameraHealth health = new CameraHealth.Unknown();

    /** That of {@code health}, kept beside it: most evidence needs no more. */
    private CameraState state = CameraState.UNKNOWN;

    final FlapHistory flaps;
    boolean flapping;
    Weight weight = Weight.ORDINARY;

    /** Every dependency above the camera, and every area around it. */
    List<CauseGroup> dependencies = List.of();

    List<CauseGroup> areas = List.of();

    /** Newest proof of contact. */
    long lastProofAt = NEVER;

    /** The same on the wall clock, nanoseconds since 1970: a number, because it is written with each proof. */
    private long lastProofWallNanos = NEVER;

    /** When a suspect is asked again if nothing was heard of the last asking. */
    long askAgainAt;

    /** Down, but not yet counted to an incident; since when. */
    long undecidedSince = NEVER;

    /** What else answered when it went down: then only the stream proves that it is back. */
    StreamLoss streamLost = StreamLoss.NONE;

    String downBecause = "no answer";

    /** Its own outage incident. */
    @Nullable
    OpenIncident own;

    /** The wider incident that lists it. */
    @Nullable
    OpenIncident wider;

    /** Open faults that leave the state alone, and how often each layer was bad in a row. */
    final Map<IncidentKind, OpenIncident> faults = new EnumMap<>(IncidentKind.class);

    final Map<IncidentKind, Misses> faultMisses = new EnumMap<>(IncidentKind.class);

    /** What of the stream was missing while the camera itself answered. */
    enum StreamLoss {
        /** Nothing answered at all. */
        NONE,
        RTSP_SILENT,
        NO_FRAMES
    }

    WatchedCamera(CameraId id, String name, long now) {
        this.id = id;
        this.name = name;
        this.flaps = new FlapHistory(true, now);
    }

    void provedAt(Moment now) {
        lastProofAt = now.nanos();
        lastProofWallNanos = now.wall().getEpochSecond() * NANOS + now.wall().getNano();
    }

    void provedBefore(@Nullable Instant wall) {
        lastProofWallNanos = wall == null ? NEVER : wall.getEpochSecond() * NANOS + wall.getNano();
    }

    /** When it last proved itself, {@code null} if never. */
    @Nullable
    Instant lastProofWall() {
        return lastProofWallNanos == NEVER
                ? null
                : Instant.ofEpochSecond(
                        Math.floorDiv(lastProofWallNanos, NANOS), Math.floorMod(lastProofWallNanos, NANOS));
    }

    CameraHealth health() {
        return health;
    }

    /** Takes a new belief; the groups it is in count along. */
    void become(CameraHealth to) {
        CameraHealth from = health;
        health = to;
        state = to.state();
        if (from.getClass() != to.getClass()) {
            for (CauseGroup group : dependencies) {
                group.count(this, from, to);
            }
            for (CauseGroup group : areas) {
                group.count(this, from, to);
            }
        }
    }

    boolean down() {
        return state == CameraState.DOWN;
    }

    boolean up() {
        return state == CameraState.UP;
    }

    boolean underMaintenance() {
        return state == CameraState.MAINTENANCE;
    }

    /** When what is now being missed began to be missed; {@link #NEVER} when nothing is, or before our start. */
    long lossBeganAt() {
        if (health instanceof CameraHealth.Down down) {
            return down.lossBeganAt();
        }
        if (health instanceof CameraHealth.Suspect suspect && suspect.rounds() > 0) {
            return suspect.firstMissAt(Long.MAX_VALUE);
        }
        return NEVER;
    }

    /** Whether its silence began within {@code span} of {@code moment}. */
    boolean lostNear(long moment, long span) {
        long began = lossBeganAt();
        return began != NEVER && Math.abs(began - moment) <= span;
    }
}

package org.sharpeyes.alarm;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;

/**
 * Faults of a camera that answers: wrong password, wrong clock, a silent ONVIF service, a bad picture, nothing recorded.
 * Each has its own incident and none is "down". Confined to the engine's thread.
 */
final class LayerFaults {
    private final AlarmSettings settings;
    private final IncidentBook book;
    private final SelfWatch self;

    LayerFaults(AlarmSettings settings, IncidentBook book, SelfWatch self) {
        this.settings = settings;
        this.book = book;
        this.self = self;
    }

    static @Nullable IncidentKind kindOf(HealthLayer layer) {
        return switch (layer) {
            case AUTHENTICATED -> IncidentKind.WRONG_PASSWORD;
            case CLOCK_RIGHT -> IncidentKind.CLOCK_DRIFT;
            case ONVIF -> IncidentKind.ONVIF_SILENT;
            case DECODABLE, PICTURE_GOOD -> IncidentKind.PICTURE_BAD;
            case RECORDING -> IncidentKind.NOT_RECORDING;
            case REACHABLE, RTSP, FRAMES_ADVANCING, KEY_FRAMES -> null;
        };
    }

    void good(WatchedCamera camera, IncidentKind kind, Moment now) {
        camera.faultMisses.remove(kind);
        OpenIncident open = camera.faults.get(kind);
        if (open != null && !open.proving()) {
            open.provenSince = now.nanos();
        }
    }

    void bad(WatchedCamera camera, IncidentKind kind, Evidence evidence, long sentAt, Moment now) {
        if (kind == IncidentKind.CLOCK_DRIFT && !self.clockTrusted()) {
            return;
        }
        OpenIncident open = camera.faults.get(kind);
        if (open != null) {
            open.provenSince = WatchedCamera.NEVER;
            return;
        }
        Misses misses = Misses.and(camera.faultMisses.get(kind), sentAt, evidence.detail(), false);
        camera.faultMisses.put(kind, misses);
        if (provenBy(kind, misses, camera, now.nanos())) {
            camera.faultMisses.remove(kind);
            camera.faults.put(
                    kind,
                    book.raise(
                            kind,
                            new Subject.OfCamera(camera.id),
                            evidence.detail() + " (" + evidence.source() + ")",
                            Set.of(camera.id),
                            false,
                            camera.weight,
                            now));
        }
    }

    /** What a device says outright counts at once; what is only missing or measured must repeat. */
    private boolean provenBy(IncidentKind kind, Misses misses, WatchedCamera camera, long now) {
        return switch (kind) {
            // A camera that answers nothing else is on its way down, which is another fault.
            case ONVIF_SILENT -> misses.enough(settings, now) && camera.lastProofAt > misses.firstSentAt();
            case PICTURE_BAD -> misses.rounds() >= 2;
            default -> true;
        };
    }
}

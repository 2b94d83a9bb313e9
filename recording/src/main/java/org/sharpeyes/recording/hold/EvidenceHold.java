package org.sharpeyes.recording.hold;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.HoldId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;

/**
 * A hold of one request. Immutable.
 *
 * @param request it belongs to
 * @param until when it is destroyed if nobody decides, or reviewed once it is approved
 * @param certificate what was destroyed, once it was
 */
public record EvidenceHold(
        HoldId id,
        UUID request,
        UserId owner,
        TimeWindow window,
        Instant placedAt,
        Instant until,
        State state,
        List<Part> parts,
        @Nullable Certificate certificate) {
    /** Where it stands. */
    public enum State {
        /** In force, not all copied yet. */
        COPYING,
        /** In force, all that is there is copied. */
        KEPT,
        /** An approval came: kept until its review. */
        APPROVED,
        DESTROYED;

        /** Whether nobody has decided yet. */
        public boolean undecided() {
            return this == COPYING || this == KEPT;
        }
    }

    /** One point of it. */
    public record Part(
            CameraId camera,
            PartState state,
            int files,
            long bytes,
            @Nullable String cause) {
        public Part {
            requireNonNull(camera, "camera");
            requireNonNull(state, "state");
        }
    }

    /** How far a point is. */
    public enum PartState {
        QUEUED,
        COPIED,
        /** Copied, but the window has gaps; the cause says which. */
        INCOMPLETE,
        /** Nothing was there. */
        EMPTY,
        DESTROYED
    }

    /**
     * Proof of destruction.
     *
     * @param reason {@code refused}, {@code not approved in time}, {@code released}, …
     * @param files each file that was destroyed, as {@code SHA-256 bytes name}
     */
    public record Certificate(Instant at, String reason, List<String> files) {
        public Certificate {
            requireNonNull(at, "at");
            files = List.copyOf(files);
        }
    }

    public EvidenceHold {
        requireNonNull(id, "hold id");
        requireNonNull(request, "request");
        requireNonNull(owner, "owner");
        requireNonNull(window, "window");
        requireNonNull(until, "until");
        requireNonNull(state, "state");
        parts = List.copyOf(parts);
    }

    Duration cameraTime() {
        return window.length().multipliedBy(parts.size());
    }

    EvidenceHold with(State next, List<Part> fresh) {
        return new EvidenceHold(id, request, owner, window, placedAt, until, next, fresh, certificate);
    }

    EvidenceHold until(State next, Instant end) {
        return new EvidenceHold(id, request, owner, window, placedAt, end, next, parts, certificate);
    }

    EvidenceHold destroyed(Certificate proof) {
        List<Part> gone = parts.stream()
                .map(part -> new Part(part.camera(), PartState.DESTROYED, part.files(), part.bytes(), part.cause()))
                .toList();
        return new EvidenceHold(id, request, owner, window, placedAt, until, State.DESTROYED, gone, proof);
    }
}

package org.sharpeyes.access.request;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;

/**
 * What would be opened, or is: it only ever becomes smaller.
 *
 * @param expiresAt when the grant ends; {@code null} while nobody has said so
 */
public record Scope(
        Set<CameraId> cameras, TimeWindow window, @Nullable Instant expiresAt) {
    public Scope {
        cameras = Set.copyOf(cameras);
        requireNonNull(window, "window");
        if (cameras.isEmpty()) {
            throw new IllegalArgumentException("cameras: none (expected: at least one)");
        }
    }

    /** What to make smaller; {@code null} leaves it as it is. */
    public record Narrowing(
            @Nullable Set<CameraId> cameras,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Instant expiresAt) {
        public static final Narrowing NONE = new Narrowing(null, null, null, null);
    }

    /** @throws IllegalArgumentException if anything would become wider */
    Scope narrowed(Narrowing wanted) {
        Set<CameraId> fewer = wanted.cameras() == null ? cameras : wanted.cameras();
        if (!cameras.containsAll(fewer)) {
            throw new IllegalArgumentException("cameras: " + fewer.size() + " (expected: only points of the request)");
        }
        Instant from = wanted.from() == null ? window.from() : wanted.from();
        Instant to = wanted.to() == null ? window.to() : wanted.to();
        if (from.isBefore(window.from())) {
            throw new IllegalArgumentException("from: " + from + " (expected: not before " + window.from() + ")");
        }
        if (to.isAfter(window.to())) {
            throw new IllegalArgumentException("to: " + to + " (expected: not after " + window.to() + ")");
        }
        Instant sooner = wanted.expiresAt() == null ? expiresAt : wanted.expiresAt();
        if (expiresAt != null && sooner != null && sooner.isAfter(expiresAt)) {
            throw new IllegalArgumentException("expiresAt: " + sooner + " (expected: not after " + expiresAt + ")");
        }
        return new Scope(fewer, new TimeWindow(from, to), sooner);
    }
}

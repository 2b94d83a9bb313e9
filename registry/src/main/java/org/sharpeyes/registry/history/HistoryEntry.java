package org.sharpeyes.registry.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of something about a point.
 *
 * @param what {@code point}, {@code installation}, {@code pose}, {@code file}, {@code photo},
 *     {@code presets} or {@code dependency}
 * @param value in words: the name and code, the device and channel, the pose's values
 * @param validTo {@code null} while it is so
 * @param recordedTo {@code null} while we hold it to be so
 */
public record HistoryEntry(
        String what,
        String value,
        Instant validFrom,
        @Nullable Instant validTo,
        Instant recordedFrom,
        @Nullable Instant recordedTo,
        String author,
        String reason,
        String command) {}

package org.sharpeyes.onvif.soap;

import java.time.Duration;

/**
 * How much of a document is read before it is refused.
 *
 * @param maxBytes size of the document on the wire
 * @param maxDepth nesting of elements
 * @param maxAttributes attributes and namespace declarations of one element
 * @param maxElements elements of the whole document
 * @param maxTime time spent on parsing, measured on the monotonic clock
 */
public record XmlLimits(int maxBytes, int maxDepth, int maxAttributes, int maxElements, Duration maxTime) {
    /** Room for an NVR with some thousand profiles; a document that needs more is an attack or a fault. */
    public static final XmlLimits DEFAULT = new XmlLimits(4 << 20, 48, 64, 100_000, Duration.ofMillis(500));

    /** A datagram of WS-Discovery: never larger than UDP carries. */
    public static final XmlLimits DATAGRAM = new XmlLimits(65_535, 24, 64, 2_000, Duration.ofMillis(100));

    public XmlLimits {
        positive("max bytes", maxBytes);
        positive("max depth", maxDepth);
        positive("max attributes", maxAttributes);
        positive("max elements", maxElements);
        if (maxTime.isNegative() || maxTime.isZero()) {
            throw new IllegalArgumentException("max time: " + maxTime + " (expected: > 0)");
        }
    }

    private static void positive(String field, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: > 0)");
        }
    }
}

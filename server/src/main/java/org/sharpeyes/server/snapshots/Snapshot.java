package org.sharpeyes.server.snapshots;

import java.time.Instant;

/** A JPEG and when the camera made it. The bytes are shared: nobody writes them. */
public record Snapshot(byte[] jpeg, Instant takenAt) {}

package org.sharpeyes.server.snapshots;

import java.time.Instant;
import org.sharpeyes.worker.KeyFrame;

/** A key frame as it came, and when its first packet came. */
record CapturedFrame(KeyFrame keyFrame, Instant takenAt) {}

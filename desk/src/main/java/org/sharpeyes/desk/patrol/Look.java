package org.sharpeyes.desk.patrol;

import java.time.Instant;
import org.sharpeyes.model.CameraId;

/**
 * Somebody had this camera before his eyes.
 *
 * @param looks how often that day
 */
public record Look(CameraId camera, String by, Instant first, Instant last, int looks) {}

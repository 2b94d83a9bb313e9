package org.sharpeyes.alarm.feed;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.model.CameraId;

/**
 * One thing that happened, as receivers are told of it. Immutable.
 *
 * @param cursor place in the feed; a later event has a greater one
 * @param event the same in every repetition of this event: receivers drop duplicates by it
 * @param topic {@link #INCIDENT} or {@link #CAMERA_STATE}
 * @param subject id of the incident, or of the camera
 * @param version of the incident; 0 for a camera
 * @param what happened to the incident; the former state for a camera
 * @param state of the incident or camera after it
 * @param priority of the incident; {@code LOW} for a camera
 * @param cameras those of the incident; those that joined, when that is what happened
 */
public record FeedEvent(
        long cursor,
        UUID event,
        String topic,
        UUID subject,
        int version,
        String what,
        String state,
        String kind,
        Priority priority,
        String cause,
        String actor,
        String note,
        @Nullable UUID parent,
        boolean tell,
        List<CameraId> cameras,
        Instant at) {
    public static final String INCIDENT = "incident";
    public static final String CAMERA_STATE = "camera-state";

    public FeedEvent {
        cameras = List.copyOf(cameras);
    }
}

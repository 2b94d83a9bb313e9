package org.sharpeyes.server.snapshots;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.InstantSource;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The last key frame of a camera as a picture. */
@RestController
@RequestMapping("/api/v1/cameras/{id}/snapshot.jpg")
class SnapshotController {
    private static final int LEAST_WIDTH = 32;
    private static final int MOST_WIDTH = 1_920;

    private final Snapshots snapshots;
    private final SnapshotRecords records;
    private final Access access;
    private final InstantSource clock;

    SnapshotController(Snapshots snapshots, SnapshotRecords records, Access access, InstantSource clock) {
        this.snapshots = snapshots;
        this.records = records;
        this.access = access;
        this.clock = clock;
    }

    @Operation(
            summary = "Last key frame as JPEG",
            description =
                    "Age and Last-Modified say when the camera made it; of a camera that is down it is the last one known.")
    @GetMapping(produces = {MediaType.IMAGE_JPEG_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    ResponseEntity<byte[]> snapshot(
            @PathVariable String id, @RequestParam(defaultValue = "640") int width, CurrentUser user)
            throws InterruptedException {
        CameraId camera = camera(id);
        String rule = access.require(user, Action.VIEW_LIVE, camera);
        if (width < LEAST_WIDTH || width > MOST_WIDTH) {
            throw ApiProblem.invalid("width", width, LEAST_WIDTH + " to " + MOST_WIDTH);
        }
        if (records.due(user.id(), user.session(), camera)) {
            access.record(user, "VIEW_SNAPSHOT", camera, "picture", "", rule);
            records.written(user.id(), user.session(), camera);
        }
        Snapshots.Answer answer = snapshots.take(camera, width);
        if (answer instanceof Snapshots.Answer.Taken taken) {
            Snapshot snapshot = taken.snapshot();
            Duration age = Duration.between(snapshot.takenAt(), clock.instant());
            return ResponseEntity.ok()
                    .contentType(MediaType.IMAGE_JPEG)
                    .header(HttpHeaders.AGE, Long.toString(Math.max(0, age.toSeconds())))
                    .lastModified(snapshot.takenAt())
                    .body(snapshot.jpeg());
        }
        Snapshots.Answer.None none = (Snapshots.Answer.None) answer;
        throw ApiProblem.retryLater(
                ApiProblem.Type.UNAVAILABLE, "The camera has no picture: " + none.reason(), none.retrySeconds());
    }

    private static CameraId camera(String id) {
        try {
            return CameraId.parse(id);
        } catch (IllegalArgumentException notAnId) {
            throw ApiProblem.notFound();
        }
    }
}

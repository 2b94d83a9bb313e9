package org.sharpeyes.server.pictures;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.pictures.postgres.PostgresPictures.Course;
import org.sharpeyes.server.pictures.postgres.PostgresPictures.Proof;
import org.sharpeyes.server.pictures.postgres.PostgresPictures.Which;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.sharpeyes.worker.diagnosis.PictureFault;
import org.sharpeyes.worker.diagnosis.PictureWatch.Finding;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is wrong with a camera's picture, and the pictures that prove it. */
@RestController
@RequestMapping("/api/v1/cameras/{id}/picture-diagnosis")
class PictureController {
    private static final int RETRY_SECONDS = 5;

    private final PictureDiagnosis diagnosis;
    private final Access access;

    PictureController(PictureDiagnosis diagnosis, Access access) {
        this.diagnosis = diagnosis;
        this.access = access;
    }

    /** Addresses of pictures; {@code null} where there is none. */
    record ProofView(
            @Nullable String before,
            @Nullable String after,
            @Nullable String mended) {}

    /**
     * @param since when it began, or when it was mended; {@code null} if it never was
     * @param score of the newest picture
     * @param hour of the day whose habits the picture was compared with; {@code null} if none was judged
     */
    record FaultView(
            String fault,
            boolean bad,
            @Nullable Instant since,
            double score,
            double threshold,
            @Nullable Integer hour,
            @Nullable ProofView proof) {}

    record DiagnosisView(
            List<FaultView> items,
            @Nullable Instant checkedAt,
            @Nullable Instant referenceAt) {}

    @Operation(summary = "Each fault that a picture can have, with its score and the pictures that prove it")
    @GetMapping
    DiagnosisView diagnosis(@PathVariable String id, CurrentUser user) {
        CameraId camera = camera(id);
        access.require(user, Action.SEE_CAMERA, camera);
        Map<PictureFault, Course> courses = new HashMap<>();
        diagnosis.courses(camera).forEach(course -> courses.put(course.fault(), course));
        PictureDiagnosis.Seen seen = diagnosis.newest(camera).orElse(null);
        Map<PictureFault, Finding> findings = new HashMap<>();
        if (seen != null) {
            seen.findings().forEach(finding -> findings.put(finding.fault(), finding));
        }
        List<FaultView> items = new ArrayList<>();
        for (PictureFault fault : PictureFault.values()) {
            items.add(view(camera, fault, courses.get(fault), findings.get(fault)));
        }
        return new DiagnosisView(
                items, seen == null ? null : seen.checkedAt(), seen == null ? null : seen.referenceAt());
    }

    private static FaultView view(
            CameraId camera, PictureFault fault, @Nullable Course course, @Nullable Finding finding) {
        double score = finding != null ? finding.score() : course != null ? course.score() : 0;
        Integer hour = finding != null ? Integer.valueOf(finding.hour()) : course != null ? course.hour() : null;
        return new FaultView(
                fault.name(),
                course != null && course.bad(),
                course == null ? null : course.since(),
                Math.round(score * 100) / 100.0,
                1,
                hour,
                course == null ? null : proof(camera, course));
    }

    private static ProofView proof(CameraId camera, Course course) {
        String base = "/api/v1/cameras/" + camera + "/picture-diagnosis/" + course.fault() + "/";
        return new ProofView(
                course.beforeAt() == null ? null : base + "before.jpg",
                course.afterAt() == null ? null : base + "after.jpg",
                course.mendedAt() == null ? null : base + "mended.jpg");
    }

    @Operation(
            summary =
                    "A picture of the proof: the last good one before, the first ill one after, or the first good one again",
            description = "It is a picture of the camera: seeing it is recorded like a look at the live picture.")
    @GetMapping(
            path = "/{fault}/{which}.jpg",
            produces = {MediaType.IMAGE_JPEG_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    ResponseEntity<byte[]> proof(
            @PathVariable String id, @PathVariable String fault, @PathVariable String which, CurrentUser user) {
        CameraId camera = camera(id);
        String rule = access.require(user, Action.VIEW_LIVE, camera);
        Proof proof = find(camera, fault, which);
        access.record(user, "VIEW_SNAPSHOT", camera, "proof of a picture fault: " + fault, "", rule);
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .lastModified(proof.at())
                .body(proof.jpeg());
    }

    private Proof find(CameraId camera, String fault, String which) {
        PictureFault asked;
        Which part;
        try {
            asked = PictureFault.valueOf(fault);
            part = Which.valueOf(which.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException none) {
            throw ApiProblem.notFound();
        }
        return diagnosis.proof(camera, asked, part).orElseThrow(ApiProblem::notFound);
    }

    @Operation(summary = "The camera was aimed anew on purpose: its next picture is the reference, habits begin again")
    @PostMapping("/reference")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void aimedAnew(@PathVariable String id, CurrentUser user) {
        CameraId camera = camera(id);
        String rule = access.require(user, Action.REGISTER_CAMERA, camera);
        access.record(user, "SET_REFERENCE_PICTURE", camera, "the next picture", "", rule);
        try {
            diagnosis.aimedAnew(camera);
        } catch (RejectedExecutionException full) {
            throw ApiProblem.retryLater(
                    ApiProblem.Type.UNAVAILABLE, "Too many pictures wait to be judged", RETRY_SECONDS);
        }
    }

    private static CameraId camera(String id) {
        try {
            return CameraId.parse(id);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }
}

package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.file.Completeness;
import org.sharpeyes.registry.file.FileField;
import org.sharpeyes.registry.file.Photo;
import org.sharpeyes.registry.file.PointFile;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.history.PointAt;
import org.sharpeyes.registry.postgres.PointFiles;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One camera, one file (一机一档): fields beyond name and pose, how complete they are, and photographs. */
@RestController
@RequestMapping("/api/v1/points")
class FileController {
    private final VisibleRegistry registry;
    private final PointFiles files;
    private final InstantSource clock;

    FileController(VisibleRegistry registry, PointFiles files, InstantSource clock) {
        this.registry = registry;
        this.files = files;
        this.clock = clock;
    }

    record FieldView(
            String name,
            String label,
            String section,
            String kind,
            Map<String, String> choices,
            Set<Integer> mandatoryFor) {}

    record CompletenessView(double score, int filled, int mandatory, List<Completeness.Missing> missing) {}

    record FileView(long version, Map<String, String> values, CompletenessView completeness) {}

    /** @param values field to text; {@code null} empties a field */
    record FileBody(
            @Nullable Map<String, @Nullable String> values,
            @Nullable String reason,
            @Nullable Instant validFrom) {}

    record PhotoView(String id, String kind, int bytes, String type, Instant at, String author) {
        static PhotoView of(Photo photo) {
            return new PhotoView(
                    photo.id().toString(),
                    photo.kind().name(),
                    photo.bytes(),
                    photo.mediaType(),
                    photo.at(),
                    photo.author());
        }
    }

    @Operation(summary = "The fields of a file: section, kind, allowed values, for which point classes mandatory")
    @GetMapping("/file-fields")
    Page<FieldView> fields() {
        return Page.whole(Arrays.stream(FileField.values())
                .map(field -> new FieldView(
                        field.jsonName(),
                        field.label(),
                        field.section().name(),
                        field.kind().name(),
                        field.choices(),
                        field.mandatoryFor()))
                .toList());
    }

    @Operation(summary = "The file of a point and what its class still asks for")
    @GetMapping("/{id}/file")
    ResponseEntity<FileView> get(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable Instant known,
            CurrentUser user) {
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        Instant now = clock.instant();
        return file(camera.id().point(), at == null ? now : at, known == null ? now : known);
    }

    @Operation(summary = "Set fields of a file; a field sent as null is emptied, others stay")
    @PutMapping("/{id}/file")
    ResponseEntity<FileView> edit(
            @PathVariable String id,
            @RequestBody FileBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        Map<String, @Nullable String> values = body.values();
        if (values == null) {
            throw ApiProblem.invalid("values", null, "an object of field names and texts");
        }
        Map<FileField, @Nullable String> changes = new EnumMap<>(FileField.class);
        values.forEach((name, text) -> {
            FileField field = FileField.ofJsonName(name)
                    .orElseThrow(() -> ApiProblem.invalid("values", name, "a field of /points/file-fields"));
            changes.put(field, text == null || text.isBlank() ? null : field.checked(text));
        });
        String reason = body.reason();
        Change change =
                new Change(user.username(), reason == null ? "" : reason, body.validFrom(), null, Basis.of(ifMatch));
        VisibleRegistry.answering(() -> {
            files.edit(camera.id().point(), changes, change);
            return true;
        });
        Instant now = clock.instant();
        return file(camera.id().point(), now, now);
    }

    private ResponseEntity<FileView> file(PointId point, Instant at, Instant known) {
        PointAt then = registry.registry().at(point, at, known);
        if (then.details() == null || then.pose() == null) {
            throw ApiProblem.notFound();
        }
        PointFile file = files.at(point, at, known);
        Completeness complete = Completeness.of(then.details(), then.pose(), then.channel() != null, file);
        Map<String, String> values = new TreeMap<>();
        file.fields().forEach((field, text) -> values.put(field.jsonName(), text));
        long version = registry.registry().version(point);
        return ResponseEntity.ok()
                .eTag(Basis.tag(version))
                .body(new FileView(
                        version,
                        values,
                        new CompletenessView(
                                complete.score(), complete.filled(), complete.mandatory(), complete.missing())));
    }

    @Operation(summary = "Photographs of a point")
    @GetMapping("/{id}/photos")
    Page<PhotoView> photos(@PathVariable String id, CurrentUser user) {
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        return Page.whole(
                files.photos(camera.id().point()).stream().map(PhotoView::of).toList());
    }

    @Operation(summary = "Add a photograph (JPEG or PNG, at most 4 MiB): ?kind=SURVEY, CLOSE_UP or VIEW")
    @PostMapping("/{id}/photos")
    @ResponseStatus(HttpStatus.CREATED)
    PhotoView addPhoto(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String kind,
            @RequestBody(required = false) byte @Nullable [] picture,
            CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        Photo.Kind read = Arrays.stream(Photo.Kind.values())
                .filter(each -> each.name().equals(kind))
                .findFirst()
                .orElseThrow(() -> ApiProblem.invalid("kind", kind, "one of " + List.of(Photo.Kind.values())));
        UUID photo = VisibleRegistry.answering(() -> files.addPhoto(
                camera.id().point(),
                read,
                picture == null ? new byte[0] : picture,
                VisibleRegistry.change(user, "photograph")));
        return files.photos(camera.id().point()).stream()
                .filter(each -> each.id().equals(photo))
                .map(PhotoView::of)
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
    }

    @Operation(summary = "A photograph")
    @GetMapping("/{id}/photos/{photo}")
    ResponseEntity<byte[]> picture(@PathVariable String id, @PathVariable String photo, CurrentUser user) {
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        UUID wanted = uuid(photo);
        Photo known = files.photos(camera.id().point()).stream()
                .filter(each -> each.id().equals(wanted))
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(known.mediaType()))
                .body(files.picture(camera.id().point(), wanted).orElseThrow(ApiProblem::notFound));
    }

    @Operation(summary = "Take a photograph out of the file")
    @DeleteMapping("/{id}/photos/{photo}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removePhoto(@PathVariable String id, @PathVariable String photo, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        CameraEntry camera = registry.camera(user, id, Action.EDIT_REGISTRY);
        UUID wanted = uuid(photo);
        if (files.photos(camera.id().point()).stream()
                .noneMatch(each -> each.id().equals(wanted))) {
            throw ApiProblem.notFound();
        }
        VisibleRegistry.answering(() -> {
            files.removePhoto(camera.id().point(), wanted, VisibleRegistry.change(user, "photograph removed"));
            return true;
        });
    }

    static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }
}

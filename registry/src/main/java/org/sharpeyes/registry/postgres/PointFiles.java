package org.sharpeyes.registry.postgres;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.RegistryProblem;
import org.sharpeyes.registry.file.FileField;
import org.sharpeyes.registry.file.Photo;
import org.sharpeyes.registry.file.PointFile;
import org.sharpeyes.registry.history.Change;

/** Files of points, in two times, and their photographs. Thread-safe; blocks. */
public final class PointFiles {
    private static final int MAX_PHOTO = 4 << 20;
    private static final int MAX_PHOTOS = 50;
    private static final BitemporalTable VERSIONS =
            new BitemporalTable("point_file", "point_id", "point_id, fields, change_id");

    private final Registry registry;

    public PointFiles(Registry registry) {
        this.registry = registry;
    }

    /** Sets some fields; {@code null} empties one. */
    public void edit(PointId point, Map<FileField, ? extends @Nullable String> changes, Change change) {
        registry.writer().write(change, "edit-file", point.toString(), writing -> {
            Versions.require(writing, point);
            if (PointTable.at(writing.handle(), point, writing.validFrom(), writing.recordedAt())
                    .isEmpty()) {
                throw new RegistryProblem(
                        RegistryProblem.Kind.UNKNOWN, "point: " + point + " (expected: one that was there then)");
            }
            PointFile old = at(writing.handle(), point, writing.validFrom(), writing.recordedAt());
            put(writing, point, old.with(changes));
            return true;
        });
    }

    /** As it was at {@code valid} as held at {@code known}; empty if nothing is filled in. */
    public PointFile at(PointId point, Instant valid, Instant known) {
        return registry.jdbi().withHandle(handle -> at(handle, point, valid, known));
    }

    /** All files of now. */
    public Map<PointId, PointFile> all() {
        return registry.jdbi().withHandle(handle -> {
            Map<PointId, PointFile> files = new HashMap<>();
            handle.createQuery("SELECT point_id, fields FROM point_file WHERE upper_inf(valid) AND upper_inf(recorded)")
                    .map((row, context) ->
                            Map.entry(new PointId(Rows.uuid(row, "point_id")), file(row.getString("fields"))))
                    .forEach(entry -> files.put(entry.getKey(), entry.getValue()));
            return files;
        });
    }

    /** @throws IllegalArgumentException if the bytes are no JPEG or PNG, or too many */
    public UUID addPhoto(PointId point, Photo.Kind kind, byte[] picture, Change change) {
        String type = mediaType(picture);
        return registry.writer().write(change, "add-photo", point + " " + kind, writing -> {
            if (photos(point).size() >= MAX_PHOTOS) {
                throw new RegistryProblem(
                        RegistryProblem.Kind.CONFLICT, "photos: " + MAX_PHOTOS + " (expected: fewer; remove one)");
            }
            UUID id = UUID.randomUUID();
            writing.handle()
                    .createUpdate("""
                            INSERT INTO point_photo (id, point_id, kind, media_type, picture, recorded, change_id)
                            VALUES (:id, :point, :kind, :type, :picture,
                                    tstzrange(CAST(:now AS timestamptz), NULL), :change)
                            """)
                    .bind("id", id)
                    .bind("point", point.value())
                    .bind("kind", kind.name())
                    .bind("type", type)
                    .bind("picture", picture)
                    .bind("now", writing.recordedAt())
                    .bind("change", writing.change())
                    .execute();
            return id;
        });
    }

    private static String mediaType(byte[] picture) {
        if (picture.length > MAX_PHOTO) {
            throw new IllegalArgumentException(
                    "photo: " + picture.length + " bytes (expected: at most " + MAX_PHOTO + ")");
        }
        if (picture.length > 3
                && (picture[0] & 0xFF) == 0xFF
                && (picture[1] & 0xFF) == 0xD8
                && (picture[2] & 0xFF) == 0xFF) {
            return "image/jpeg";
        }
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
        if (picture.length > png.length && Arrays.equals(picture, 0, png.length, png, 0, png.length)) {
            return "image/png";
        }
        throw new IllegalArgumentException("photo: unknown form (expected: a JPEG or PNG picture)");
    }

    public List<Photo> photos(PointId point) {
        return registry.jdbi().withHandle(handle -> handle.createQuery("""
                        SELECT p.id, p.kind, p.media_type, octet_length(p.picture) AS bytes, lower(p.recorded) AS at,
                               c.author
                        FROM point_photo p JOIN registry_change c ON c.id = p.change_id
                        WHERE p.point_id = :point AND upper_inf(p.recorded) ORDER BY at
                        """)
                .bind("point", point.value())
                .map((row, context) -> new Photo(
                        Rows.uuid(row, "id"),
                        Photo.Kind.valueOf(row.getString("kind")),
                        row.getString("media_type"),
                        row.getInt("bytes"),
                        Rows.instant(row, "at"),
                        row.getString("author")))
                .list());
    }

    /** The bytes of a photograph of this point. */
    public Optional<byte[]> picture(PointId point, UUID photo) {
        return registry.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT picture FROM point_photo WHERE id = :id AND point_id = :point AND upper_inf(recorded)")
                .bind("id", photo)
                .bind("point", point.value())
                .map((row, context) -> row.getBytes("picture"))
                .findOne());
    }

    public void removePhoto(PointId point, UUID photo, Change change) {
        registry.writer().write(change, "remove-photo", photo.toString(), writing -> {
            int removed = writing.handle()
                    .createUpdate("""
                            UPDATE point_photo SET closed_by = :change,
                                   recorded = tstzrange(lower(recorded), CAST(:now AS timestamptz))
                            WHERE id = :id AND point_id = :point AND upper_inf(recorded)
                            """)
                    .bind("id", photo)
                    .bind("point", point.value())
                    .bind("now", writing.recordedAt())
                    .bind("change", writing.change())
                    .execute();
            if (removed == 0) {
                throw new RegistryProblem(
                        RegistryProblem.Kind.UNKNOWN, "photo: " + photo + " (expected: one of this point)");
            }
            return true;
        });
    }

    static PointFile at(Handle handle, PointId point, Instant valid, Instant known) {
        return handle.createQuery("""
                        SELECT fields FROM point_file
                        WHERE point_id = :id AND valid @> CAST(:valid AS timestamptz)
                          AND recorded @> CAST(:known AS timestamptz)
                        """)
                .bind("id", point.value())
                .bind("valid", valid)
                .bind("known", known)
                .map((row, context) -> file(row.getString("fields")))
                .findOne()
                .orElse(PointFile.EMPTY);
    }

    static void put(Writing writing, PointId point, PointFile file) {
        VERSIONS.makeRoom(writing, point.value());
        Map<String, String> byName = new HashMap<>();
        file.fields().forEach((field, text) -> byName.put(field.jsonName(), text));
        writing.handle()
                .createUpdate("""
                        INSERT INTO point_file (point_id, fields, valid, recorded, change_id)
                        VALUES (:point, CAST(:fields AS jsonb),
                                tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz)),
                                tstzrange(CAST(:now AS timestamptz), NULL), :change)
                        """)
                .bind("point", point.value())
                .bind("fields", Rows.json(byName))
                .bind("from", writing.validFrom())
                .bindByType("to", writing.validTo(), Instant.class)
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
        writing.touch(point);
    }

    static void end(Writing writing, PointId point) {
        VERSIONS.makeRoom(writing, point.value());
    }

    /** A field that this release no longer knows is left out; the history keeps it. */
    private static PointFile file(String json) {
        Map<FileField, String> fields = new EnumMap<>(FileField.class);
        Rows.texts(json)
                .forEach((name, text) -> FileField.ofJsonName(name).ifPresent(field -> fields.put(field, text)));
        return new PointFile(fields);
    }
}

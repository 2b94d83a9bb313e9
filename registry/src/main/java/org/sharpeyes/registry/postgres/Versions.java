package org.sharpeyes.registry.postgres;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.history.ChangedMeanwhile;

/** The version of a thing is the number of the newest change that touched it. */
final class Versions {
    private static final String OF_POINT = """
            SELECT change_id AS change FROM point_record WHERE point_id = :id
            UNION SELECT closed_by FROM point_record WHERE point_id = :id
            UNION SELECT change_id FROM pose WHERE point_id = :id
            UNION SELECT closed_by FROM pose WHERE point_id = :id
            UNION SELECT change_id FROM installation WHERE point_id = :id
            UNION SELECT closed_by FROM installation WHERE point_id = :id
            UNION SELECT change_id FROM point_file WHERE point_id = :id
            UNION SELECT closed_by FROM point_file WHERE point_id = :id
            UNION SELECT change_id FROM ptz_preset WHERE point_id = :id
            """;
    private static final String OF_AREA = "SELECT change_id AS change FROM area_record WHERE area_id = :id";

    private Versions() {}

    static long of(Handle handle, PointId point) {
        return newest(handle, OF_POINT, point.value());
    }

    static long of(Handle handle, AreaId area) {
        return newest(handle, OF_AREA, area.value());
    }

    /** @throws ChangedMeanwhile if the author had an older version before him */
    static void require(Writing writing, PointId point) {
        require(writing, OF_POINT, point.value());
    }

    /** @throws ChangedMeanwhile if the author had an older version before him */
    static void require(Writing writing, AreaId area) {
        require(writing, OF_AREA, area.value());
    }

    private static long newest(Handle handle, String changes, UUID id) {
        return handle.createQuery("SELECT coalesce(max(change), 0) FROM (" + changes + ") t")
                .bind("id", id)
                .mapTo(Long.class)
                .one();
    }

    private static void require(Writing writing, String changes, UUID id) {
        @Nullable Long basis = writing.basis();
        if (basis == null) {
            return;
        }
        long version = newest(writing.handle(), changes, id);
        if (version != basis) {
            List<ChangedMeanwhile.Made> made = writing.handle()
                    .createQuery("SELECT recorded_at, author, reason, command FROM registry_change WHERE id > :basis"
                            + " AND id IN (" + changes + ") ORDER BY id DESC LIMIT 20")
                    .bind("basis", basis)
                    .bind("id", id)
                    .map((row, context) -> new ChangedMeanwhile.Made(
                            Rows.instant(row, "recorded_at"),
                            row.getString("author"),
                            row.getString("reason"),
                            row.getString("command")))
                    .list();
            throw new ChangedMeanwhile(basis, version, made);
        }
    }
}

package org.sharpeyes.server.live.postgres;

import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.server.live.WarmStream;

/** The list of warm streams in PostgreSQL. Thread-safe; blocks. */
public final class WarmStreamTable {
    private final Jdbi jdbi;

    public WarmStreamTable(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public List<WarmStream> all() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM server_warm_stream ORDER BY since")
                .map((row, context) -> new WarmStream(
                        new StreamKey(
                                new CameraId(row.getObject("camera", UUID.class)),
                                StreamProfile.parse(row.getString("profile"))),
                        row.getString("reason"),
                        row.getString("kept_by"),
                        row.getTimestamp("since").toInstant()))
                .list());
    }

    /** Writes it anew where it is there already. */
    public void put(WarmStream stream) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO server_warm_stream (camera, profile, reason, kept_by, since)
                        VALUES (:camera, :profile, :reason, :by, :since)
                        ON CONFLICT (camera, profile)
                        DO UPDATE SET reason = excluded.reason, kept_by = excluded.kept_by, since = excluded.since
                        """)
                .bind("camera", stream.stream().camera().value())
                .bind("profile", stream.stream().profile().text())
                .bind("reason", stream.reason())
                .bind("by", stream.by())
                .bind("since", Timestamp.from(stream.since()))
                .execute());
    }

    /** @return {@code false} if it was not there */
    public boolean remove(StreamKey stream) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "DELETE FROM server_warm_stream WHERE camera = :camera AND profile = :profile")
                        .bind("camera", stream.camera().value())
                        .bind("profile", stream.profile().text())
                        .execute())
                > 0;
    }
}

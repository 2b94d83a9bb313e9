package org.sharpeyes.registry.postgres;

import static org.sharpeyes.registry.postgres.Rows.uuid;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.PointId;

/** Which channel hung at which point, in two times. */
final class InstallationTable {
    private static final String COLUMNS = "point_id, channel_id, change_id";
    private static final BitemporalTable BY_POINT = new BitemporalTable("installation", "point_id", COLUMNS);
    private static final BitemporalTable BY_CHANNEL = new BitemporalTable("installation", "channel_id", COLUMNS);

    private InstallationTable() {}

    static void put(Writing writing, PointId point, ChannelId channel) {
        BY_POINT.makeRoom(writing, point.value());
        writing.handle()
                .createUpdate("""
                        INSERT INTO installation (point_id, channel_id, valid, recorded, change_id)
                        VALUES (:point, :channel, tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz)),
                                tstzrange(CAST(:now AS timestamptz), NULL), :change)
                        """)
                .bind("point", point.value())
                .bind("channel", channel.value())
                .bind("from", writing.validFrom())
                .bindByType("to", writing.validTo(), Instant.class)
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
        writing.touch(point);
    }

    static void endAt(Writing writing, PointId point) {
        BY_POINT.makeRoom(writing, point.value());
        writing.touch(point);
    }

    static void endOf(Writing writing, ChannelId channel) {
        pointOf(writing.handle(), channel).ifPresent(writing::touch);
        BY_CHANNEL.makeRoom(writing, channel.value());
    }

    static Optional<PointId> pointOf(Handle handle, ChannelId channel) {
        return handle.createQuery("""
                        SELECT point_id FROM installation
                        WHERE channel_id = :channel AND upper_inf(valid) AND upper_inf(recorded)
                        """)
                .bind("channel", channel.value())
                .map((row, context) -> new PointId(uuid(row, "point_id")))
                .findOne();
    }

    static Optional<ChannelId> channelAt(Handle handle, PointId point) {
        return handle.createQuery("""
                        SELECT channel_id FROM installation
                        WHERE point_id = :point AND upper_inf(valid) AND upper_inf(recorded)
                        """)
                .bind("point", point.value())
                .map((row, context) -> new ChannelId(uuid(row, "channel_id")))
                .findOne();
    }

    static Optional<ChannelId> at(Handle handle, PointId point, Instant valid, Instant recorded) {
        return handle.createQuery("""
                        SELECT channel_id FROM installation
                        WHERE point_id = :point AND valid @> CAST(:valid AS timestamptz)
                          AND recorded @> CAST(:recorded AS timestamptz)
                        """)
                .bind("point", point.value())
                .bind("valid", valid)
                .bind("recorded", recorded)
                .map((row, context) -> new ChannelId(uuid(row, "channel_id")))
                .findOne();
    }
}

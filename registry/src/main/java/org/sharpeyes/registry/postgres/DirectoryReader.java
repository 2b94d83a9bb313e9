package org.sharpeyes.registry.postgres;

import static org.sharpeyes.registry.postgres.Rows.uuid;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.device.AccessPath;
import org.sharpeyes.registry.device.DeviceKind;
import org.sharpeyes.registry.device.Service;
import org.sharpeyes.registry.device.ServiceAddress;
import org.sharpeyes.registry.device.StreamDescription;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;
import org.sharpeyes.registry.pose.Pose;

/** Reads the directory, whole or for some cameras, in a handful of queries whatever their number. */
final class DirectoryReader {
    private static final String CURRENT = " upper_inf(t.valid) AND upper_inf(t.recorded)";

    private DirectoryReader() {}

    static CameraDirectory readAll(Handle handle) {
        return new CameraDirectory(
                version(handle),
                cameras(handle, null),
                AreaTable.all(handle, null),
                DependencyTable.all(handle, null).stream()
                        .filter(each -> each.state() == Dependency.State.ACCEPTED)
                        .collect(Collectors.toMap(Dependency::id, Function.identity())));
    }

    static CameraDirectory refresh(Handle handle, CameraDirectory old, Set<CameraId> touched) {
        return old.with(
                version(handle),
                touched,
                cameras(handle, touched.stream().map(CameraId::value).collect(Collectors.toSet())));
    }

    private static long version(Handle handle) {
        return handle.createQuery("SELECT coalesce(max(id), 0) FROM registry_change")
                .mapTo(Long.class)
                .one();
    }

    private static Map<CameraId, CameraEntry> cameras(Handle handle, @Nullable Set<UUID> only) {
        Map<UUID, Pose> poses = byId(
                handle,
                "SELECT t.* FROM pose t WHERE" + CURRENT,
                "t.point_id",
                only,
                "point_id",
                (row, context) -> PoseTable.pose(row));
        Map<UUID, UUID> installed = byId(
                handle,
                "SELECT t.point_id, t.channel_id FROM installation t WHERE" + CURRENT,
                "t.point_id",
                only,
                "point_id",
                (row, context) -> uuid(row, "channel_id"));
        Map<UUID, List<CameraSource>> sources = sources(handle, only == null ? null : installed.values());
        Map<UUID, List<org.sharpeyes.model.DependencyId>> dependencies = DependencyTable.ofCameras(handle, only);
        Map<UUID, CameraEntry> entries = byId(handle, """
                SELECT t.*, (SELECT min(lower(f.valid)) FROM point_record f
                             WHERE f.point_id = t.point_id AND upper_inf(f.recorded)) AS since
                FROM point_record t WHERE""" + CURRENT, "t.point_id", only, "point_id", (row, context) -> {
            UUID point = uuid(row, "point_id");
            @Nullable UUID channel = installed.get(point);
            return new CameraEntry(
                    CameraId.of(new PointId(point)),
                    PointTable.details(row),
                    poses.getOrDefault(point, Pose.unknown()),
                    channel == null ? List.of() : sources.getOrDefault(channel, List.of()),
                    dependencies.getOrDefault(point, List.of()),
                    Rows.instant(row, "since"));
        });
        return entries.values().stream().collect(Collectors.toMap(CameraEntry::id, Function.identity()));
    }

    /** Ways to the pictures of channels, best first. */
    private static Map<UUID, List<CameraSource>> sources(Handle handle, @Nullable Collection<UUID> channels) {
        Map<UUID, Map<UUID, Integer>> ranks = new HashMap<>();
        var query = handle.createQuery("SELECT channel_id, via_channel_id, rank FROM channel_source"
                + (channels == null ? "" : " WHERE channel_id = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))"));
        if (channels != null) {
            query.bind("ids", Rows.list(channels));
        }
        query.map((row, context) -> {
                    ranks.computeIfAbsent(uuid(row, "channel_id"), key -> new HashMap<>())
                            .put(uuid(row, "via_channel_id"), row.getInt("rank"));
                    return true;
                })
                .list();
        @Nullable Set<UUID> wanted = null;
        if (channels != null) {
            wanted = new HashSet<>(channels);
            for (Map<UUID, Integer> via : ranks.values()) {
                wanted.addAll(via.keySet());
            }
        }
        Map<UUID, CameraSource> own = ownSources(handle, wanted);
        Map<UUID, List<CameraSource>> all = new HashMap<>();
        own.forEach((channel, source) -> {
            List<CameraSource> ways = new ArrayList<>(List.of(source));
            ranks.getOrDefault(channel, Map.of()).forEach((via, rank) -> {
                @Nullable CameraSource other = own.get(via);
                if (other != null) {
                    ways.add(ranked(other, rank));
                }
            });
            ways.sort(Comparator.comparingInt(CameraSource::rank));
            all.put(channel, List.copyOf(ways));
        });
        return all;
    }

    private static CameraSource ranked(CameraSource source, int rank) {
        return new CameraSource(
                source.device(),
                source.kind(),
                source.serial(),
                source.manufacturer(),
                source.model(),
                source.accessPath(),
                source.channel(),
                source.channelNumber(),
                source.sourceToken(),
                source.streams(),
                rank);
    }

    private static Map<UUID, CameraSource> ownSources(Handle handle, @Nullable Set<UUID> channels) {
        Map<UUID, List<StreamDescription>> streams = lists(
                handle,
                "SELECT t.* FROM stream t WHERE true",
                "t.channel_id",
                channels,
                "channel_id",
                (row, context) -> new StreamDescription(
                        StreamProfile.parse(row.getString("profile")),
                        row.getString("codec"),
                        row.getInt("width"),
                        row.getInt("height"),
                        row.getString("path"),
                        row.getString("profile_token")));
        Map<UUID, List<Map.Entry<Service, ServiceAddress>>> paths = lists(
                handle,
                """
                SELECT c.id AS channel_id, a.service, a.host, a.port, a.path
                FROM channel c JOIN access_path a ON a.device_id = c.device_id AND upper_inf(a.recorded)
                WHERE true""",
                "c.id",
                channels,
                "channel_id",
                (row, context) -> Map.entry(
                        Service.valueOf(row.getString("service")),
                        new ServiceAddress(row.getString("host"), row.getInt("port"), row.getString("path"))));
        return byId(handle, """
                SELECT c.id, c.device_id, c.number, c.source_token, d.kind, d.serial, d.manufacturer, d.model
                FROM channel c JOIN device_record d ON d.device_id = c.device_id AND upper_inf(d.recorded)
                WHERE true""", "c.id", channels, "id", (row, context) -> {
            UUID channel = uuid(row, "id");
            return new CameraSource(
                    new DeviceId(uuid(row, "device_id")),
                    DeviceKind.valueOf(row.getString("kind")),
                    row.getString("serial"),
                    row.getString("manufacturer"),
                    row.getString("model"),
                    new AccessPath(paths.getOrDefault(channel, List.of()).stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))),
                    new ChannelId(channel),
                    row.getInt("number"),
                    row.getString("source_token"),
                    streams.getOrDefault(channel, List.of()),
                    0);
        });
    }

    private static <T> Map<UUID, T> byId(
            Handle handle,
            String sql,
            String filtered,
            @Nullable Set<UUID> only,
            String idColumn,
            RowMapper<T> mapper) {
        Map<UUID, T> found = new HashMap<>();
        rows(handle, sql, filtered, only, idColumn, mapper).forEach(row -> found.put(row.getKey(), row.getValue()));
        return found;
    }

    private static <T> Map<UUID, List<T>> lists(
            Handle handle,
            String sql,
            String filtered,
            @Nullable Set<UUID> only,
            String idColumn,
            RowMapper<T> mapper) {
        Map<UUID, List<T>> found = new HashMap<>();
        rows(handle, sql, filtered, only, idColumn, mapper)
                .forEach(row -> found.computeIfAbsent(row.getKey(), key -> new ArrayList<>())
                        .add(row.getValue()));
        return found;
    }

    private static <T> List<Map.Entry<UUID, T>> rows(
            Handle handle,
            String sql,
            String filtered,
            @Nullable Set<UUID> only,
            String idColumn,
            RowMapper<T> mapper) {
        var query = handle.createQuery(
                only == null ? sql : sql + " AND " + filtered + " = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))");
        if (only != null) {
            query.bind("ids", Rows.list(only));
        }
        return query.map((row, context) -> Map.entry(uuid(row, idColumn), mapper.map(row, context)))
                .list();
    }
}

package org.sharpeyes.registry.postgres;

import static org.sharpeyes.registry.postgres.Rows.uuid;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.RegistryProblem;
import org.sharpeyes.registry.device.AccessPath;
import org.sharpeyes.registry.device.ChannelDescription;
import org.sharpeyes.registry.device.DeviceDescription;
import org.sharpeyes.registry.device.Service;
import org.sharpeyes.registry.device.ServiceAddress;
import org.sharpeyes.registry.device.StreamDescription;
import org.sharpeyes.registry.inventory.InventoryPoint.PlannedDevice;

/** Devices, the way to them, channels and streams. */
final class DeviceTable {
    private DeviceTable() {}

    /**
     * The registered device that this one is: the same endpoint, else the same serial of the same make, else the same
     * MAC.
     *
     * @throws RegistryProblem CONFLICT if the marks point to different devices
     */
    static Optional<DeviceId> find(Handle handle, DeviceDescription device) {
        List<DeviceId> found = handle.createQuery("""
                        SELECT DISTINCT device_id FROM device_record
                        WHERE upper_inf(recorded)
                          AND (endpoint = :endpoint
                               OR (serial = :serial AND manufacturer = :manufacturer)
                               OR mac = CAST(:mac AS macaddr))
                        """)
                .bindByType("endpoint", device.endpoint(), String.class)
                .bindByType("serial", device.serial(), String.class)
                .bind("manufacturer", device.manufacturer())
                .bindByType("mac", device.mac(), String.class)
                .map((row, context) -> new DeviceId(uuid(row, "device_id")))
                .list();
        if (found.size() > 1) {
            throw new RegistryProblem(
                    RegistryProblem.Kind.CONFLICT,
                    "device: its endpoint, serial and MAC belong to " + found.size()
                            + " registered devices (expected: one)");
        }
        return found.stream().findFirst();
    }

    static void put(Writing writing, DeviceId id, DeviceDescription device) {
        Handle handle = writing.handle();
        handle.createUpdate("INSERT INTO device (id) VALUES (:id) ON CONFLICT DO NOTHING")
                .bind("id", id.value())
                .execute();
        int unchanged = handle.createQuery("""
                        SELECT count(*) FROM device_record
                        WHERE device_id = :id AND upper_inf(recorded) AND kind = :kind
                          AND endpoint IS NOT DISTINCT FROM :endpoint AND serial IS NOT DISTINCT FROM :serial
                          AND mac IS NOT DISTINCT FROM CAST(:mac AS macaddr)
                          AND manufacturer = :manufacturer AND model = :model AND firmware = :firmware
                        """)
                .bindMap(values(id, device))
                .mapTo(Integer.class)
                .one();
        if (unchanged == 1) {
            return;
        }
        close(writing, "device_record", "device_id", id.value());
        handle.createUpdate("""
                        INSERT INTO device_record (device_id, kind, endpoint, serial, mac, manufacturer, model,
                                                   firmware, recorded, change_id)
                        VALUES (:id, :kind, :endpoint, :serial, CAST(:mac AS macaddr), :manufacturer, :model,
                                :firmware, tstzrange(CAST(:now AS timestamptz), NULL), :change)
                        """)
                .bindMap(values(id, device))
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
    }

    private static Map<String, @Nullable Object> values(DeviceId id, DeviceDescription device) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", id.value());
        values.put("kind", device.kind().name());
        values.put("endpoint", device.endpoint());
        values.put("serial", device.serial());
        values.put("mac", device.mac());
        values.put("manufacturer", device.manufacturer());
        values.put("model", device.model());
        values.put("firmware", device.firmware());
        return values;
    }

    static void put(Writing writing, DeviceId id, AccessPath path) {
        Map<Service, ServiceAddress> known = accessPath(writing.handle(), id);
        for (Service service : Service.values()) {
            @Nullable ServiceAddress old = known.get(service);
            @Nullable ServiceAddress wanted = path.services().get(service);
            if (old == null ? wanted == null : old.equals(wanted)) {
                continue;
            }
            writing.handle()
                    .createUpdate("""
                            UPDATE access_path SET recorded = tstzrange(lower(recorded), CAST(:now AS timestamptz)),
                                                   closed_by = :change
                            WHERE device_id = :id AND service = :service AND upper_inf(recorded)
                            """)
                    .bind("id", id.value())
                    .bind("service", service.name())
                    .bind("now", writing.recordedAt())
                    .bind("change", writing.change())
                    .execute();
            if (wanted != null) {
                insert(writing, id, service, wanted);
            }
        }
    }

    private static void insert(Writing writing, DeviceId id, Service service, ServiceAddress address) {
        writing.handle()
                .createUpdate("""
                        INSERT INTO access_path (device_id, service, host, port, path, recorded, change_id)
                        VALUES (:id, :service, :host, :port, :path, tstzrange(CAST(:now AS timestamptz), NULL), :change)
                        """)
                .bind("id", id.value())
                .bind("service", service.name())
                .bind("host", address.host())
                .bind("port", address.port())
                .bind("path", address.path())
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
    }

    private static Map<Service, ServiceAddress> accessPath(Handle handle, DeviceId id) {
        Map<Service, ServiceAddress> path = new HashMap<>();
        handle.createQuery("SELECT * FROM access_path WHERE device_id = :id AND upper_inf(recorded)")
                .bind("id", id.value())
                .map((row, context) -> Map.entry(
                        Service.valueOf(row.getString("service")),
                        new ServiceAddress(row.getString("host"), row.getInt("port"), row.getString("path"))))
                .forEach(entry -> path.put(entry.getKey(), entry.getValue()));
        return path;
    }

    /** Finds or makes the channel with that input number, and takes its name, token and streams as they are now. */
    static ChannelId put(Writing writing, DeviceId device, ChannelDescription channel) {
        Handle handle = writing.handle();
        ChannelId id = handle.createQuery("""
                        INSERT INTO channel (id, device_id, number, name, source_token)
                        VALUES (:id, :device, :number, :name, :token)
                        ON CONFLICT (device_id, number) DO UPDATE SET name = :name, source_token = :token
                        RETURNING id
                        """)
                .bind("id", ChannelId.random().value())
                .bind("device", device.value())
                .bind("number", channel.number())
                .bind("name", channel.name())
                .bindByType("token", channel.sourceToken(), String.class)
                .map((row, context) -> new ChannelId(uuid(row, "id")))
                .one();
        handle.createUpdate("DELETE FROM stream WHERE channel_id = :channel")
                .bind("channel", id.value())
                .execute();
        for (StreamDescription stream : channel.streams()) {
            handle.createUpdate("""
                            INSERT INTO stream (channel_id, profile, codec, width, height, path, profile_token)
                            VALUES (:channel, :profile, :codec, :width, :height, :path, :token)
                            """)
                    .bind("channel", id.value())
                    .bind("profile", stream.profile().text())
                    .bind("codec", stream.codec())
                    .bind("width", stream.width())
                    .bind("height", stream.height())
                    .bind("path", stream.path())
                    .bindByType("token", stream.profileToken(), String.class)
                    .execute();
        }
        return id;
    }

    static void putSource(Writing writing, ChannelId channel, ChannelId via, int rank) {
        writing.handle()
                .createUpdate("""
                        INSERT INTO channel_source (channel_id, via_channel_id, rank) VALUES (:channel, :via, :rank)
                        ON CONFLICT (channel_id, via_channel_id) DO UPDATE SET rank = :rank
                        """)
                .bind("channel", channel.value())
                .bind("via", via.value())
                .bind("rank", rank)
                .execute();
    }

    /** Points where a channel of the device hangs, or whose channel can be had through one of the device. */
    static List<PointId> points(Handle handle, DeviceId device) {
        return handle.createQuery("""
                        SELECT i.point_id FROM installation i
                        WHERE upper_inf(i.valid) AND upper_inf(i.recorded)
                          AND (i.channel_id IN (SELECT id FROM channel WHERE device_id = :device)
                               OR i.channel_id IN (SELECT s.channel_id FROM channel_source s
                                                   JOIN channel c ON c.id = s.via_channel_id
                                                   WHERE c.device_id = :device))
                        """)
                .bind("device", device.value())
                .map((row, context) -> new PointId(uuid(row, "point_id")))
                .list();
    }

    static void plan(Writing writing, PointId point, String serial, int channelNumber) {
        writing.handle()
                .createUpdate("""
                        INSERT INTO planned_installation (point_id, device_serial, channel_number)
                        VALUES (:point, :serial, :number)
                        ON CONFLICT (point_id) DO UPDATE SET device_serial = :serial, channel_number = :number
                        """)
                .bind("point", point.value())
                .bind("serial", serial)
                .bind("number", channelNumber)
                .execute();
    }

    static Set<PlannedDevice> plans(Handle handle) {
        return handle.createQuery("SELECT device_serial, channel_number FROM planned_installation")
                .map((row, context) -> new PlannedDevice(row.getString("device_serial"), row.getInt("channel_number")))
                .set();
    }

    static Map<PointId, PlannedDevice> plannedByPoint(Handle handle) {
        Map<PointId, PlannedDevice> planned = new HashMap<>();
        handle.createQuery("SELECT point_id, device_serial, channel_number FROM planned_installation")
                .map((row, context) -> Map.entry(
                        new PointId(uuid(row, "point_id")),
                        new PlannedDevice(row.getString("device_serial"), row.getInt("channel_number"))))
                .forEach(entry -> planned.put(entry.getKey(), entry.getValue()));
        return planned;
    }

    static Optional<PointId> planned(Handle handle, @Nullable String serial, int channelNumber) {
        if (serial == null) {
            return Optional.empty();
        }
        return handle.createQuery("""
                        SELECT p.point_id FROM planned_installation p
                        JOIN point_record r ON r.point_id = p.point_id AND upper_inf(r.valid) AND upper_inf(r.recorded)
                        WHERE p.device_serial = :serial AND p.channel_number = :number
                        """)
                .bind("serial", serial)
                .bind("number", channelNumber)
                .map((row, context) -> new PointId(uuid(row, "point_id")))
                .findOne();
    }

    static void close(Writing writing, String table, String key, UUID id) {
        writing.handle()
                .createUpdate("""
                        UPDATE %s SET recorded = tstzrange(lower(recorded), CAST(:now AS timestamptz)), closed_by = :change
                        WHERE %s = :id AND upper_inf(recorded)
                        """.formatted(table, key))
                .bind("id", id)
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
    }
}

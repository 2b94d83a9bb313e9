package org.sharpeyes.gateway.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.discovery.Findings;
import org.sharpeyes.gateway.discovery.FoundDevice;
import org.sharpeyes.gateway.discovery.FoundDevice.Finding;
import org.sharpeyes.gateway.discovery.FoundDevice.State;
import org.sharpeyes.gateway.discovery.Inbox;
import org.sharpeyes.model.DeviceId;

/** The inbox in PostgreSQL. Thread-safe; blocks. */
public final class PostgresInbox implements Inbox {
    /** Findings are put one after another, so that one device never becomes two entries. */
    private static final long LOCK = 0x5e_0001L;

    private static final String COLUMNS =
            "id, endpoint, host(host) AS host, onvif_port, mapped_ports, service_path, name, manufacturer, model,"
                    + " serial, location, reasons, state, device, first_seen, last_seen";

    private final Jdbi jdbi;

    public PostgresInbox(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Optional<FoundDevice> put(Finding finding, Instant seenAt) {
        return jdbi.inTransaction(handle -> {
            handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
            FoundDevice known = known(handle, finding).orElse(null);
            if (known == null) {
                int entries = handle.createQuery("SELECT count(*) FROM gateway_found_device")
                        .mapTo(Integer.class)
                        .one();
                if (entries >= MOST_ENTRIES) {
                    return Optional.empty();
                }
            }
            Instant now = seenAt.truncatedTo(ChronoUnit.MICROS);
            FoundDevice entry = known == null
                    ? new FoundDevice(UUID.randomUUID(), finding, State.NEW, Optional.empty(), now, now)
                    : new FoundDevice(
                            known.id(),
                            Findings.merge(known.finding(), finding),
                            known.state(),
                            known.device(),
                            known.firstSeen(),
                            now);
            save(handle, entry);
            return Optional.of(entry);
        });
    }

    private static Optional<FoundDevice> known(Handle handle, Finding finding) {
        return handle.createQuery("""
                        SELECT %s FROM gateway_found_device
                        WHERE endpoint = CAST(:endpoint AS text)
                           OR (endpoint IS NULL OR CAST(:endpoint AS text) IS NULL)
                              AND ((host = CAST(:host AS inet) AND onvif_port = :port AND mapped_ports = :mapped)
                                   OR (serial <> '' AND serial = :serial
                                       AND manufacturer = :manufacturer AND model = :model))
                        ORDER BY endpoint IS NOT DISTINCT FROM CAST(:endpoint AS text) DESC, first_seen
                        LIMIT 1
                        """.formatted(COLUMNS))
                .bind("endpoint", finding.endpoint().orElse(null))
                .bind("host", finding.path().host().getHostAddress())
                .bind("port", finding.onvifPort())
                .bind("mapped", ports(finding.path()))
                .bind("serial", finding.serial())
                .bind("manufacturer", finding.manufacturer())
                .bind("model", finding.model())
                .map(PostgresInbox::row)
                .findOne();
    }

    private static void save(Handle handle, FoundDevice entry) {
        Finding finding = entry.finding();
        handle.createUpdate("""
                        INSERT INTO gateway_found_device (id, endpoint, host, onvif_port, mapped_ports, service_path, name,
                            manufacturer, model, serial, location, reasons, state, device, first_seen, last_seen)
                        VALUES (:id, CAST(:endpoint AS text), CAST(:host AS inet), :port, :mapped, :path, :name,
                            :manufacturer, :model, :serial, :location, :reasons, :state, CAST(:device AS uuid), :firstSeen, :lastSeen)
                        ON CONFLICT (id) DO UPDATE SET endpoint = excluded.endpoint, host = excluded.host,
                            onvif_port = excluded.onvif_port, mapped_ports = excluded.mapped_ports,
                            service_path = excluded.service_path, name = excluded.name,
                            manufacturer = excluded.manufacturer, model = excluded.model, serial = excluded.serial,
                            location = excluded.location, reasons = excluded.reasons, last_seen = excluded.last_seen
                        """)
                .bind("id", entry.id())
                .bind("endpoint", finding.endpoint().orElse(null))
                .bind("host", finding.path().host().getHostAddress())
                .bind("port", finding.onvifPort())
                .bind("mapped", ports(finding.path()))
                .bind("path", finding.servicePath())
                .bind("name", finding.name())
                .bind("manufacturer", finding.manufacturer())
                .bind("model", finding.model())
                .bind("serial", finding.serial())
                .bind("location", finding.location())
                .bindArray("reasons", String.class, finding.reasons())
                .bind("state", entry.state().name())
                .bind("device", entry.device().map(DeviceId::value).orElse(null))
                .bind("firstSeen", utc(entry.firstSeen()))
                .bind("lastSeen", utc(entry.lastSeen()))
                .execute();
    }

    @Override
    public Optional<FoundDevice> find(UUID id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM gateway_found_device WHERE id = :id")
                        .bind("id", id)
                        .map(PostgresInbox::row)
                        .findOne());
    }

    @Override
    public List<FoundDevice> list(Optional<UUID> after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT %s FROM gateway_found_device
                        WHERE CAST(:after AS uuid) IS NULL OR (first_seen, id) >
                            (SELECT last.first_seen, last.id FROM gateway_found_device last WHERE last.id = CAST(:after AS uuid))
                        ORDER BY first_seen, id
                        LIMIT :limit
                        """.formatted(COLUMNS))
                .bind("after", after.orElse(null))
                .bind("limit", limit)
                .map(PostgresInbox::row)
                .list());
    }

    @Override
    public void mark(UUID id, State state) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE gateway_found_device SET state = :state WHERE id = :id")
                .bind("state", state.name())
                .bind("id", id)
                .execute());
    }

    @Override
    public void registered(UUID id, DeviceId device) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE gateway_found_device SET state = 'REGISTERED', device = :device WHERE id = :id")
                .bind("device", device.value())
                .bind("id", id)
                .execute());
    }

    @Override
    public void describe(UUID id, String manufacturer, String model, String serial) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE gateway_found_device SET
                            manufacturer = coalesce(nullif(:manufacturer, ''), manufacturer),
                            model = coalesce(nullif(:model, ''), model),
                            serial = coalesce(nullif(:serial, ''), serial)
                        WHERE id = :id
                        """)
                .bind("manufacturer", manufacturer)
                .bind("model", model)
                .bind("serial", serial)
                .bind("id", id)
                .execute());
    }

    @Override
    public void move(UUID id, AccessPath path, int onvifPort) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE gateway_found_device
                        SET host = CAST(:host AS inet), onvif_port = :port, mapped_ports = :mapped
                        WHERE id = :id
                        """)
                .bind("host", path.host().getHostAddress())
                .bind("port", onvifPort)
                .bind("mapped", ports(path))
                .bind("id", id)
                .execute());
    }

    private static FoundDevice row(ResultSet row, StatementContext context) throws SQLException {
        String host = row.getString("host");
        AccessPath path = new AccessPath(
                IpLiteral.parse(host).orElseThrow(() -> new SQLException("host: " + host + " (expected: an address)")),
                ports(row.getString("mapped_ports")));
        Finding finding = new Finding(
                Optional.ofNullable(row.getString("endpoint")),
                path,
                row.getInt("onvif_port"),
                row.getString("service_path"),
                row.getString("name"),
                row.getString("manufacturer"),
                row.getString("model"),
                row.getString("serial"),
                row.getString("location"),
                List.of((String[]) row.getArray("reasons").getArray()));
        return new FoundDevice(
                row.getObject("id", UUID.class),
                finding,
                State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getObject("device", UUID.class)).map(DeviceId::new),
                row.getObject("first_seen", OffsetDateTime.class).toInstant(),
                row.getObject("last_seen", OffsetDateTime.class).toInstant());
    }

    /** {@code "ONVIF=10001 RTSP=11001"}. */
    private static String ports(AccessPath path) {
        StringBuilder text = new StringBuilder();
        sorted(path.ports()).forEach((service, port) -> text.append(text.isEmpty() ? "" : " ")
                .append(service)
                .append('=')
                .append(port));
        return text.toString();
    }

    private static EnumMap<CameraService, Integer> sorted(Map<CameraService, Integer> ports) {
        EnumMap<CameraService, Integer> inOrder = new EnumMap<>(CameraService.class);
        inOrder.putAll(ports);
        return inOrder;
    }

    private static Map<CameraService, Integer> ports(String text) {
        EnumMap<CameraService, Integer> ports = new EnumMap<>(CameraService.class);
        for (String each : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int equals = each.indexOf('=');
            ports.put(CameraService.valueOf(each.substring(0, equals)), Integer.valueOf(each.substring(equals + 1)));
        }
        return ports;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

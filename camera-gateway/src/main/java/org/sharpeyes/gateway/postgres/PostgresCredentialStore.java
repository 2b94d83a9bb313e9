package org.sharpeyes.gateway.postgres;

import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.credential.CredentialStore;
import org.sharpeyes.model.DeviceId;

/** Sealed credentials and refusals in PostgreSQL. Thread-safe; blocks. */
public final class PostgresCredentialStore implements CredentialStore {
    private final Jdbi jdbi;

    public PostgresCredentialStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void save(DeviceId device, CameraService service, byte[] sealed) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO gateway_credential (device, service, sealed) VALUES (:device, :service, :sealed)
                        ON CONFLICT (device, service) DO UPDATE SET sealed = excluded.sealed, saved_at = now()
                        """)
                .bind("device", device.value())
                .bind("service", service.name())
                .bind("sealed", sealed)
                .execute());
    }

    @Override
    public Optional<byte[]> find(DeviceId device, CameraService service) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT sealed FROM gateway_credential WHERE device = :device AND service = :service")
                .bind("device", device.value())
                .bind("service", service.name())
                .map((row, context) -> row.getBytes("sealed"))
                .findOne());
    }

    @Override
    public int refusals(DeviceId device, byte[] fingerprint) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT refusals FROM gateway_refusal WHERE device = :device AND fingerprint = :fingerprint")
                .bind("device", device.value())
                .bind("fingerprint", fingerprint)
                .map((row, context) -> row.getInt("refusals"))
                .findOne()
                .orElse(0));
    }

    @Override
    public void saveRefusals(DeviceId device, byte[] fingerprint, int refusals) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO gateway_refusal (device, fingerprint, refusals) VALUES (:device, :fingerprint, :refusals)
                        ON CONFLICT (device, fingerprint) DO UPDATE SET refusals = excluded.refusals, changed_at = now()
                        """)
                .bind("device", device.value())
                .bind("fingerprint", fingerprint)
                .bind("refusals", refusals)
                .execute());
    }
}

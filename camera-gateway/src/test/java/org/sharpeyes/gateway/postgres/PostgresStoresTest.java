package org.sharpeyes.gateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.credential.AuthenticationGuard;
import org.sharpeyes.gateway.credential.CredentialKey;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.credential.Vault;
import org.sharpeyes.gateway.discovery.FoundDevice;
import org.sharpeyes.gateway.discovery.FoundDevice.Finding;
import org.sharpeyes.gateway.discovery.InMemoryInbox;
import org.sharpeyes.gateway.discovery.Inbox;
import org.sharpeyes.gateway.registration.InMemoryRegistrationStore;
import org.sharpeyes.gateway.registration.Registration;
import org.sharpeyes.gateway.registration.RegistrationStore;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DeviceId;

/** The contract of the stores, on memory and on a real PostgreSQL. */
@Tag("slow")
class PostgresStoresTest {
    private static final Instant NOON = Instant.parse("2026-05-03T12:00:00Z");

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    @SuppressWarnings("NullAway.Init")
    private static Jdbi jdbi;

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        Flyway.configure()
                .dataSource(postgres.getPostgresDatabase())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        jdbi = Jdbi.create(postgres.getPostgresDatabase());
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void empty() {
        jdbi.useHandle(handle -> handle.execute("TRUNCATE gateway_found_device, gateway_registration CASCADE"));
    }

    private static Inbox inbox(String kind) {
        return kind.equals("memory") ? new InMemoryInbox() : new PostgresInbox(jdbi);
    }

    private static Finding finding(String endpoint, String host, int port, String serial, String reason) {
        return new Finding(
                Optional.of(endpoint).filter(each -> !each.isEmpty()),
                AccessPath.direct(IpLiteral.parse(host).orElseThrow()),
                port,
                "/onvif/device_service",
                "村口 & gate",
                "Maker",
                "M1",
                serial,
                "",
                List.of(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "postgres"})
    void oneEndpointIsOneEntryWhereverItTurnsUp(String kind) {
        Inbox inbox = inbox(kind);
        FoundDevice first =
                inbox.put(finding("uuid:1", "10.0.0.1", 80, "", "first"), NOON).orElseThrow();
        FoundDevice moved = inbox.put(finding("uuid:1", "10.0.0.9", 8000, "S1", "moved"), NOON.plusSeconds(5))
                .orElseThrow();
        FoundDevice other = inbox.put(finding("uuid:2", "10.0.0.9", 8000, "S1", "same address and serial"), NOON)
                .orElseThrow();
        assertThat(moved.id()).isEqualTo(first.id());
        assertThat(moved.firstSeen()).isEqualTo(NOON);
        assertThat(moved.finding().serial()).isEqualTo("S1");
        assertThat(moved.finding().reasons()).containsExactly("moved", "first");
        assertThat(other.id()).isNotEqualTo(first.id());
        assertThat(inbox.find(first.id())).contains(moved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "postgres"})
    void withoutEndpointSerialOrAddressTellsTheDevice(String kind) {
        Inbox inbox = inbox(kind);
        FoundDevice bare =
                inbox.put(finding("", "10.0.0.1", 80, "S7", "scan"), NOON).orElseThrow();
        assertThat(inbox.put(finding("", "10.0.0.2", 80, "S7", "scan"), NOON)
                        .orElseThrow()
                        .id())
                .isEqualTo(bare.id());
        assertThat(inbox.put(finding("", "10.0.0.2", 80, "", "scan"), NOON)
                        .orElseThrow()
                        .id())
                .isEqualTo(bare.id());
        assertThat(inbox.put(finding("uuid:7", "10.0.0.2", 80, "", "probe"), NOON)
                        .orElseThrow()
                        .id())
                .isEqualTo(bare.id());
        assertThat(inbox.put(finding("", "10.0.0.2", 81, "", "another port"), NOON)
                        .orElseThrow()
                        .id())
                .isNotEqualTo(bare.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "postgres"})
    void pagesCoverTheInboxAndStatesAreKept(String kind) {
        Inbox inbox = inbox(kind);
        for (int i = 0; i < 25; i++) {
            inbox.put(finding("uuid:" + i, "10.0.1." + i, 80, "", "x"), NOON.plusSeconds(i % 3));
        }
        List<UUID> seen = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        List<FoundDevice> page;
        while (!(page = inbox.list(after, 10)).isEmpty()) {
            page.forEach(entry -> seen.add(entry.id()));
            after = Optional.of(page.get(page.size() - 1).id());
        }
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        DeviceId device = DeviceId.random();
        inbox.registered(seen.get(3), device);
        inbox.mark(seen.get(4), FoundDevice.State.IGNORED);
        inbox.describe(seen.get(3), "Maker2", "", "S9");
        AccessPath mapped = new AccessPath(
                IpLiteral.parse("10.9.9.9").orElseThrow(),
                Map.of(CameraService.ONVIF, 10001, CameraService.RTSP, 11001));
        inbox.move(seen.get(3), mapped, 10001);
        FoundDevice registered = inbox.find(seen.get(3)).orElseThrow();
        assertThat(registered.state()).isEqualTo(FoundDevice.State.REGISTERED);
        assertThat(registered.guardedAs()).isEqualTo(device);
        assertThat(registered.finding().manufacturer()).isEqualTo("Maker2");
        assertThat(registered.finding().model()).isEqualTo("M1");
        assertThat(registered.finding().path()).isEqualTo(mapped);
        assertThat(inbox.put(registered.finding(), NOON.plusSeconds(60))
                        .orElseThrow()
                        .state())
                .isEqualTo(FoundDevice.State.REGISTERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "postgres"})
    void registrationsKeepTheirSteps(String kind) {
        RegistrationStore store =
                kind.equals("memory") ? new InMemoryRegistrationStore() : new PostgresRegistrationStore(jdbi);
        UUID id = UUID.randomUUID();
        Registration started = new Registration(
                id, Optional.empty(), Registration.State.RUNNING, Optional.empty(), List.of(), List.of(), NOON);
        store.save(started);
        assertThat(store.running()).contains(started);
        Registration done = new Registration(
                id,
                Optional.empty(),
                Registration.State.DONE,
                Optional.of(DeviceId.random()),
                List.of(new CameraId(UUID.randomUUID()), new CameraId(UUID.randomUUID())),
                List.of(new Registration.Step(
                        Registration.StepName.CLOCK, Registration.Outcome.OK, "right within a second", NOON)),
                NOON);
        store.save(done);
        assertThat(store.find(id)).contains(done);
        assertThat(store.running()).isEmpty();
        assertThat(store.newest(10)).contains(done);
    }

    @Test
    void l1PasswordsAndRefusalsAreKeptWithoutShowingThePassword(@TempDir java.nio.file.Path folder) throws Exception {
        CredentialKey key = CredentialKey.loadOrCreate(folder.resolve("key"), new SecureRandom());
        PostgresCredentialStore store = new PostgresCredentialStore(jdbi);
        Vault vault = new Vault(key, store);
        DeviceId device = DeviceId.random();
        Credentials login = new Credentials("admin", "canary-5e2d");
        vault.keep(device, CameraService.ONVIF, new Credentials("admin", "older"));
        vault.keep(device, CameraService.ONVIF, login);
        assertThat(vault.of(device, CameraService.RTSP)).contains(login);
        for (int i = 0; i < 2; i++) {
            AuthenticationGuard guard = new AuthenticationGuard(key, store);
            ((AuthenticationGuard.Permission.Granted) guard.ask(device, login))
                    .attempt()
                    .refused();
        }
        assertThat(new AuthenticationGuard(key, store).ask(device, login))
                .isEqualTo(new AuthenticationGuard.Permission.Stopped(2));
        String dump = jdbi.withHandle(handle -> String.join(
                "\n",
                handle.createQuery("SELECT device || service || encode(sealed, 'escape') FROM gateway_credential")
                        .mapTo(String.class)
                        .list()));
        assertThat(dump).isNotEmpty().doesNotContain("canary");
    }
}

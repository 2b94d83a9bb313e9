package org.sharpeyes.access.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.Assignment;
import org.sharpeyes.access.Places;
import org.sharpeyes.access.Role;
import org.sharpeyes.access.SettableClock;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.account.RightsOffice;
import org.sharpeyes.access.account.SecretBox;
import org.sharpeyes.access.register.AccessEvent;
import org.sharpeyes.access.register.AccessRegister;
import org.sharpeyes.access.register.RegisterStore;
import org.sharpeyes.access.register.RegisterUnavailable;
import org.sharpeyes.access.session.Session;
import org.sharpeyes.access.session.SessionSettings;
import org.sharpeyes.access.session.Sessions;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.ChainHead;
import org.sharpeyes.evidence.HeadSigner;
import org.sharpeyes.evidence.RegisterVerifier;
import org.sharpeyes.evidence.SignedHead;
import org.sharpeyes.evidence.Verdict;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/** Accounts, sessions and the register over a real PostgreSQL. */
@Tag("slow")
class PostgresAccessTest {
    private static final String PASSWORD = "a long enough phrase";

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    private final SettableClock clock = new SettableClock();
    private final HeadSigner signer = HeadSigner.generate();

    @SuppressWarnings("NullAway.Init")
    private Jdbi jdbi;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void migrate() throws IOException, SQLException {
        jdbi = Jdbi.create(postgres.getPostgresDatabase());
        String accounts = script("V2026.11.23.40__accounts_and_rights.sql");
        String register = script("V2026.11.23.41__access_register.sql");
        String requests = script("V2026.11.26.40__access_requests.sql");
        jdbi.useHandle(handle -> {
            handle.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            handle.createScript(accounts).execute();
            // A script splitter would cut the function at its semicolons.
            try (java.sql.Statement statement = handle.getConnection().createStatement()) {
                statement.execute(register);
                statement.execute(requests);
            }
        });
    }

    @Test
    void anAccountSignsInWithItsPasswordUntilItIsDisabled() {
        Accounts accounts = accounts(false);
        Account duty = accounts.create("duty", "值班员", PASSWORD).orElseThrow();
        assertThat(accounts.create("duty", "another", PASSWORD)).isEmpty();
        assertThat(accounts(false).authenticate("duty", PASSWORD)).contains(duty);
        assertThat(accounts.authenticate("duty", "wrong")).isEmpty();
        assertThat(accounts.authenticate("nobody", PASSWORD)).isEmpty();
        accounts.disable(duty.id());
        assertThat(accounts.authenticate("duty", PASSWORD)).isEmpty();
        assertThat(accounts.digest("duty")).isEmpty();
    }

    @Test
    void j2AccountsOfTheDemoDoNotExistOutsideIt() {
        accounts(true).createForDemo("demo", "demo", "short");
        assertThat(accounts(true).authenticate("demo", "short")).isPresent();
        assertThat(accounts(false).authenticate("demo", "short")).isEmpty();
        assertThat(accounts(false).active()).isEmpty();
    }

    @Test
    void j2WeakPasswordsAreRefused() {
        Accounts accounts = accounts(false);
        for (String weak : List.of("short", "aaaaaaaaaaaaaaaa", "password1234", "the duty officer")) {
            assertThatThrownBy(() -> accounts.create("duty", "duty", weak))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(weak);
        }
    }

    @Test
    void noTableHoldsAPassword() {
        Accounts accounts = accounts(false);
        accounts.create("duty", "duty", PASSWORD);
        String dump = jdbi.withHandle(handle -> handle.createQuery("SELECT account::text FROM account")
                .mapTo(String.class)
                .one());
        assertThat(dump).doesNotContain(PASSWORD);
        assertThat(dump)
                .doesNotContain(accounts.digest("duty").orElseThrow().secrets().md5());
    }

    @Test
    void rightsAreKeptAndTakenBack() {
        Accounts accounts = accounts(false);
        AccessControl control = new AccessControl(new Nowhere(), clock);
        RightsOffice office = office(accounts, control);
        UserId security = accounts.create("sec", "sec", PASSWORD).orElseThrow().id();
        UserId duty = accounts.create("duty", "duty", PASSWORD).orElseThrow().id();
        Assignment assignment = new Assignment(
                UUID.randomUUID(),
                duty,
                Role.DUTY_OFFICER,
                Assignment.Effect.ALLOW,
                AreaId.random(),
                Set.of("1"),
                Set.of(org.sharpeyes.model.Action.VIEW_LIVE),
                clock.instant().plus(Duration.ofDays(1)));
        assertThat(office.grant(assignment, security)).isInstanceOf(RightsOffice.Grant.Granted.class);
        assertThat(office(accounts(false), control).assignments(duty)).containsExactly(assignment);
        assertThat(control.assignments(duty)).containsExactly(assignment);
        assertThat(office.revoke(assignment.id(), security)).isTrue();
        assertThat(office.revoke(assignment.id(), security)).isFalse();
        assertThat(control.assignments(duty)).isEmpty();
    }

    @Test
    void nobodyGrantsHimselfAndTheThreeAdministratorsStayThree() {
        Accounts accounts = accounts(false);
        RightsOffice office = office(accounts, new AccessControl(new Nowhere(), clock));
        UserId security = accounts.create("sec", "sec", PASSWORD).orElseThrow().id();
        UserId other = accounts.create("other", "other", PASSWORD).orElseThrow().id();
        office.grantAtFirstStart(Assignment.allow(security, Role.SECURITY_ADMINISTRATOR, null));
        assertThat(office.grant(Assignment.allow(security, Role.DUTY_OFFICER, null), security))
                .isInstanceOf(RightsOffice.Grant.Refused.class);
        assertThat(office.grant(Assignment.allow(other, Role.AUDITOR, null), security))
                .isInstanceOf(RightsOffice.Grant.Granted.class);
        assertThat(office.grant(Assignment.allow(other, Role.SYSTEM_ADMINISTRATOR, null), security))
                .isInstanceOf(RightsOffice.Grant.Refused.class);
        assertThat(office.grant(Assignment.allow(other, Role.DUTY_OFFICER, null), security))
                .isInstanceOf(RightsOffice.Grant.Refused.class);
    }

    @Test
    void aSessionOutlivesARestartAndNotItsEnd() {
        Account duty = accounts(false).create("duty", "duty", PASSWORD).orElseThrow();
        List<Session> ended = new ArrayList<>();
        Sessions sessions = sessions(ended);
        Sessions.Opened opened = sessions.open(duty, "10.0.0.5");
        assertThat(opened.toString()).doesNotContain(opened.token());
        Sessions restarted = sessions(ended);
        assertThat(restarted.find(opened.token())).contains(opened.session());
        restarted.closeAll(duty.id());
        assertThat(restarted.find(opened.token())).isEmpty();
        assertThat(sessions(ended).find(opened.token())).isEmpty();
        assertThat(ended).containsExactly(opened.session());
    }

    @Test
    void aSessionThatNobodyUsesEnds() {
        Account duty = accounts(false).create("duty", "duty", PASSWORD).orElseThrow();
        List<Session> ended = new ArrayList<>();
        Sessions sessions = sessions(ended);
        String token = sessions.open(duty, "10.0.0.5").token();
        clock.advance(Duration.ofMinutes(50));
        assertThat(sessions.find(token)).isPresent();
        clock.advance(Duration.ofMinutes(59));
        assertThat(sessions.find(token)).isPresent();
        clock.advance(Duration.ofMinutes(60));
        assertThat(sessions.find(token)).isEmpty();
        sessions.tick();
        assertThat(ended).hasSize(1);
    }

    @Test
    void recordsOfManyWritersFormOneChain() throws IOException {
        AccessRegister register = register(new PostgresRegisterStore(jdbi));
        ExecutorService writers = Executors.newFixedThreadPool(8);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(CompletableFuture.runAsync(() -> register.write(event()), writers));
        }
        all.forEach(CompletableFuture::join);
        writers.shutdown();
        register.signHead();
        assertThat(verified(register))
                .isEqualTo(new Verdict.Intact(1, 100, HeadSigner.fingerprint(signer.publicKeyText())));
    }

    @Test
    void aRecordIsNeverChangedNorDeleted() {
        AccessRegister register = register(new PostgresRegisterStore(jdbi));
        register.write(event());
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("DELETE FROM access_record")))
                .hasMessageContaining("never changed or deleted");
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("UPDATE access_record SET action = 'X'")))
                .hasMessageContaining("never changed or deleted");
    }

    @Test
    void e1ARecordChangedBehindOurBackIsNamed() throws IOException {
        AccessRegister register = register(new PostgresRegisterStore(jdbi));
        for (int i = 0; i < 5; i++) {
            register.write(event());
        }
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE access_record DISABLE TRIGGER ALL; UPDATE access_record"
                + " SET payload = replace(payload, 'duty', 'auditor') WHERE sequence = 3"));
        assertThat(verified(register))
                .isEqualTo(new Verdict.Broken(5, "record 3 was changed: its hash is not that of its content"));
    }

    @Test
    void recordsGoToTheJournalWhileTheStoreIsAwayAndComeBackOnce() throws IOException {
        Unreliable store = new Unreliable(new PostgresRegisterStore(jdbi));
        AccessRegister register = register(store);
        register.write(event());
        store.away = true;
        register.write(event());
        register.write(event());
        assertThat(register.waiting()).isEqualTo(2);
        register.close();

        // A restart while the store is still away, with a line that a crash cut off.
        Files.writeString(folder.resolve("journal"), "record 3 00", StandardOpenOption.APPEND);
        AccessRegister restarted = register(store);
        assertThat(restarted.waiting()).isEqualTo(2);
        assertThat(restarted.drain()).isZero();
        store.away = false;
        assertThat(restarted.drain()).isEqualTo(2);
        assertThat(restarted.drain()).isZero();
        assertThat(verified(restarted).intact()).isTrue();
        assertThat(restarted.newest(Long.MAX_VALUE, 10, ALL)).hasSize(3);
        assertThat(Files.size(folder.resolve("journal"))).isZero();
    }

    @Test
    void aJournalThatSomebodyChangedIsRefused() throws IOException {
        Unreliable store = new Unreliable(new PostgresRegisterStore(jdbi));
        store.away = true;
        AccessRegister register = register(store);
        register.write(event());
        register.close();
        Path journal = folder.resolve("journal");
        Files.writeString(journal, Files.readString(journal).replace("duty", "dutz"));
        assertThatThrownBy(() -> register(store)).hasMessageContaining("changed at record 1");
    }

    @Test
    void aSealedRecordHasItsOwnSignedHeadAndIsRefusedWhenTheStoreIsAway() throws Exception {
        Unreliable store = new Unreliable(new PostgresRegisterStore(jdbi));
        AccessRegister register = register(store);
        register.write(event());
        AccessRegister.Sealed sealed = register.seal(event());
        assertThat(sealed.entry().sequence()).isEqualTo(2);
        assertThat(sealed.head().head()).isEqualTo(sealed.entry().head());
        assertThat(register.signedHeads(Long.MAX_VALUE, 10)).containsExactly(sealed.head());
        assertThat(register.verify()).isInstanceOf(Verdict.Intact.class);
        store.away = true;
        assertThatThrownBy(() -> register.seal(event())).isInstanceOf(RegisterUnavailable.class);
        assertThat(register.waiting()).isZero();
    }

    @Test
    void theWalkNamesTheRecordThatWasChanged() throws Exception {
        AccessRegister register = register(new PostgresRegisterStore(jdbi));
        for (int i = 0; i < 5; i++) {
            register.write(event());
        }
        register.signHead();
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE access_record DISABLE TRIGGER ALL;"
                + "UPDATE access_record SET payload = replace(payload, 'VIEW_LIVE', 'SIGN_IN') WHERE sequence = 3"));
        assertThat(register.verify()).isEqualTo(new Verdict.Broken(3, "record 3 was changed"));
        jdbi.useHandle(handle -> handle.execute("DELETE FROM access_record WHERE sequence = 2"));
        assertThat(register.verify()).isEqualTo(new Verdict.Broken(2, "record 2 is missing"));
    }

    @Test
    void recordsOfACaseAreFound() {
        AccessRegister register = register(new PostgresRegisterStore(jdbi));
        register.write(event());
        AccessEvent of = event();
        register.write(new AccessEvent(
                of.id(),
                of.at(),
                of.user(),
                of.username(),
                "PLAY_BACK",
                of.camera(),
                of.object(),
                of.purpose(),
                of.client(),
                of.rule(),
                "A-17"));
        assertThat(register.newest(Long.MAX_VALUE, 10, new RegisterStore.Filter(null, null, null, "A-17", null, null)))
                .hasSize(1);
    }

    private static final RegisterStore.Filter ALL = new RegisterStore.Filter(null, null, null, null, null, null);

    private Accounts accounts(boolean demo) {
        return new Accounts(new PostgresAccountStore(jdbi), new SecretBox(new byte[32]), clock, demo);
    }

    private RightsOffice office(Accounts accounts, AccessControl control) {
        return new RightsOffice(new PostgresAccountStore(jdbi), accounts, control, clock);
    }

    private Sessions sessions(List<Session> ended) {
        return new Sessions(
                new PostgresSessionStore(jdbi),
                new SessionSettings(Duration.ofHours(12), Duration.ofHours(1), Duration.ofMinutes(1)),
                clock,
                ended::add);
    }

    private AccessRegister register(RegisterStore store) {
        return new AccessRegister(store, folder.resolve("journal"), signer, clock);
    }

    private Verdict verified(AccessRegister register) throws IOException {
        StringWriter out = new StringWriter();
        register.export(out);
        return new RegisterVerifier(signer.publicKeyText())
                .verify(new BufferedReader(new StringReader(out.toString())));
    }

    @Test
    void figuresCountEverydayLooksAloneAndNoticeARecordThatFollowsNone() throws IOException {
        AccessRegister register = register(new PostgresRegisterStore(jdbi));
        CameraId camera = new CameraId(UUID.randomUUID());
        for (String action : List.of("VIEW_LIVE", "VIEW_SNAPSHOT", "PLAY_BACK", "EXPORT", "CONTROL_PTZ")) {
            register.write(event(action, camera, "duty-officer"));
        }
        register.write(event("VIEW_LIVE", camera, ""));
        register.write(event());
        PostgresRegisterFigures figures = new PostgresRegisterFigures(jdbi);
        List<CameraId> cameras = List.of(camera);
        assertThat(figures.completeness(
                        cameras,
                        clock.instant().minusSeconds(1),
                        clock.instant().plusSeconds(1)))
                .containsExactly(new PostgresRegisterFigures.Completeness(camera, 4, 3));
        assertThat(figures.completeness(
                        cameras, clock.instant().plusSeconds(1), clock.instant().plusSeconds(2)))
                .isEmpty();

        jdbi.useHandle(handle -> handle.execute(
                "ALTER TABLE access_record DISABLE TRIGGER ALL; DELETE FROM access_record WHERE sequence = 4"));
        assertThat(figures.completeness(
                        cameras,
                        clock.instant().minusSeconds(1),
                        clock.instant().plusSeconds(1)))
                .as("the record before the PTZ was taken out")
                .containsExactly(new PostgresRegisterFigures.Completeness(camera, 4, 2));
    }

    private AccessEvent event(String action, CameraId camera, String rule) {
        return new AccessEvent(
                UUID.randomUUID(),
                clock.instant(),
                UserId.random(),
                "duty",
                action,
                camera,
                "main",
                "夜班",
                "10.0.0.5",
                rule);
    }

    private AccessEvent event() {
        return new AccessEvent(
                UUID.randomUUID(),
                clock.instant(),
                UserId.random(),
                "duty",
                "VIEW_LIVE",
                new CameraId(UUID.randomUUID()),
                "main",
                "夜班",
                "10.0.0.5",
                "duty-officer");
    }

    private static String script(String name) throws IOException {
        try (InputStream in = PostgresAccessTest.class.getResourceAsStream("/db/migration/access/" + name)) {
            if (in == null) {
                throw new IOException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final class Nowhere implements Places {
        @Override
        public @Nullable Place of(CameraId camera) {
            return null;
        }

        @Override
        public List<AreaId> lineage(AreaId area) {
            return List.of();
        }
    }

    /** The real store behind a line that can be cut. */
    private static final class Unreliable implements RegisterStore {
        private final RegisterStore store;
        private volatile boolean away;

        Unreliable(RegisterStore store) {
            this.store = store;
        }

        @Override
        public List<ChainEntry> append(List<Payload> payloads) throws RegisterUnavailable {
            if (away) {
                throw new RegisterUnavailable("the line is cut", new IOException("cut"));
            }
            return store.append(payloads);
        }

        @Override
        public ChainHead head() {
            return store.head();
        }

        @Override
        public List<ChainEntry> entries(long from, int limit) {
            return store.entries(from, limit);
        }

        @Override
        public List<ChainEntry> newest(long before, int limit, Filter filter) {
            return store.newest(before, limit, filter);
        }

        @Override
        public void keep(SignedHead head) {
            store.keep(head);
        }

        @Override
        public List<SignedHead> signedHeads(long before, int limit) {
            return store.signedHeads(before, limit);
        }

        @Override
        public @Nullable SignedHead lastSigned() {
            return store.lastSigned();
        }
    }
}

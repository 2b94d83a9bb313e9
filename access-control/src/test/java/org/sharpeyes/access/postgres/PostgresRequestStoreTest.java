package org.sharpeyes.access.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.ApprovalPolicy;
import org.sharpeyes.access.request.Ask;
import org.sharpeyes.access.request.BreakGlass;
import org.sharpeyes.access.request.RequestId;
import org.sharpeyes.access.request.RequestState;
import org.sharpeyes.access.request.RequestStore.Kept;
import org.sharpeyes.access.request.Scope;
import org.sharpeyes.access.request.Vote;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;

/** Requests and policies over a real PostgreSQL. */
@Tag("slow")
class PostgresRequestStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final UserId POLICE = UserId.random();
    private static final UserId APPROVER = UserId.random();
    private static final CameraId GATE = new CameraId(UUID.randomUUID());
    private static final CameraId SQUARE = new CameraId(UUID.randomUUID());

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    @SuppressWarnings("NullAway.Init")
    private static Jdbi jdbi;

    private final PostgresRequestStore store = new PostgresRequestStore(jdbi);

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder().start();
        jdbi = Jdbi.create(postgres.getPostgresDatabase());
        for (String script : List.of(
                "V2026.11.23.40__accounts_and_rights.sql",
                "V2026.11.23.41__access_register.sql",
                "V2026.11.26.40__access_requests.sql")) {
            String sql = script(script);
            jdbi.useHandle(handle -> {
                try (Statement statement = handle.getConnection().createStatement()) {
                    statement.execute(sql);
                }
            });
        }
        for (UserId user : List.of(POLICE, APPROVER)) {
            jdbi.useHandle(handle -> handle.createUpdate("""
                            INSERT INTO account (id, username, display_name, password_hash, digest_box, demo, created_at)
                            VALUES (:id, :name, 'name', 'hash', '\\x00', false, :at)
                            """)
                    .bind("id", user.value())
                    .bind("name", user.toString())
                    .bind("at", Timestamp.from(NOW))
                    .execute());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void everyStateIsReadAsItWasWritten() {
        AccessRequest pending = request(null, new RequestState.Pending(NOW.plusSeconds(60)));
        GrantId grant = GrantId.random();
        AccessRequest granted = next(
                pending,
                List.of(new Vote(APPROVER, NOW, "no. 1", true, "go on")),
                Set.of(SQUARE),
                new RequestState.Granted(grant, NOW, NOW.plusSeconds(3_600)));
        AccessRequest ended = next(
                granted,
                granted.votes(),
                Set.of(SQUARE),
                new RequestState.Ended(RequestState.End.REVOKED, grant, APPROVER, NOW, "wrong street"));
        store.insert(pending);
        assertThat(store.find(pending.id())).contains(pending);
        assertThat(store.replace(granted)).isEqualTo(Kept.DONE);
        assertThat(store.find(pending.id())).contains(granted);
        assertThat(store.unfinished()).contains(granted);
        assertThat(store.findByGrant(grant)).contains(granted);
        assertThat(store.replace(ended)).isEqualTo(Kept.DONE);
        assertThat(store.findByGrant(grant)).contains(ended);
        assertThat(store.find(pending.id())).contains(ended);
        assertThat(store.unfinished()).doesNotContain(ended);
    }

    @Test
    void aBreakGlassIsUnfinishedUntilItIsReviewed() {
        BreakGlass glass = new BreakGlass("a child is missing", NOW.plusSeconds(60), 1, null);
        AccessRequest expired =
                request(glass, new RequestState.Ended(RequestState.End.EXPIRED, GrantId.random(), null, NOW, ""));
        store.insert(expired);
        assertThat(store.unfinished()).contains(expired);
        AccessRequest reviewed = new AccessRequest(
                expired.id(),
                2,
                expired.ask(),
                expired.policy(),
                expired.scope(),
                List.of(),
                new BreakGlass(
                        glass.reason(), glass.reviewBy(), 1, new BreakGlass.Review(APPROVER, NOW, true, "rightly so")),
                expired.state());
        assertThat(store.replace(reviewed)).isEqualTo(Kept.DONE);
        assertThat(store.find(expired.id())).contains(reviewed);
        assertThat(store.unfinished()).doesNotContain(reviewed);
    }

    @Test
    void aChangeOfAnOldVersionIsNotKept() {
        AccessRequest first = request(null, new RequestState.Pending(NOW));
        store.insert(first);
        AccessRequest second = next(first, List.of(), Set.of(GATE), first.state());
        assertThat(store.replace(second)).isEqualTo(Kept.DONE);
        assertThat(store.replace(second)).isEqualTo(Kept.STALE);
        assertThat(store.find(first.id())).contains(second);
    }

    @Test
    void anApprovalNumberIsKeptForOneRequest() {
        AccessRequest first = request(null, new RequestState.Pending(NOW));
        AccessRequest second = request(null, new RequestState.Pending(NOW));
        store.insert(first);
        store.insert(second);
        List<Vote> vote = List.of(new Vote(APPROVER, NOW, "ab 17", false, ""));
        assertThat(store.replace(next(first, vote, Set.of(GATE), first.state())))
                .isEqualTo(Kept.DONE);
        List<Vote> replayed = List.of(new Vote(APPROVER, NOW, "AB17", false, ""));
        assertThat(store.replace(next(second, replayed, Set.of(GATE), second.state())))
                .isEqualTo(Kept.NUMBER_TAKEN);
        assertThat(store.find(second.id())).contains(second);
    }

    @Test
    void pagesGoFromNewToOld() {
        AccessRequest older = request(null, new RequestState.Pending(NOW));
        AccessRequest newer = request(null, new RequestState.Pending(NOW));
        store.insert(older);
        store.insert(newer);
        assertThat(store.newest(null, 2)).containsExactly(newer, older);
        assertThat(store.newest(newer.id(), 1)).containsExactly(older);
    }

    @Test
    void anAreasPolicyIsKeptAndRemoved() {
        PostgresPolicyStore policies = new PostgresPolicyStore(jdbi);
        AreaId area = AreaId.random();
        ApprovalPolicy policy = new ApprovalPolicy(2, true, false, Duration.ofMinutes(30));
        policies.put(area, new ApprovalPolicy(1, false, true, Duration.ofHours(1)), APPROVER, NOW);
        policies.put(area, policy, APPROVER, NOW);
        assertThat(policies.policies()).isEqualTo(Map.of(area, policy));
        assertThat(policies.remove(area, APPROVER, NOW)).isTrue();
        assertThat(policies.remove(area, APPROVER, NOW)).isFalse();
    }

    private static AccessRequest request(@Nullable BreakGlass glass, RequestState state) {
        TimeWindow window = new TimeWindow(NOW.minusSeconds(600), NOW.minusSeconds(60));
        Ask ask = new Ask(
                POLICE,
                "{\"type\":\"Point\",\"coordinates\":[120,30]}",
                window,
                "偷车",
                "A-1",
                List.of(new Ask.Point(SQUARE, "PROVEN"), new Ask.Point(GATE, "POSSIBLE")),
                Duration.ofHours(8),
                NOW);
        return new AccessRequest(
                RequestId.random(),
                1,
                ask,
                new ApprovalPolicy(1, false, true, Duration.ofHours(1)),
                new Scope(ask.cameras(), window, null),
                List.of(),
                glass,
                state);
    }

    private static AccessRequest next(
            AccessRequest before, List<Vote> votes, Set<CameraId> cameras, RequestState state) {
        return new AccessRequest(
                before.id(),
                before.version() + 1,
                before.ask(),
                before.policy(),
                new Scope(cameras, before.scope().window(), NOW.plusSeconds(3_600)),
                votes,
                before.breakGlass(),
                state);
    }

    private static String script(String name) throws IOException {
        try (InputStream in = PostgresRequestStoreTest.class.getResourceAsStream("/db/migration/access/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

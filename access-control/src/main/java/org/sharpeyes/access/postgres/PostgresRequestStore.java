package org.sharpeyes.access.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.ApprovalPolicy;
import org.sharpeyes.access.request.Ask;
import org.sharpeyes.access.request.BreakGlass;
import org.sharpeyes.access.request.RequestId;
import org.sharpeyes.access.request.RequestState;
import org.sharpeyes.access.request.RequestStore;
import org.sharpeyes.access.request.Scope;
import org.sharpeyes.access.request.Vote;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;

/** Requests in PostgreSQL. A change is kept only if nobody else made one since it was read. Thread-safe. */
public final class PostgresRequestStore implements RequestStore {
    private static final String UNFINISHED =
            "(state IN ('PENDING', 'GRANTED') OR (glass_reason IS NOT NULL AND reviewed_at IS NULL))";

    private final Jdbi jdbi;

    public PostgresRequestStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void insert(AccessRequest request) {
        jdbi.useTransaction(handle -> {
            Ask ask = request.ask();
            bindChanging(handle.createUpdate("""
                            INSERT INTO access_request (id, version, requester, place, asked_from, asked_to, purpose,
                                case_number, grant_seconds, asked_at, persons, supervisor, break_glass,
                                break_glass_seconds, scope_from, scope_to, scope_expires_at, state, decide_by, grant_id,
                                granted_at, expires_at, ended_by, ended_at, end_reason, glass_reason, review_by,
                                escalation, reviewed_by, reviewed_at, justified, review_comment)
                            VALUES (:id, :version, :requester, :place, :askedFrom, :askedTo, :purpose,
                                :caseNumber, :grantSeconds, :askedAt, :persons, :supervisor, :breakGlass,
                                :breakGlassSeconds, :scopeFrom, :scopeTo, CAST(:scopeExpiresAt AS timestamptz), :state,
                                CAST(:decideBy AS timestamptz), CAST(:grant AS uuid), CAST(:grantedAt AS timestamptz),
                                CAST(:expiresAt AS timestamptz), CAST(:endedBy AS uuid), CAST(:endedAt AS timestamptz),
                                CAST(:endReason AS text), CAST(:glassReason AS text), CAST(:reviewBy AS timestamptz),
                                CAST(:escalation AS integer), CAST(:reviewedBy AS uuid),
                                CAST(:reviewedAt AS timestamptz), CAST(:justified AS boolean),
                                CAST(:reviewComment AS text))
                            """), request)
                    .bind("requester", ask.requester().value())
                    .bind("place", ask.place())
                    .bind("askedFrom", Timestamp.from(ask.window().from()))
                    .bind("askedTo", Timestamp.from(ask.window().to()))
                    .bind("purpose", ask.purpose())
                    .bind("caseNumber", ask.caseNumber())
                    .bind("grantSeconds", ask.grantFor().toSeconds())
                    .bind("askedAt", Timestamp.from(ask.at()))
                    .bind("persons", request.policy().persons())
                    .bind("supervisor", request.policy().supervisor())
                    .bind("breakGlass", request.policy().breakGlass())
                    .bind("breakGlassSeconds", request.policy().breakGlassFor().toSeconds())
                    .execute();
            for (int i = 0; i < ask.points().size(); i++) {
                Ask.Point point = ask.points().get(i);
                handle.createUpdate("""
                                INSERT INTO access_request_point (request_id, position, camera_id, grade, in_scope)
                                VALUES (:request, :position, :camera, :grade, :inScope)
                                """)
                        .bind("request", request.id().value())
                        .bind("position", i)
                        .bind("camera", point.camera().value())
                        .bind("grade", point.grade())
                        .bind("inScope", request.scope().cameras().contains(point.camera()))
                        .execute();
            }
        });
    }

    @Override
    public Kept replace(AccessRequest next) {
        return jdbi.inTransaction(handle -> {
            int changed = bindChanging(handle.createUpdate("""
                            UPDATE access_request SET version = :version, scope_from = :scopeFrom, scope_to = :scopeTo,
                                scope_expires_at = CAST(:scopeExpiresAt AS timestamptz), state = :state,
                                decide_by = CAST(:decideBy AS timestamptz), grant_id = CAST(:grant AS uuid),
                                granted_at = CAST(:grantedAt AS timestamptz),
                                expires_at = CAST(:expiresAt AS timestamptz), ended_by = CAST(:endedBy AS uuid),
                                ended_at = CAST(:endedAt AS timestamptz), end_reason = CAST(:endReason AS text),
                                glass_reason = CAST(:glassReason AS text), review_by = CAST(:reviewBy AS timestamptz),
                                escalation = CAST(:escalation AS integer), reviewed_by = CAST(:reviewedBy AS uuid),
                                reviewed_at = CAST(:reviewedAt AS timestamptz),
                                justified = CAST(:justified AS boolean), review_comment = CAST(:reviewComment AS text)
                            WHERE id = :id AND version = :version - 1
                            """), next).execute();
            if (changed == 0) {
                return Kept.STALE;
            }
            for (Vote vote : next.votes()) {
                if (!claimed(handle, vote, next.id())) {
                    handle.rollback();
                    return Kept.NUMBER_TAKEN;
                }
                keep(handle, vote, next.id());
            }
            handle.createUpdate("""
                            UPDATE access_request_point SET in_scope = camera_id = ANY (:cameras)
                            WHERE request_id = :request
                            """)
                    .bind("request", next.id().value())
                    .bindArray(
                            "cameras",
                            UUID.class,
                            next.scope().cameras().stream().map(CameraId::value).toList())
                    .execute();
            return Kept.DONE;
        });
    }

    /** Whether the number is this request's, now or since earlier. Waits for another transaction that claims it. */
    private static boolean claimed(Handle handle, Vote vote, RequestId request) {
        handle.createUpdate(
                        "INSERT INTO approval_number (number, request_id) VALUES (:number, :request) ON CONFLICT DO NOTHING")
                .bind("number", vote.numberKey())
                .bind("request", request.value())
                .execute();
        return handle.createQuery("SELECT request_id = :request FROM approval_number WHERE number = :number")
                .bind("number", vote.numberKey())
                .bind("request", request.value())
                .mapTo(Boolean.class)
                .one();
    }

    private static void keep(Handle handle, Vote vote, RequestId request) {
        handle.createUpdate("""
                        INSERT INTO access_vote (request_id, voter, voted_at, number, supervisor, comment)
                        VALUES (:request, :voter, :at, :number, :supervisor, :comment) ON CONFLICT DO NOTHING
                        """)
                .bind("request", request.value())
                .bind("voter", vote.by().value())
                .bind("at", Timestamp.from(vote.at()))
                .bind("number", vote.number())
                .bind("supervisor", vote.supervisor())
                .bind("comment", vote.comment())
                .execute();
    }

    @Override
    public Optional<AccessRequest> find(RequestId id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM access_request WHERE id = :id")
                .bind("id", id.value())
                .map((row, context) -> request(handle, row))
                .findOne());
    }

    @Override
    public Optional<AccessRequest> findByGrant(GrantId grant) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM access_request WHERE grant_id = :grant")
                .bind("grant", grant.value())
                .map((row, context) -> request(handle, row))
                .findOne());
    }

    @Override
    public List<AccessRequest> unfinished() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM access_request WHERE " + UNFINISHED)
                .map((row, context) -> request(handle, row))
                .list());
    }

    @Override
    public List<AccessRequest> newest(@Nullable RequestId before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM access_request
                        WHERE CAST(:before AS uuid) IS NULL
                            OR number < (SELECT number FROM access_request WHERE id = CAST(:before AS uuid))
                        ORDER BY number DESC LIMIT :limit
                        """)
                .bind("before", before == null ? null : before.value())
                .bind("limit", limit)
                .map((row, context) -> request(handle, row))
                .list());
    }

    private static <S extends SqlStatement<S>> S bindChanging(S statement, AccessRequest request) {
        RequestState state = request.state();
        RequestState.Granted granted = state instanceof RequestState.Granted is ? is : null;
        RequestState.Ended ended = state instanceof RequestState.Ended is ? is : null;
        BreakGlass glass = request.breakGlass();
        BreakGlass.Review review = glass == null ? null : glass.review();
        GrantId grant = request.grantId();
        UserId endedBy = ended == null ? null : ended.by();
        return statement
                .bind("id", request.id().value())
                .bind("version", request.version())
                .bind("scopeFrom", Timestamp.from(request.scope().window().from()))
                .bind("scopeTo", Timestamp.from(request.scope().window().to()))
                .bind("scopeExpiresAt", timestamp(request.scope().expiresAt()))
                .bind("state", state.text())
                .bind(
                        "decideBy",
                        state instanceof RequestState.Pending pending ? Timestamp.from(pending.decideBy()) : null)
                .bind("grant", grant == null ? null : grant.value())
                .bind("grantedAt", granted == null ? null : Timestamp.from(granted.at()))
                .bind("expiresAt", granted == null ? null : Timestamp.from(granted.expiresAt()))
                .bind("endedBy", endedBy == null ? null : endedBy.value())
                .bind("endedAt", ended == null ? null : Timestamp.from(ended.at()))
                .bind("endReason", ended == null ? null : ended.reason())
                .bind("glassReason", glass == null ? null : glass.reason())
                .bind("reviewBy", glass == null ? null : Timestamp.from(glass.reviewBy()))
                .bind("escalation", glass == null ? null : glass.escalation())
                .bind("reviewedBy", review == null ? null : review.by().value())
                .bind("reviewedAt", review == null ? null : Timestamp.from(review.at()))
                .bind("justified", review == null ? null : review.justified())
                .bind("reviewComment", review == null ? null : review.comment());
    }

    private static AccessRequest request(Handle handle, ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        List<Ask.Point> points = new ArrayList<>();
        Set<CameraId> inScope = new HashSet<>();
        handle.createQuery("""
                        SELECT camera_id, grade, in_scope FROM access_request_point
                        WHERE request_id = :request ORDER BY position
                        """)
                .bind("request", id)
                .map((point, context) -> {
                    CameraId camera = new CameraId(point.getObject("camera_id", UUID.class));
                    if (point.getBoolean("in_scope")) {
                        inScope.add(camera);
                    }
                    return new Ask.Point(camera, point.getString("grade"));
                })
                .forEach(points::add);
        Ask ask = new Ask(
                new UserId(row.getObject("requester", UUID.class)),
                row.getString("place"),
                new TimeWindow(required(row, "asked_from"), required(row, "asked_to")),
                row.getString("purpose"),
                row.getString("case_number"),
                points,
                Duration.ofSeconds(row.getLong("grant_seconds")),
                required(row, "asked_at"));
        return new AccessRequest(
                new RequestId(id),
                row.getLong("version"),
                ask,
                new ApprovalPolicy(
                        row.getInt("persons"),
                        row.getBoolean("supervisor"),
                        row.getBoolean("break_glass"),
                        Duration.ofSeconds(row.getLong("break_glass_seconds"))),
                new Scope(
                        inScope,
                        new TimeWindow(required(row, "scope_from"), required(row, "scope_to")),
                        instant(row, "scope_expires_at")),
                votes(handle, id),
                breakGlass(row),
                state(row));
    }

    private static List<Vote> votes(Handle handle, UUID request) {
        return handle.createQuery("""
                        SELECT voter, voted_at, number, supervisor, comment FROM access_vote
                        WHERE request_id = :request ORDER BY voted_at, voter
                        """)
                .bind("request", request)
                .map((row, context) -> new Vote(
                        new UserId(row.getObject("voter", UUID.class)),
                        required(row, "voted_at"),
                        row.getString("number"),
                        row.getBoolean("supervisor"),
                        row.getString("comment")))
                .list();
    }

    private static @Nullable BreakGlass breakGlass(ResultSet row) throws SQLException {
        String reason = row.getString("glass_reason");
        if (reason == null) {
            return null;
        }
        UUID reviewer = row.getObject("reviewed_by", UUID.class);
        return new BreakGlass(
                reason,
                required(row, "review_by"),
                row.getInt("escalation"),
                reviewer == null
                        ? null
                        : new BreakGlass.Review(
                                new UserId(reviewer),
                                required(row, "reviewed_at"),
                                row.getBoolean("justified"),
                                row.getString("review_comment")));
    }

    private static RequestState state(ResultSet row) throws SQLException {
        String state = row.getString("state");
        UUID grant = row.getObject("grant_id", UUID.class);
        if (state.equals("PENDING")) {
            return new RequestState.Pending(required(row, "decide_by"));
        }
        if (state.equals("GRANTED")) {
            return new RequestState.Granted(
                    new GrantId(Objects.requireNonNull(grant, "grant_id")),
                    required(row, "granted_at"),
                    required(row, "expires_at"));
        }
        UUID by = row.getObject("ended_by", UUID.class);
        return new RequestState.Ended(
                RequestState.End.valueOf(state),
                grant == null ? null : new GrantId(grant),
                by == null ? null : new UserId(by),
                required(row, "ended_at"),
                row.getString("end_reason"));
    }

    private static Instant required(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(instant(row, column), column);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}

package org.sharpeyes.access.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sharpeyes.access.request.Village.APPROVER;
import static org.sharpeyes.access.request.Village.COUNTY;
import static org.sharpeyes.access.request.Village.GATE;
import static org.sharpeyes.access.request.Village.SECOND_APPROVER;
import static org.sharpeyes.access.request.Village.SQUARE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.UserId;

/**
 * C1: approvals, revocations, narrowings and expiry against each other while pieces of recordings are asked for. One kind
 * runs random orders on virtual time against a model that knows nothing of the office; the other runs real threads and
 * looks at what began after what had ended. A failing race names its seed.
 */
class GrantRacesTest {
    @Test
    void noPieceOutsideAGrantInAnyOrder() {
        assertThat(orders(2_000)).isPositive();
    }

    @Test
    void noPieceOutsideAGrantAcrossThreads() throws Exception {
        assertThat(threads(500)).isPositive();
    }

    @Test
    @Tag("soak")
    @Tag("soak-grants")
    void noPieceOutsideAGrantInTenThousandRaces() throws Exception {
        long ordered = orders(10_000);
        long threaded = threads(10_000);
        assertThat(ordered).isPositive();
        assertThat(threaded).isPositive();
        System.out.println("races: 10000 orders, " + ordered + " pieces shown; 10000 across threads, " + threaded
                + " pieces shown; 0 outside a grant");
    }

    /** What the law says is open, kept by hand beside the office. */
    private static final class Model {
        private int approvals;
        private boolean ended;
        private @Nullable Instant expiresAt;
        private Set<CameraId> cameras = Set.of(GATE, SQUARE);
        private Instant from;
        private Instant to;

        Model(Instant from, Instant to) {
            this.from = from;
            this.to = to;
        }

        boolean open(CameraId camera, Instant start, Instant end, Instant now) {
            return approvals == 2
                    && !ended
                    && expiresAt != null
                    && now.isBefore(expiresAt)
                    && cameras.contains(camera)
                    && !start.isBefore(from)
                    && !end.isAfter(to);
        }
    }

    /** @return how many pieces were shown */
    private static long orders(int races) {
        long shown = 0;
        for (int seed = 0; seed < races; seed++) {
            shown += order(seed);
        }
        return shown;
    }

    private static long order(int seed) {
        Random random = new Random(seed);
        Village village = twoPersons();
        AccessRequest request = village.office.ask(village.ask(GATE, SQUARE));
        Model model = new Model(village.lastHour.from(), village.lastHour.to());
        long shown = 0;
        for (int step = 0; step < 30; step++) {
            act(random, village, request, model);
            GrantId grant = village.now(request).grantId();
            for (int piece = 0; piece < 4; piece++) {
                CameraId camera = random.nextBoolean() ? GATE : SQUARE;
                Instant start = village.lastHour.from().plusSeconds(random.nextInt(4_000) - 200);
                Instant end = start.plusMillis(1 + random.nextInt(2_000));
                boolean open = grant != null && village.shows(grant, camera, start, end);
                assertThat(open)
                        .as("seed %s, step %s, %s to %s", seed, step, start, end)
                        .isEqualTo(model.open(camera, start, end, village.clock.instant()));
                shown += open ? 1 : 0;
            }
        }
        return shown;
    }

    private static void act(Random random, Village village, AccessRequest request, Model model) {
        Instant now = village.clock.instant();
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> {
                if (village.approve(request, random.nextBoolean() ? APPROVER : SECOND_APPROVER)
                        instanceof Outcome.Done) {
                    model.approvals++;
                    if (model.approvals == 2) {
                        model.expiresAt = now.plus(Duration.ofHours(8));
                    }
                }
            }
            case 4 -> {
                if (random.nextInt(4) == 0) {
                    village.office.revoke(request.id(), APPROVER, "");
                    model.ended = model.ended || model.approvals == 2;
                }
            }
            case 5 -> {
                CameraId left = random.nextBoolean() ? GATE : SQUARE;
                Instant from = model.from.plusSeconds(random.nextInt(120));
                Scope.Narrowing narrowing = new Scope.Narrowing(
                        random.nextInt(4) == 0 && model.cameras.contains(left) ? Set.of(left) : null,
                        from.isBefore(model.to) ? from : null,
                        null,
                        null);
                Outcome outcome =
                        village.office.narrow(request.id(), village.now(request).version(), APPROVER, narrowing);
                if (outcome instanceof Outcome.Done) {
                    model.cameras = narrowing.cameras() == null ? model.cameras : narrowing.cameras();
                    model.from = narrowing.from() == null ? model.from : narrowing.from();
                }
            }
            case 6 -> village.clock.advance(Duration.ofMinutes(random.nextInt(120)));
            case 7 -> village.office.tick();
            case 8 -> village.office.sweep();
            default -> village.clock.advance(Duration.ofSeconds(random.nextInt(60)));
        }
    }

    /** Two approvers, one who revokes, the clock, and a reader, all at once. */
    private static long threads(int races) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(5);
        try {
            long shown = 0;
            for (int seed = 0; seed < races; seed++) {
                shown += race(pool, seed);
            }
            return shown;
        } finally {
            pool.shutdownNow();
        }
    }

    private record Seen(long begun, boolean open, boolean widerOpen) {}

    private static long race(ExecutorService pool, int seed) throws InterruptedException, ExecutionException {
        Random random = new Random(seed);
        Village village = twoPersons();
        AccessRequest request = village.office.ask(village.ask(GATE));
        CyclicBarrier start = new CyclicBarrier(5);
        AtomicLong closed = new AtomicLong(Long.MAX_VALUE);
        boolean expires = random.nextInt(3) == 0;
        List<Future<?>> running = new ArrayList<>();
        running.add(approver(pool, start, village, request, APPROVER));
        running.add(approver(pool, start, village, request, SECOND_APPROVER));
        running.add(pool.submit(task(() -> {
            start.await();
            for (int i = 0; i < 50; i++) {
                if (village.office.revoke(request.id(), APPROVER, "") instanceof Outcome.Done) {
                    closed.accumulateAndGet(System.nanoTime(), Math::min);
                    return null;
                }
                Thread.onSpinWait();
            }
            return null;
        })));
        running.add(pool.submit(task(() -> {
            start.await();
            if (expires) {
                village.clock.advance(Duration.ofHours(9));
                village.office.tick();
                village.office.sweep();
            }
            return null;
        })));
        Future<List<Seen>> reader = pool.submit(() -> {
            List<Seen> seen = new ArrayList<>();
            start.await();
            for (int i = 0; i < 60; i++) {
                long begun = System.nanoTime();
                GrantId grant = village.now(request).grantId();
                Instant from = village.lastHour.from();
                boolean open = grant != null && village.shows(grant, GATE, from, village.lastHour.to());
                boolean wider = grant != null
                        && (village.shows(grant, SQUARE, from, village.lastHour.to())
                                || village.shows(grant, GATE, from.minusMillis(1), village.lastHour.to()));
                seen.add(new Seen(begun, open, wider));
            }
            return seen;
        });
        for (Future<?> task : running) {
            task.get();
        }
        long shown = 0;
        for (Seen piece : reader.get()) {
            assertThat(piece.widerOpen())
                    .as("seed %s: wider than approved", seed)
                    .isFalse();
            if (piece.open()) {
                shown++;
                assertThat(piece.begun())
                        .as("seed %s: asked after the revocation had returned", seed)
                        .isLessThan(closed.get());
            }
        }
        GrantId grant = village.now(request).grantId();
        boolean ended = village.now(request).state() instanceof RequestState.Ended;
        assertThat(grant != null && village.book.open(grant) && ended)
                .as("seed %s: the book is open, the request has ended", seed)
                .isFalse();
        return shown;
    }

    private static Future<?> approver(
            ExecutorService pool, CyclicBarrier start, Village village, AccessRequest request, UserId by) {
        return pool.submit(task(() -> {
            start.await();
            for (int i = 0; i < 5; i++) {
                if (village.approve(request, by) instanceof Outcome.Done) {
                    return null;
                }
            }
            return null;
        }));
    }

    private static Callable<@Nullable Void> task(Callable<@Nullable Void> body) {
        return body;
    }

    private static Village twoPersons() {
        Village village = new Village();
        village.policies.put(
                COUNTY, new ApprovalPolicy(2, false, true, Duration.ofHours(1)), APPROVER, village.clock.instant());
        return village;
    }
}

package org.sharpeyes.gateway.ledger;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one media session has in the ledger: first a place on everything that it passes through, then its turn to be opened.
 * Whoever opens a session with a device goes through here, whatever it is for.
 *
 * <p>Confined to the owner, on which the holder is called.
 */
public final class StreamPlace {
    /** Less than a viewer is held: he is told why there is no room. */
    public static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Set<Resource> GATEWAY = Set.of(new Resource(Resource.Kind.OPENINGS, "gateway"));

    /** Who wants the session. */
    public interface Holder {
        /** Open it now. Once. */
        void ready();

        /** It waited long enough. Close the place. */
        void noRoom(String reason);

        /** Close the session, then the place. */
        void cutOff(String reason);
    }

    private final Ledger ledger;
    private final ScheduledExecutorService timer;
    private final Executor owner;
    private final Claim claim;
    private final Holder holder;
    private Claim now;
    private @Nullable Lease place;
    private @Nullable Lease turn;
    private @Nullable Future<?> patience;
    private boolean closed;

    /** @param owner one thread */
    public StreamPlace(Ledger ledger, ScheduledExecutorService timer, Executor owner, Claim claim, Holder holder) {
        this.ledger = ledger;
        this.timer = timer;
        this.owner = owner;
        this.claim = claim;
        this.holder = holder;
        this.now = claim;
    }

    /** Takes its place in the queue. Once. */
    public void enter() {
        startPatience();
        place = ledger.claim(now, new Lease.Holder() {
            @Override
            public void granted() {
                owner.execute(StreamPlace.this::claimTurn);
            }

            @Override
            public void cutOff(String reason) {
                owner.execute(() -> {
                    if (!closed) {
                        holder.cutOff(reason);
                    }
                });
            }
        });
    }

    private void claimTurn() {
        if (closed) {
            return;
        }
        turn = ledger.claim(new Claim(now.what(), now.use(), now.rank(), 0, GATEWAY), new Lease.Holder() {
            @Override
            public void granted() {
                owner.execute(() -> {
                    if (!closed) {
                        holder.ready();
                    }
                });
            }

            @Override
            public void cutOff(String reason) {
                // Being opened is over in a moment: it is not broken off for another one's turn.
            }
        });
    }

    /** It is for something else from now on; one that has become more important waits anew. */
    public void becomes(Use use, int rank) {
        if (closed || use == now.use() && rank == now.rank()) {
            return;
        }
        Claim before = now;
        now = claim.as(use, rank);
        if (place != null) {
            place.becomes(use, rank);
        }
        if (turn != null) {
            turn.becomes(use, rank);
        }
        if (now.priority() > before.priority() && !waitsFor().isEmpty()) {
            startPatience();
        }
    }

    /** The session stands: others may be opened in its turn. */
    public void opened() {
        stopPatience();
        closeTurn();
    }

    /** What it really takes, in bits a second. */
    public void measured(long bitsPerSecond) {
        if (place != null) {
            place.measured(bitsPerSecond);
        }
    }

    /** As {@link Lease#refusedByDevice()}. */
    public boolean refusedByDevice() {
        return place != null && place.refusedByDevice();
    }

    /** Gives everything back. Harmless when repeated. */
    public void close() {
        closed = true;
        stopPatience();
        if (place != null) {
            place.close();
        }
        closeTurn();
    }

    private void closeTurn() {
        if (turn != null) {
            turn.close();
        }
    }

    private void startPatience() {
        stopPatience();
        patience = timer.schedule(() -> owner.execute(this::outOfPatience), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopPatience() {
        if (patience != null) {
            patience.cancel(false);
        }
    }

    private void outOfPatience() {
        String reason = waitsFor();
        if (!closed && !reason.isEmpty()) {
            holder.noRoom(reason);
        }
    }

    private String waitsFor() {
        String reason = place == null ? "" : place.waitsFor();
        return reason.isEmpty() && turn != null ? turn.waitsFor() : reason;
    }
}

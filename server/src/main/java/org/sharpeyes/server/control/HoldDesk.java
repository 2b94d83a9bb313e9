package org.sharpeyes.server.control;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.register.AccessEvent;
import org.sharpeyes.access.register.AccessRegister;
import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.Ask;
import org.sharpeyes.access.request.RequestId;
import org.sharpeyes.access.request.RequestOffice;
import org.sharpeyes.access.request.RequestState;
import org.sharpeyes.evidence.Sha256;
import org.sharpeyes.recording.hold.EvidenceHold;
import org.sharpeyes.recording.hold.HoldKeeper;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The holds, once the recordings are there, kept in step with the requests they belong to: an approval keeps them, a refusal
 * destroys them. What a change could not be told of is found by the next look, each minute. Thread-safe.
 */
final class HoldDesk implements SmartLifecycle, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HoldDesk.class);

    private final Supplier<@Nullable HoldKeeper> make;
    private final RequestOffice office;
    private final AccessRegister register;
    private final Access access;
    private final InstantSource clock;
    private final List<Consumer<EvidenceHold>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hold-desk");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable HoldKeeper keeper;

    HoldDesk(
            Supplier<@Nullable HoldKeeper> make,
            RequestOffice office,
            AccessRegister register,
            Access access,
            InstantSource clock) {
        this.make = make;
        this.office = office;
        this.register = register;
        this.access = access;
        this.clock = clock;
    }

    /** Empty while nothing is recorded here. */
    Optional<HoldKeeper> holds() {
        return Optional.ofNullable(keeper);
    }

    void onChange(Consumer<EvidenceHold> listener) {
        listeners.add(listener);
    }

    /** @throws IllegalArgumentException if a hold of it would be over a limit */
    void check(Ask ask) {
        running().check(ask.requester(), ask.points().size(), ask.window());
    }

    /** Places a hold for a request; the record is written first. */
    EvidenceHold place(AccessRequest request, CurrentUser user) {
        access.record(
                user,
                "PLACE_HOLD",
                null,
                "request " + request.id() + ": " + request.scope().cameras().size() + " points, "
                        + request.scope().window(),
                request.ask().purpose(),
                "requester",
                request.ask().caseNumber());
        try {
            return running()
                    .place(
                            request.id().value(),
                            request.ask().requester(),
                            request.scope().cameras().stream().sorted().toList(),
                            request.scope().window());
        } catch (IOException unwritable) {
            throw ApiProblem.retryLater(
                    ApiProblem.Type.UNAVAILABLE,
                    "request " + request.id() + " is taken, but its hold cannot be written: " + unwritable.getMessage(),
                    10);
        }
    }

    HoldKeeper running() {
        return holds().orElseThrow(() ->
                ApiProblem.retryLater(ApiProblem.Type.UNAVAILABLE, "nothing is recorded by this server", 60));
    }

    @Override
    public void start() {
        HoldKeeper made = make.get();
        if (made != null) {
            made.onChange(hold -> listeners.forEach(listener -> listener.accept(hold)));
            made.onChange(this::certify);
            keeper = made;
            made.start();
            office.onChange(request -> worker.execute(this::reconcile));
            worker.scheduleWithFixedDelay(this::reconcile, 1, 60, TimeUnit.SECONDS);
        }
    }

    private void reconcile() {
        try {
            HoldKeeper running = keeper;
            if (running != null) {
                for (EvidenceHold hold : running.inForce()) {
                    if (hold.state().undecided()) {
                        follow(running, hold);
                    }
                }
                running.sweep();
            }
        } catch (IOException | RuntimeException failed) {
            // A periodic task that throws is never run again: what fails now is tried anew at the next look.
            LOG.atWarn().setCause(failed).log("Holds could not be looked after; it is tried again");
        }
    }

    private void follow(HoldKeeper running, EvidenceHold hold) throws IOException {
        RequestState state = office.find(new RequestId(hold.request()))
                .map(AccessRequest::state)
                .orElse(null);
        if (state instanceof RequestState.Granted) {
            running.approved(hold.request());
        } else if (state instanceof RequestState.Ended ended) {
            if (ended.grant() == null) {
                running.refused(hold.request(), ended.end().name().toLowerCase(java.util.Locale.ROOT));
            } else {
                running.approved(hold.request());
            }
        }
    }

    /** The certificate's place in the chain. */
    private void certify(EvidenceHold hold) {
        EvidenceHold.Certificate certificate = hold.certificate();
        if (certificate == null) {
            return;
        }
        Optional<AccessRequest> request = office.find(new RequestId(hold.request()));
        register.write(new AccessEvent(
                UUID.randomUUID(),
                clock.instant(),
                hold.owner(),
                "",
                "DESTROY_HOLD",
                null,
                "hold " + hold.id() + " " + certificate.reason() + ": "
                        + certificate.files().size() + " files, list SHA-256 "
                        + Sha256.of(String.join("\n", certificate.files())),
                request.map(of -> of.ask().purpose()).orElse(""),
                "server",
                "request " + hold.request(),
                request.map(of -> of.ask().caseNumber()).orElse(null)));
    }

    @Override
    public void stop() {
        close();
    }

    @Override
    public boolean isRunning() {
        return keeper != null;
    }

    @Override
    public void close() {
        worker.shutdown();
        HoldKeeper running = keeper;
        keeper = null;
        if (running != null) {
            running.close();
        }
    }
}

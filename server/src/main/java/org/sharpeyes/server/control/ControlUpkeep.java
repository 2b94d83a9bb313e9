package org.sharpeyes.server.control;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.access.register.AccessEvent;
import org.sharpeyes.access.register.AccessRegister;
import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.BreakGlass;
import org.sharpeyes.access.request.RequestOffice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clockwork of control: ends what has expired each second, writes it down, escalates, clears old exports away. */
final class ControlUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlUpkeep.class);
    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final RequestOffice office;
    private final ExportDesk exports;
    private final AccessRegister register;
    private final InstantSource clock;
    private final ScheduledExecutorService ticker = timer("grant-ticker");
    private final ScheduledExecutorService sweeper = timer("control-upkeep");

    ControlUpkeep(RequestOffice office, ExportDesk exports, AccessRegister register, InstantSource clock) {
        this.office = office;
        this.exports = exports;
        this.register = register;
        this.clock = clock;
        ticker.scheduleWithFixedDelay(guarded("grants", office::tick), 1, 1, TimeUnit.SECONDS);
        // Apart from the ticker: it waits for a database that is away.
        sweeper.scheduleWithFixedDelay(guarded("requests", this::sweep), 2, SWEEP.toSeconds(), TimeUnit.SECONDS);
        sweeper.scheduleWithFixedDelay(guarded("exports", this::clear), 1, 60, TimeUnit.MINUTES);
    }

    private static ScheduledExecutorService timer(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private void sweep() {
        for (AccessRequest changed : office.sweep()) {
            BreakGlass glass = changed.breakGlass();
            boolean escalated = glass != null && glass.review() == null && glass.escalation() > 0;
            register.write(new AccessEvent(
                    UUID.randomUUID(),
                    clock.instant(),
                    changed.ask().requester(),
                    "",
                    escalated ? "ESCALATE_BREAK_GLASS" : "END_REQUEST",
                    null,
                    "request " + changed.id() + " " + changed.state().text()
                            + (glass == null ? "" : ", break-glass escalated " + glass.escalation() + " times"),
                    changed.ask().purpose(),
                    "server",
                    "time",
                    changed.ask().caseNumber()));
        }
    }

    private void clear() {
        exports.exports().ifPresent(there -> {
            try {
                there.sweep();
            } catch (IOException left) {
                LOG.atWarn().setCause(left).log("An old export cannot be removed");
            }
        });
    }

    /** A periodic task that throws is never run again: what fails now is tried anew at the next turn. */
    private static Runnable guarded(String what, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException failed) {
                LOG.atWarn()
                        .addKeyValue("task", what)
                        .setCause(failed)
                        .log("Upkeep of control failed; it is tried again");
            }
        };
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        sweeper.shutdownNow();
    }
}

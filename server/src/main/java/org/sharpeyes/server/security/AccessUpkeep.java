package org.sharpeyes.server.security;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.register.AccessRegister;
import org.sharpeyes.access.session.Sessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clockwork of access: ends what has expired each second, brings in the journal, signs the chain's head daily. */
final class AccessUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessUpkeep.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "access-upkeep");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledExecutorService registerTimer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "access-register");
        thread.setDaemon(true);
        return thread;
    });

    AccessUpkeep(AccessControl control, Sessions sessions, AccessRegister register) {
        timer.scheduleWithFixedDelay(guarded("tick", control::tick), 1, 1, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(guarded("sessions", sessions::tick), 1, 1, TimeUnit.SECONDS);
        // Apart from the rest: it waits for a database that is away.
        registerTimer.scheduleWithFixedDelay(guarded("journal", register::drain), 1, 5, TimeUnit.SECONDS);
        registerTimer.scheduleWithFixedDelay(guarded("signed head", register::signHead), 1, 24 * 60, TimeUnit.MINUTES);
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
                        .log("Upkeep of access failed; it is tried again");
            }
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        registerTimer.shutdownNow();
    }
}

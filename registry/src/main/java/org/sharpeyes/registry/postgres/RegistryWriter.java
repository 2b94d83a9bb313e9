package org.sharpeyes.registry.postgres;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sharpeyes.registry.RegistryProblem;
import org.sharpeyes.registry.coverage.Obstacles;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.history.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs commands, each in one transaction with its entry in the change log, and renews the directory after the commit. */
final class RegistryWriter {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryWriter.class);
    private static final String EXCLUSION_VIOLATED = "23P01";
    private static final String UNIQUE_VIOLATED = "23505";
    private static final String FOREIGN_KEY_VIOLATED = "23503";

    private final Jdbi jdbi;
    private final ChangeLog log;
    private final Object renewal = new Object();
    private final Object imports = new Object();
    private final List<Consumer<CameraDirectory>> listeners = new CopyOnWriteArrayList<>();

    private volatile CameraDirectory directory;
    private volatile Obstacles obstacles;

    /** Guarded by {@code renewal}: a renewal failed, so that the next one must read everything. */
    private boolean stale;

    RegistryWriter(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.log = new ChangeLog(clock);
        this.directory = jdbi.withHandle(DirectoryReader::readAll);
        this.obstacles = jdbi.withHandle(ObstacleTable::all);
    }

    Obstacles obstacles() {
        return obstacles;
    }

    CameraDirectory directory() {
        return directory;
    }

    void subscribe(Consumer<CameraDirectory> listener) {
        synchronized (renewal) {
            listeners.add(listener);
            listener.accept(directory);
        }
    }

    <T> T write(Change change, String command, String summary, Function<Writing, T> work) {
        Done<T> done = commit(change, command, summary, work);
        renew(done.writing());
        return done.result();
    }

    /** Keeps other imports out while one is checked against the directory and entered. */
    <T> T locked(Supplier<T> work) {
        synchronized (imports) {
            return work.get();
        }
    }

    private <T> Done<T> commit(Change change, String command, String summary, Function<Writing, T> work) {
        return guarded(() -> jdbi.inTransaction(handle -> {
            Writing writing = log.open(handle, change, command, summary);
            return new Done<>(work.apply(writing), writing);
        }));
    }

    private static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException failure) {
            throw problem(failure);
        }
    }

    private static RuntimeException problem(JdbiException failure) {
        if (failure.getCause() instanceof SQLException) {
            SQLException cause = (SQLException) failure.getCause();
            String state = cause.getSQLState();
            if (EXCLUSION_VIOLATED.equals(state) || UNIQUE_VIOLATED.equals(state)) {
                return new RegistryProblem(RegistryProblem.Kind.CONFLICT, conflict(cause));
            }
            if (FOREIGN_KEY_VIOLATED.equals(state)) {
                return new RegistryProblem(
                        RegistryProblem.Kind.UNKNOWN, "the change names something that is not in the registry");
            }
        }
        return failure;
    }

    private static String conflict(SQLException cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("installation_channel_id")) {
            return "channel: it hangs at another point in that time (expected: a free channel, or take it off first)";
        }
        if (message.contains("point_record_code")) {
            return "point code: another point has it in that time (expected: a free code)";
        }
        if (message.contains("area_record_civil_code")) {
            return "civil code: another area has it (expected: a free code)";
        }
        if (message.contains("dependency_record_kind")) {
            return "name: another dependency of that kind has it (expected: a free name)";
        }
        if (message.contains("camera_group_code")) {
            return "code: another group has it (expected: a free code)";
        }
        if (message.contains("planned_installation")) {
            return "device serial and channel: planned for another point (expected: each once)";
        }
        if (message.contains("device_record_endpoint")) {
            return "endpoint: another device has it (expected: each once)";
        }
        return "it conflicts with what is registered for that time";
    }

    private void renew(Writing writing) {
        synchronized (renewal) {
            try {
                if (stale || writing.touchedObstacles()) {
                    obstacles = jdbi.withHandle(ObstacleTable::all);
                }
                directory = stale || writing.touchedAll()
                        ? jdbi.inTransaction(DirectoryReader::readAll)
                        : jdbi.inTransaction(handle -> DirectoryReader.refresh(handle, directory, writing.touched()));
                stale = false;
            } catch (JdbiException failure) {
                // The change is committed; the directory catches up with the next one or by renewWhole().
                stale = true;
                LOG.atWarn().setCause(failure).log("Directory not renewed after a change");
                return;
            }
            for (Consumer<CameraDirectory> listener : listeners) {
                listener.accept(directory);
            }
        }
    }

    private record Done<T>(T result, Writing writing) {}
}

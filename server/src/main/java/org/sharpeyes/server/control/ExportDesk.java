package org.sharpeyes.server.control;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.export.ExportJob;
import org.sharpeyes.recording.export.Exports;
import org.springframework.context.SmartLifecycle;

/** The exports, once the recordings are there. Thread-safe. */
final class ExportDesk implements SmartLifecycle, AutoCloseable {
    private final Supplier<@Nullable RecordingLibrary> library;
    private final Function<RecordingLibrary, Exports> make;
    private final List<Consumer<ExportJob>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Exports exports;

    ExportDesk(Supplier<@Nullable RecordingLibrary> library, Function<RecordingLibrary, Exports> make) {
        this.library = library;
        this.make = make;
    }

    /** Empty while nothing is recorded here. */
    Optional<Exports> exports() {
        return Optional.ofNullable(exports);
    }

    void onChange(Consumer<ExportJob> listener) {
        listeners.add(listener);
    }

    @Override
    public void start() {
        RecordingLibrary found = library.get();
        if (found != null) {
            Exports made = make.apply(found);
            made.onChange(job -> listeners.forEach(listener -> listener.accept(job)));
            exports = made;
            made.resume();
        }
    }

    @Override
    public void stop() {
        close();
    }

    @Override
    public boolean isRunning() {
        return exports != null;
    }

    @Override
    public void close() {
        Exports running = exports;
        exports = null;
        if (running != null) {
            running.close();
        }
    }
}

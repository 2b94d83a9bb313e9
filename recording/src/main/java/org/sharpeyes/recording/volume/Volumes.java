package org.sharpeyes.recording.volume;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.VolumeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All volumes. A stream stays on one volume while that works. Thread-safe. */
public final class Volumes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);

    private final List<Volume> volumes = new ArrayList<>();
    private final List<Volume.Listener> listeners = new CopyOnWriteArrayList<>();
    private final KnownVolumes known;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "volume-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins to open the volumes; each is usable when its state says so.
     *
     * @param knownFile where it is kept which volume was at which path; not on a volume
     * @throws IOException if that file cannot be read
     */
    public static Volumes start(RecordingSettings settings, Path knownFile, InstantSource clock) throws IOException {
        Volumes all = new Volumes(settings, new KnownVolumes(knownFile), clock);
        all.volumes.forEach(Volume::start);
        all.watch.scheduleWithFixedDelay(
                () -> all.volumes.forEach(volume -> volume.watch(System.nanoTime())), 200, 200, TimeUnit.MILLISECONDS);
        return all;
    }

    private Volumes(RecordingSettings settings, KnownVolumes known, InstantSource clock) {
        this.known = known;
        for (RecordingSettings.VolumeSettings place : settings.volumes()) {
            RecordingSettings.VolumeSettings absolute = new RecordingSettings.VolumeSettings(
                    place.path().toAbsolutePath().normalize(), place.quotaBytes(), place.keepFreeBytes());
            volumes.add(new Volume(absolute, settings, known.at(absolute.path()), clock, this::changed));
        }
    }

    private void changed(Volume volume, VolumeState state) {
        if (state instanceof VolumeState.Online online) {
            try {
                known.found(volume.root(), online.id());
            } catch (IOException unwritable) {
                LOG.atWarn()
                        .addKeyValue("volume", volume.root())
                        .addKeyValue("cause", unwritable.getMessage())
                        .log("The list of known volumes cannot be written");
            }
        }
        listeners.forEach(listener -> listener.changed(volume, state));
    }

    /** Adds a listener for good. */
    public void onChange(Volume.Listener listener) {
        listeners.add(listener);
    }

    public List<Volume> all() {
        return List.copyOf(volumes);
    }

    public Optional<Volume> volume(VolumeId id) {
        return volumes.stream()
                .filter(volume -> volume.id().filter(id::equals).isPresent())
                .findFirst();
    }

    /**
     * Where a stream is to be written now: always the same one while the same volumes work, so that a camera's day lies
     * together.
     */
    public Optional<Volume> forWriting(StreamKey stream) {
        return volumes.stream().filter(Volume::online).max(Comparator.comparingLong(volume -> weight(stream, volume)));
    }

    /** Rendezvous hashing: a volume that fails moves its own streams only. */
    private static long weight(StreamKey stream, Volume volume) {
        long mixed = stream.hashCode() * 0x9E3779B97F4A7C15L ^ volume.root().hashCode() * 0xC2B2AE3D27D4EB4FL;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 32;
    }

    /** Free bytes of the disk below a volume. */
    public static long freeBytes(Volume volume) throws IOException {
        FileStore store = Files.getFileStore(volume.root());
        return store.getUsableSpace();
    }

    /** Writes what waits and stops. */
    @Override
    public void close() {
        watch.shutdownNow();
        volumes.parallelStream().forEach(Volume::close);
    }
}

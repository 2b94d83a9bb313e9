package org.sharpeyes.recording.volume;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.mp4.Mp4Part;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.VolumeId;
import org.sharpeyes.recording.sqlite.IndexFailure;
import org.sharpeyes.recording.sqlite.IndexedSegment;
import org.sharpeyes.recording.sqlite.SegmentIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One folder with segments and their index. A thread of its own does all writing; nobody else waits for the disk. When
 * anything on it fails (a write, a sync, the index, or it does not answer), all of it counts as failed: what is open is
 * given up, and it is tried again with a new file until it works; then what was open is cut to its last whole fragment.
 *
 * <p>Thread-safe.
 */
public final class Volume implements AutoCloseable {
    static final String INDEX = "index.sqlite";
    private static final Logger LOG = LoggerFactory.getLogger(Volume.class);
    private static final String TRIAL = "trial";
    private static final int TRIAL_BYTES = 64 << 10;
    private static final int NAMES = 100;
    private static final int RATE_AFTER_SECONDS = 60;

    /** Told on the volume's thread, or on that which watches it. */
    @FunctionalInterface
    public interface Listener {
        void changed(Volume volume, VolumeState state);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /** @param refused called instead of the work when it cannot be done */
    private record Job(Work work, Runnable refused, int bytes) {}

    private static final class OpenFile {
        final SegmentWriter writer;
        final FileChannel channel;
        boolean dirty = true;

        OpenFile(SegmentWriter writer, FileChannel channel) {
            this.writer = writer;
            this.channel = channel;
        }
    }

    private final RecordingSettings.VolumeSettings place;
    private final RecordingSettings settings;
    private final InstantSource clock;
    private final Listener listener;
    private final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong writtenBytes = new AtomicLong();
    private final AtomicLong syncs = new AtomicLong();
    private final Map<SegmentWriter, OpenFile> open = new ConcurrentHashMap<>();
    private final Thread thread;

    private volatile VolumeState state = new VolumeState.Starting();
    private volatile @Nullable SegmentIndex index;
    private volatile @Nullable VolumeId id;
    private volatile boolean closing;
    /** Since when the thread has been at one piece of work, monotonic; 0 when it waits. */
    private volatile long busySince;

    private volatile boolean hung;
    private volatile @Nullable String full;
    private final long startedNanos = System.nanoTime();
    /** The thread's own. */
    private final Set<Path> dirtyFolders = new HashSet<>();

    private long nextSweep;

    /** @param expected the id this path had before; {@code null} if it is new */
    Volume(
            RecordingSettings.VolumeSettings place,
            RecordingSettings settings,
            @Nullable VolumeId expected,
            InstantSource clock,
            Listener listener) {
        this.place = place;
        this.settings = settings;
        this.id = expected;
        this.clock = clock;
        this.listener = listener;
        this.thread = new Thread(this::run, "volume " + place.path().getFileName());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    public Path root() {
        return place.path();
    }

    public RecordingSettings.VolumeSettings place() {
        return place;
    }

    public VolumeState state() {
        return state;
    }

    public boolean online() {
        return state instanceof VolumeState.Online;
    }

    /** As far as it is known. */
    public Optional<VolumeId> id() {
        return Optional.ofNullable(id);
    }

    /** For reading, from any thread; empty while the volume cannot be used. */
    public Optional<SegmentIndex> index() {
        return online() ? Optional.ofNullable(index) : Optional.empty();
    }

    /** Segments that are being written, as far as they are on disk. */
    public List<Segment> openSegments(StreamKey stream) {
        return open.keySet().stream()
                .filter(writer -> writer.stream().equals(stream) && writer.failure() == null)
                .flatMap(writer -> Optional.ofNullable(writer.segment(Segment.State.OPEN)).stream())
                .toList();
    }

    /** Fragments of a segment that is being written; empty if there is none of this path. */
    public Optional<List<Fragment>> openFragments(String path) {
        return open.keySet().stream()
                .filter(writer -> path.equals(writer.path()))
                .findFirst()
                .map(SegmentWriter::written);
    }

    /** Whose segment a path names. */
    public static StreamKey streamOf(String path) {
        return SegmentPaths.stream(path);
    }

    /** Bytes of fragments written and syncs made since the start. */
    public long writtenBytes() {
        return writtenBytes.get();
    }

    public long syncs() {
        return syncs.get();
    }

    public long queuedBytes() {
        return queuedBytes.get();
    }

    /** What has been written in a second, over the life of this process; 0 in its first minute. */
    public double bytesPerSecond() {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        return seconds < RATE_AFTER_SECONDS ? 0 : writtenBytes.get() / seconds;
    }

    /** Takes nothing more for this reason; {@code null}: takes again. */
    public void full(@Nullable String cause) {
        full = cause;
    }

    // --- called by recorders ----------------------------------------------------------------------------------------

    /**
     * Begins a segment.
     *
     * @param init takes ownership
     * @return {@code null} if the volume cannot be used or is too far behind
     */
    public @Nullable SegmentWriter begin(
            StreamKey stream, Instant start, Mp4Part.Init init, @Nullable Duration clockOffset, @Nullable Gap before) {
        VolumeId known = id;
        if (!online() || known == null || full != null) {
            init.data().release();
            return null;
        }
        ByteBuf head = Unpooled.buffer(init.data().readableBytes() + SegmentNote.MAX_BYTES);
        head.writeBytes(init.data());
        init.data().release();
        new SegmentNote(init.codecs(), clockOffset, before).writeTo(head);
        SegmentWriter writer =
                new SegmentWriter(this, known, stream, start, init.codecs(), head.readableBytes(), clockOffset);
        boolean taken = submit(
                () -> create(writer, head, before), () -> writer.failed("the volume failed"), head.readableBytes());
        return taken ? writer : null;
    }

    boolean write(SegmentWriter writer, ByteBuf data, Fragment fragment) {
        boolean taken = submit(
                () -> {
                    OpenFile file = open.get(writer);
                    try {
                        if (file != null && writer.failure() == null) {
                            writeFully(file.channel, data.nioBuffer());
                            file.dirty = true;
                            writtenBytes.addAndGet(fragment.bytes());
                            writer.written(fragment);
                        }
                    } finally {
                        data.release();
                    }
                },
                data::release,
                fragment.bytes());
        if (!taken) {
            data.release();
            if (writer.failure() == null) {
                writer.failed(online() ? "the disk is too slow: " + queuedBytes() + " bytes wait" : cause());
                finish(writer);
            }
        }
        return taken;
    }

    void finish(SegmentWriter writer) {
        submit(() -> complete(writer), () -> {}, 0);
    }

    /** Why it cannot be used, in words. */
    public String cause() {
        VolumeState now = state;
        String why = full;
        if (why != null && now instanceof VolumeState.Online) {
            return why;
        }
        return now instanceof VolumeState.Failed failed
                ? failed.cause()
                : now.getClass().getSimpleName();
    }

    /**
     * Does something with the index on the volume's thread, the only one that may write to it. Fails with
     * {@link IndexFailure} if the volume cannot be used, and takes the volume down if it throws one.
     */
    public <T> CompletableFuture<T> withIndex(Function<SegmentIndex, T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable refused =
                () -> answer.completeExceptionally(new IndexFailure("volume " + root() + ": " + cause(), null));
        boolean taken = submit(
                () -> {
                    try {
                        answer.complete(work.apply(requireNonNull(index)));
                    } catch (IndexFailure failed) {
                        answer.completeExceptionally(failed);
                        throw failed;
                    } catch (RuntimeException broken) {
                        answer.completeExceptionally(broken);
                    }
                },
                refused,
                0);
        if (!taken) {
            refused.run();
        }
        return answer;
    }

    private boolean submit(Work work, Runnable refused, int bytes) {
        if (!online() || bytes > 0 && queuedBytes.get() + bytes > settings.queueBytes()) {
            return false;
        }
        queuedBytes.addAndGet(bytes);
        jobs.add(new Job(work, refused, bytes));
        return true;
    }

    /** Looks whether the disk still answers; call about once a second. */
    void watch(long nowNanos) {
        long since = busySince;
        if (since != 0 && nowNanos - since > settings.hang().toNanos() && online()) {
            hung = true;
            changed(new VolumeState.Failed(
                    "has not answered for " + settings.hang().toSeconds() + " s", clock.instant(), id));
            open.keySet().forEach(writer -> writer.failed("the volume does not answer"));
        }
    }

    // --- the volume's thread ----------------------------------------------------------------------------------------

    private void run() {
        try {
            while (!closing) {
                if (online()) {
                    serve();
                } else if (!bringUp()) {
                    refuseFor(settings.retry());
                }
            }
            shutDown();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            releaseQueue();
            changed(new VolumeState.Closed());
        }
    }

    private void serve() throws InterruptedException {
        long wait = Math.max(1, nextSweep - System.nanoTime());
        Job job = jobs.poll(wait, TimeUnit.NANOSECONDS);
        try {
            busySince = System.nanoTime();
            if (job != null) {
                queuedBytes.addAndGet(-job.bytes());
                job.work().run();
            }
            if (System.nanoTime() - nextSweep >= 0) {
                sweep();
                nextSweep = System.nanoTime() + settings.sweep().toNanos();
            }
        } catch (IOException | IndexFailure failed) {
            if (!hung) {
                fail(failed);
            }
        } finally {
            busySince = 0;
        }
        if (hung) {
            hung = false;
            giveUp("the volume did not answer");
        }
    }

    private void create(SegmentWriter writer, ByteBuf head, @Nullable Gap before) throws IOException {
        SegmentIndex known = requireNonNull(index);
        FileChannel channel = null;
        String path = "";
        for (int again = 0; channel == null; again++) {
            path = SegmentPaths.path(writer.stream(), writer.start(), again);
            Path file = root().resolve(path);
            Path folder = requireNonNull(file.getParent());
            if (Files.notExists(folder)) {
                Files.createDirectories(folder);
                dirtyFolders.add(requireNonNull(folder.getParent()));
                dirtyFolders.add(requireNonNull(folder.getParent().getParent()));
                dirtyFolders.add(root());
            }
            dirtyFolders.add(folder);
            try {
                channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException taken) {
                if (again == NAMES) {
                    throw taken;
                }
            }
        }
        open.put(writer, new OpenFile(writer, channel));
        if (before != null) {
            known.gap(writer.stream(), before);
        }
        known.opened(new IndexedSegment(
                path,
                writer.stream(),
                writer.start(),
                writer.start(),
                writer.initBytes(),
                Segment.State.OPEN,
                writer.codecs(),
                writer.initBytes(),
                writer.clockOffset()));
        writeFully(channel, head.nioBuffer());
        writer.created(path);
    }

    private void complete(SegmentWriter writer) throws IOException {
        OpenFile file = open.get(writer);
        String path = writer.path();
        if (file == null || path == null) {
            return;
        }
        file.channel.force(false);
        syncs.incrementAndGet();
        file.channel.close();
        Segment whole = writer.segment(Segment.State.CLOSED);
        SegmentIndex known = requireNonNull(index);
        if (whole == null) {
            Files.deleteIfExists(root().resolve(path));
            known.discard(List.of(path));
            known.unlinked(List.of(path));
        } else {
            known.closed(indexed(whole, path, writer.initBytes()), writer.written());
        }
        open.remove(writer);
    }

    static IndexedSegment indexed(Segment segment, String path, int initBytes) {
        return new IndexedSegment(
                path,
                segment.stream(),
                segment.window().from(),
                segment.window().to(),
                segment.bytes(),
                segment.state(),
                segment.codecs(),
                initBytes,
                segment.clockOffset());
    }

    /** Forces everything that was written to disk, in the order in which files were begun. */
    private void sweep() throws IOException {
        List<OpenFile> files = open.values().stream()
                .filter(file -> file.dirty)
                .sorted(java.util.Comparator.comparing(file -> file.writer.start()))
                .toList();
        for (OpenFile file : files) {
            file.channel.force(false);
            syncs.incrementAndGet();
            file.dirty = false;
            busySince = System.nanoTime();
        }
        for (Path folder : dirtyFolders) {
            VolumeIdentity.Durable.syncFolder(folder);
        }
        dirtyFolders.clear();
    }

    private boolean bringUp() {
        busySince = 0;
        try {
            VolumeId found = VolumeIdentity.open(root(), id);
            id = found;
            trial();
            SegmentIndex fresh = Recovery.openIndex(root());
            try {
                Recovery.Outcome outcome = new Recovery(root(), fresh, clock).recover();
                if (outcome.changed() > 0) {
                    LOG.atInfo()
                            .addKeyValue("volume", root())
                            .addKeyValue("recovered", outcome.recovered())
                            .addKeyValue("dropped", outcome.dropped())
                            .log("Recordings recovered");
                }
            } catch (IOException | RuntimeException failed) {
                fresh.close();
                throw failed;
            }
            index = fresh;
            nextSweep = System.nanoTime() + settings.sweep().toNanos();
            changed(new VolumeState.Online(found, clock.instant()));
            return true;
        } catch (IOException | IndexFailure failed) {
            String cause = words(failed);
            if (!(state instanceof VolumeState.Failed before) || !before.cause().equals(cause)) {
                changed(new VolumeState.Failed(
                        cause, state instanceof VolumeState.Failed before ? before.since() : clock.instant(), id));
            }
            return false;
        }
    }

    private void trial() throws IOException {
        Path file = root().resolve(TRIAL);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(channel, ByteBuffer.allocate(TRIAL_BYTES));
            channel.force(true);
        }
        Files.delete(file);
    }

    private void fail(Exception cause) {
        changed(new VolumeState.Failed(words(cause), clock.instant(), id));
        giveUp(words(cause));
    }

    private void giveUp(String cause) {
        for (OpenFile file : open.values()) {
            file.writer.failed(cause);
            closeQuietly(file.channel);
        }
        open.clear();
        dirtyFolders.clear();
        releaseQueue();
        SegmentIndex broken = index;
        index = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (IndexFailure alreadyFailed) {
                LOG.atDebug().setCause(alreadyFailed).log("The index of a failed volume did not close");
            }
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException alreadyFailed) {
            LOG.atDebug().setCause(alreadyFailed).log("A file of a failed volume did not close");
        }
    }

    private void refuseFor(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (!closing && System.nanoTime() - until < 0) {
            Job job = jobs.poll(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (job != null) {
                queuedBytes.addAndGet(-job.bytes());
                job.refused().run();
            }
        }
    }

    private void releaseQueue() {
        for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
            queuedBytes.addAndGet(-job.bytes());
            job.refused().run();
        }
    }

    private void shutDown() {
        if (!online()) {
            return;
        }
        try {
            for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
                queuedBytes.addAndGet(-job.bytes());
                job.work().run();
            }
            for (SegmentWriter writer : List.copyOf(open.keySet())) {
                complete(writer);
            }
            sweep();
        } catch (IOException | IndexFailure failed) {
            LOG.atWarn()
                    .addKeyValue("volume", root())
                    .addKeyValue("cause", words(failed))
                    .log("Volume did not stop cleanly");
        }
        giveUp("the server stops");
    }

    private void changed(VolumeState now) {
        VolumeState before = state;
        state = now;
        if (now instanceof VolumeState.Failed failed) {
            LOG.atError()
                    .addKeyValue("volume", root())
                    .addKeyValue("cause", failed.cause())
                    .log("Volume failed");
        } else if (before instanceof VolumeState.Failed) {
            LOG.atInfo().addKeyValue("volume", root()).addKeyValue("state", now).log("Volume");
        }
        listener.changed(this, now);
    }

    private static String words(Exception failure) {
        String message = failure.getMessage();
        if (failure instanceof java.nio.file.FileSystemException file) {
            String reason = file.getReason();
            return reason == null ? failure.getClass().getSimpleName() + " " + file.getFile() : reason;
        }
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static void writeFully(FileChannel channel, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            channel.write(data);
        }
    }

    /** Writes and forces what waits, then stops; gives up on a disk that does not answer. */
    @Override
    public void close() {
        closing = true;
        jobs.add(new Job(() -> {}, () -> {}, 0));
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.sharpeyes.recording.hold;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.HoldId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.Hold;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.retention.Holds;
import org.sharpeyes.recording.sqlite.IndexFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places holds and works them off: what lies on our volumes is pinned before {@link #place} returns, then copied to the
 * evidence folder, what will be overwritten soonest first. Thread-safe; methods block.
 */
public final class HoldKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HoldKeeper.class);
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final HoldStore store;
    private final Holds pins;
    private final RecordingLibrary library;
    private final EvidenceFolder folder;
    private final HoldSettings settings;
    private final InstantSource clock;
    private final PriorityBlockingQueue<Copy> queue =
            new PriorityBlockingQueue<>(64, Comparator.comparing(Copy::lostAt));
    private final List<Consumer<EvidenceHold>> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "holds");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopping;

    /** @param lostAt when the source will be overwritten: the oldest goes first */
    private record Copy(HoldId hold, CameraId camera, Instant lostAt) {}

    public HoldKeeper(
            HoldStore store,
            Holds pins,
            RecordingLibrary library,
            EvidenceFolder folder,
            HoldSettings settings,
            InstantSource clock) {
        this.store = store;
        this.pins = pins;
        this.library = library;
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
    }

    /** Takes up what an earlier run left and begins to work. */
    public void start() {
        store.inForce().forEach(this::enqueue);
        worker.execute(this::work);
    }

    /** Adds a listener for good; it must hand over. */
    public void onChange(Consumer<EvidenceHold> listener) {
        listeners.add(listener);
    }

    /**
     * Checks the limits, so that a request that goes beyond them is not made in the first place.
     *
     * @throws IllegalArgumentException naming the limit
     */
    public void check(UserId owner, int cameras, TimeWindow window) {
        if (window.length().compareTo(settings.longest()) > 0) {
            throw new IllegalArgumentException(
                    "hold: a window of " + window.length() + " (expected: at most " + settings.longest() + ")");
        }
        if (cameras > settings.cameras()) {
            throw new IllegalArgumentException(
                    "hold: " + cameras + " points (expected: at most " + settings.cameras() + ")");
        }
        Duration held = store.inForce().stream()
                .filter(hold -> hold.owner().equals(owner) && hold.state().undecided())
                .map(EvidenceHold::cameraTime)
                .reduce(window.length().multipliedBy(cameras), Duration::plus);
        if (held.compareTo(settings.hoursPerPerson()) > 0) {
            throw new IllegalArgumentException("hold: " + held + " of video held by you without a decision (expected:"
                    + " at most " + settings.hoursPerPerson() + ")");
        }
    }

    /**
     * Places a hold. What lies on our volumes is not overwritten from here on.
     *
     * @throws IllegalArgumentException if it is over a limit
     * @throws IOException if the pins cannot be written
     */
    public synchronized EvidenceHold place(UUID request, UserId owner, List<CameraId> cameras, TimeWindow window)
            throws IOException {
        check(owner, cameras.size(), window);
        Instant now = clock.instant();
        EvidenceHold hold = new EvidenceHold(
                HoldId.random(),
                request,
                owner,
                window,
                now,
                now.plus(settings.undecided()),
                EvidenceHold.State.COPYING,
                cameras.stream()
                        .map(camera -> new EvidenceHold.Part(camera, EvidenceHold.PartState.QUEUED, 0, 0, null))
                        .toList(),
                null);
        for (CameraId camera : cameras) {
            for (StreamProfile profile : StreamProfile.values()) {
                StreamKey stream = new StreamKey(camera, profile);
                pins.place(new Hold(pin(hold.id(), stream), stream, window));
            }
        }
        keep(hold);
        enqueue(hold);
        return hold;
    }

    public Optional<EvidenceHold> find(HoldId id) {
        return store.find(id);
    }

    /** All that are in force, oldest first. */
    public List<EvidenceHold> inForce() {
        return store.inForce();
    }

    public List<EvidenceHold> newest(int limit) {
        return store.newest(limit);
    }

    /** The newest hold of a request. */
    public Optional<EvidenceHold> of(UUID request) {
        return store.of(request);
    }

    /** An approval came: it is kept, and its owner reviews it in time. */
    public synchronized void approved(UUID request) {
        for (EvidenceHold hold : inForce(request)) {
            if (hold.state().undecided()) {
                keep(hold.until(EvidenceHold.State.APPROVED, clock.instant().plus(settings.review())));
            }
        }
    }

    /** No approval will come: copies are destroyed, pins released. */
    public synchronized void refused(UUID request, String reason) throws IOException {
        for (EvidenceHold hold : inForce(request)) {
            destroy(hold, reason);
        }
    }

    /** @return {@code false} if it is not in force any more */
    public synchronized boolean release(HoldId id, String reason) throws IOException {
        EvidenceHold hold = store.find(id).orElse(null);
        if (hold == null || hold.state() == EvidenceHold.State.DESTROYED) {
            return false;
        }
        destroy(hold, reason);
        return true;
    }

    /**
     * Keeps an approved hold longer.
     *
     * @throws IllegalArgumentException if {@code until} is past, or further away than a review may be
     */
    public synchronized Optional<EvidenceHold> review(HoldId id, Instant until) {
        Instant now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(settings.review()))) {
            throw new IllegalArgumentException(
                    "reviewAt: " + until + " (expected: after now, at most " + settings.review() + " ahead)");
        }
        Optional<EvidenceHold> hold = store.find(id).filter(found -> found.state() == EvidenceHold.State.APPROVED);
        return hold.map(found -> keep(found.until(EvidenceHold.State.APPROVED, until)));
    }

    /** Call every minute: destroys what nobody decided about, or reviewed, in time. Returns what was destroyed. */
    public synchronized List<EvidenceHold> sweep() throws IOException {
        List<EvidenceHold> destroyed = new ArrayList<>();
        Instant now = clock.instant();
        for (EvidenceHold hold : store.inForce()) {
            if (!now.isBefore(hold.until())) {
                destroyed.add(
                        destroy(hold, hold.state().undecided() ? "not approved in time" : "not reviewed in time"));
            }
        }
        return destroyed;
    }

    private List<EvidenceHold> inForce(UUID request) {
        return store.inForce().stream()
                .filter(hold -> hold.request().equals(request))
                .toList();
    }

    private EvidenceHold destroy(EvidenceHold hold, String reason) throws IOException {
        List<String> files = folder.destroy(hold.id());
        for (EvidenceHold.Part part : hold.parts()) {
            for (StreamProfile profile : StreamProfile.values()) {
                pins.release(pin(hold.id(), new StreamKey(part.camera(), profile)));
            }
        }
        return keep(hold.destroyed(new EvidenceHold.Certificate(clock.instant(), reason, files)));
    }

    private void enqueue(EvidenceHold hold) {
        for (EvidenceHold.Part part : hold.parts()) {
            if (part.state() == EvidenceHold.PartState.QUEUED) {
                // A ring overwrites its oldest first.
                queue.add(new Copy(hold.id(), part.camera(), hold.window().from()));
            }
        }
    }

    private void work() {
        while (!stopping) {
            try {
                Copy next = queue.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    copy(next);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                LOG.atWarn().setCause(failed).log("A hold could not be worked on; it is tried again at the next start");
            }
        }
    }

    private void copy(Copy order) throws InterruptedException {
        EvidenceHold hold = store.find(order.hold()).orElse(null);
        if (hold == null || hold.state() == EvidenceHold.State.DESTROYED) {
            return;
        }
        try {
            EvidenceHold.Part part = copied(hold, order.camera());
            finished(order, part);
        } catch (IOException | IndexFailure failed) {
            LOG.atWarn()
                    .addKeyValue("hold", order.hold())
                    .addKeyValue("cameraId", order.camera())
                    .addKeyValue("cause", failed.getMessage())
                    .log("A hold cannot be copied now; its source stays pinned, it is tried again");
            TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
            queue.add(order);
        }
    }

    private EvidenceHold.Part copied(EvidenceHold hold, CameraId camera) throws IOException {
        int files = 0;
        long bytes = 0;
        List<String> missing = new ArrayList<>();
        for (StreamProfile profile : StreamProfile.values()) {
            Footage footage = library.find(new StreamKey(camera, profile), hold.window());
            for (Segment segment : footage.segments()) {
                bytes += folder.copy(hold.id(), camera, segment, library);
                files++;
            }
            if (!footage.segments().isEmpty()) {
                footage.gaps().stream().map(HoldKeeper::told).forEach(missing::add);
            }
        }
        if (files == 0) {
            return new EvidenceHold.Part(
                    camera, EvidenceHold.PartState.EMPTY, 0, 0, "nothing of the window is recorded here");
        }
        return new EvidenceHold.Part(
                camera,
                missing.isEmpty() ? EvidenceHold.PartState.COPIED : EvidenceHold.PartState.INCOMPLETE,
                files,
                bytes,
                missing.isEmpty() ? null : String.join("; ", missing));
    }

    private static String told(Gap gap) {
        return gap.window().from() + " to " + gap.window().to() + ": "
                + gap.cause().text();
    }

    private synchronized void finished(Copy order, EvidenceHold.Part part) throws IOException {
        EvidenceHold hold = store.find(order.hold()).orElse(null);
        if (hold == null || hold.state() == EvidenceHold.State.DESTROYED) {
            // It was destroyed while it was copied: what was copied since goes too.
            folder.destroy(order.hold());
            return;
        }
        List<EvidenceHold.Part> parts = hold.parts().stream()
                .map(each -> each.camera().equals(order.camera()) ? part : each)
                .toList();
        boolean all = parts.stream().noneMatch(each -> each.state() == EvidenceHold.PartState.QUEUED);
        boolean copying = hold.state() == EvidenceHold.State.COPYING;
        keep(hold.with(copying && all ? EvidenceHold.State.KEPT : hold.state(), parts));
    }

    private EvidenceHold keep(EvidenceHold hold) {
        store.put(hold);
        listeners.forEach(listener -> listener.accept(hold));
        return hold;
    }

    /** One pin for each stream of a hold, the same after a restart. */
    private static UUID pin(HoldId hold, StreamKey stream) {
        return UUID.nameUUIDFromBytes((hold + " " + stream).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        stopping = true;
        worker.shutdown();
    }
}

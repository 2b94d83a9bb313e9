package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.testkit.video.EncodedPicture;
import org.sharpeyes.testkit.video.LiveEncoder;
import org.sharpeyes.testkit.video.NalUnits;
import org.sharpeyes.testkit.video.PictureKind;
import org.sharpeyes.testkit.video.VideoFormat;
import org.sharpeyes.testkit.video.VideoLibrary;
import org.sharpeyes.testkit.video.VideoLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures of one stream of one channel, one after the other, while anybody watches. Starts from a loop, and goes over
 * to live encoding when it has been watched for a while and a slot is free. Confined to the device's loop; encoding
 * happens on the executor of the fleet, one picture at a time.
 */
final class StreamFeed {
    private static final Logger log = LoggerFactory.getLogger(StreamFeed.class);
    /** Probes and samples come and go within this time; an encoder would start in vain. */
    private static final int LIVE_AFTER_SECONDS = 2;

    /** An encoder that misses so many pictures of a hundred is too slow here: the loop comes back. */
    private static final int MAX_MISSED_PERCENT = 20;

    private static final int JUDGED_PICTURES = 75;
    private static final long LIVE_AGAIN_NANOS = 60_000_000_000L;

    private final EventLoop loop;
    private final String name;
    private final VideoFormat format;
    private final VideoLibrary library;
    private final LiveSlots slots;
    private final Executor encoding;
    private final InstantSource clock;
    private final Set<Watcher> watchers = new LinkedHashSet<>();

    private PictureKind kind = PictureKind.MOVING;
    private @Nullable VideoLoop film;
    private @Nullable VideoLoop playing;
    private int next;
    private @Nullable Future<?> timer;
    private final long startedAtNanos = System.nanoTime();
    private long tick;
    private boolean keyWanted;
    private @Nullable LiveEncoder live;
    private boolean liveStarting;
    private boolean encodingNow;
    private int livePictures;
    private int liveMissed;
    private long liveNotBefore = System.nanoTime();
    private final List<LiveEncoder> retired = new ArrayList<>();

    /** Somebody who is sent pictures. Called on the device's loop. */
    interface Watcher {
        /**
         * @param nalUnits of one access unit, not to be written to
         * @param ticks media time in 90 kHz since an arbitrary start
         * @param at wall time of the picture
         */
        void picture(List<byte[]> nalUnits, boolean key, long ticks, Instant at);
    }

    StreamFeed(
            EventLoop loop,
            String name,
            VideoFormat format,
            VideoLibrary library,
            LiveSlots slots,
            Executor encoding,
            InstantSource clock) {
        this.loop = requireNonNull(loop, "loop");
        this.name = requireNonNull(name, "name");
        this.format = requireNonNull(format, "format");
        this.library = requireNonNull(library, "library");
        this.slots = requireNonNull(slots, "slots");
        this.encoding = requireNonNull(encoding, "encoding");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * A loop with the parameter sets of what is played, for describing it; completes on the device's loop. They depend
     * on the format alone, so that a thousand cameras that are only asked do not have to be coded.
     */
    CompletableFuture<VideoLoop> describe() {
        CompletableFuture<VideoLoop> done = new CompletableFuture<>();
        PictureKind cheap = format.codec() == VideoCodec.H264 ? PictureKind.BLACK : kind;
        (film != null ? CompletableFuture.completedFuture(film) : library.loop(name, format, cheap))
                .whenComplete((found, failure) -> loop.execute(() -> {
                    if (failure == null) {
                        done.complete(found);
                    } else {
                        done.completeExceptionally(failure);
                    }
                }));
        return done;
    }

    /** Media time now, in 90 kHz. */
    long ticksNow() {
        return (System.nanoTime() - startedAtNanos) * 9 / 100_000;
    }

    void add(Watcher watcher) {
        boolean first = watchers.isEmpty();
        watchers.add(watcher);
        if (first) {
            next = 0;
            tick = (System.nanoTime() - startedAtNanos) * pace() / 1_000_000_000L + 1;
            change();
            schedule();
        } else {
            keyWanted = true;
        }
    }

    void remove(Watcher watcher) {
        if (watchers.remove(watcher) && watchers.isEmpty()) {
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
            playing = null;
            stopLive();
        }
    }

    /** The next picture shall be a key frame. */
    void keyFrame() {
        keyWanted = true;
    }

    /** Shows something else from the next picture on. */
    void show(PictureKind wanted) {
        if (kind != wanted) {
            kind = wanted;
            change();
        }
    }

    /** Plays a film instead of the scene; {@code null} goes back to the scene. */
    void play(@Nullable VideoLoop wanted) {
        film = wanted;
        change();
    }

    private int pace() {
        return playing == null ? format.framesPerSecond() : playing.framesPerSecond();
    }

    private void change() {
        stopLive();
        if (watchers.isEmpty()) {
            return;
        }
        PictureKind wantedKind = kind;
        VideoLoop wantedFilm = film;
        (wantedFilm != null ? CompletableFuture.completedFuture(wantedFilm) : library.loop(name, format, wantedKind))
                .whenComplete((found, failure) -> loop.execute(() -> {
                    if (failure != null) {
                        log.atError()
                                .addKeyValue("camera", name)
                                .addKeyValue("cause", failure.toString())
                                .log("no picture");
                    } else if (kind == wantedKind && film == wantedFilm) {
                        rebase(found);
                    }
                }));
    }

    /** Another loop may have another pace: media time must go on from where it is. */
    private void rebase(VideoLoop found) {
        long due = dueNanos();
        playing = found;
        next = 0;
        tick = (due - startedAtNanos) * pace() / 1_000_000_000L + 1;
    }

    private long dueNanos() {
        return startedAtNanos + tick * 1_000_000_000L / pace();
    }

    private void schedule() {
        timer = loop.schedule(this::tick, Math.max(0, dueNanos() - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void tick() {
        if (watchers.isEmpty()) {
            return;
        }
        long ticks = tick * 90_000L / pace();
        if (playing != null) {
            if (live != null) {
                encode(live, ticks);
            } else {
                EncodedPicture picture = nextOf(playing);
                long shown = (tick + picture.displayShift()) * 90_000L / pace();
                send(playing.codec(), picture, shown, clock.instant());
                considerLive(playing);
            }
        }
        tick++;
        long behind = System.nanoTime() - dueNanos();
        if (behind > 1_000_000_000L) {
            // The machine was away: pictures of the past are skipped, not sent in a burst.
            tick += behind * pace() / 1_000_000_000L;
        }
        schedule();
    }

    private EncodedPicture nextOf(VideoLoop loop) {
        if (keyWanted) {
            keyWanted = false;
            while (!loop.pictures().get(next % loop.pictures().size()).key()) {
                next++;
            }
        }
        return loop.pictures().get(next++ % loop.pictures().size());
    }

    private void considerLive(VideoLoop loop) {
        boolean atKey = loop.pictures().get(next % loop.pictures().size()).key();
        if (atKey
                && !liveStarting
                && film == null
                && kind == PictureKind.MOVING
                && format.codec() == VideoCodec.H264
                && next >= LIVE_AFTER_SECONDS * format.framesPerSecond()
                && System.nanoTime() - liveNotBefore >= 0
                && slots.take()) {
            liveStarting = true;
            encoding.execute(() -> {
                try {
                    LiveEncoder made = library.live(name, format);
                    this.loop.execute(() -> goLive(made));
                } catch (IllegalStateException e) {
                    log.atError()
                            .addKeyValue("camera", name)
                            .addKeyValue("cause", e.getMessage())
                            .log("no encoder");
                    this.loop.execute(() -> {
                        liveStarting = false;
                        liveNotBefore = System.nanoTime() + LIVE_AGAIN_NANOS;
                        slots.giveBack();
                    });
                }
            });
        }
    }

    private void goLive(LiveEncoder made) {
        liveStarting = false;
        if (watchers.isEmpty() || film != null || kind != PictureKind.MOVING) {
            encoding.execute(made::close);
            slots.giveBack();
        } else {
            live = made;
            livePictures = 0;
            liveMissed = 0;
            keyWanted = true;
        }
    }

    private void stopLive() {
        LiveEncoder old = live;
        live = null;
        if (old != null) {
            keyWanted = false;
            next = 0;
            slots.giveBack();
            // The executor may be encoding its last picture on another thread.
            if (encodingNow) {
                retired.add(old);
            } else {
                encoding.execute(old::close);
            }
        }
    }

    private void encode(LiveEncoder encoder, long ticks) {
        livePictures++;
        if (encodingNow) {
            liveMissed++;
        }
        if (livePictures == JUDGED_PICTURES) {
            boolean tooSlow = liveMissed * 100 > livePictures * MAX_MISSED_PERCENT;
            livePictures = 0;
            liveMissed = 0;
            if (tooSlow) {
                liveNotBefore = System.nanoTime() + LIVE_AGAIN_NANOS;
                stopLive();
                return;
            }
        }
        if (encodingNow) {
            return;
        }
        boolean key = keyWanted;
        keyWanted = false;
        encodingNow = true;
        Instant at = clock.instant();
        encoding.execute(() -> {
            try {
                EncodedPicture picture = encoder.encode(at, key);
                loop.execute(() -> encoded(encoder, picture, ticks, at));
            } catch (IllegalStateException e) {
                log.atError()
                        .addKeyValue("camera", name)
                        .addKeyValue("cause", e.getMessage())
                        .log("encoder failed");
                loop.execute(() -> {
                    encodingNow = false;
                    if (live == encoder) {
                        stopLive();
                    }
                });
            }
        });
    }

    private void encoded(LiveEncoder encoder, EncodedPicture picture, long ticks, Instant at) {
        encodingNow = false;
        retired.forEach(old -> encoding.execute(old::close));
        retired.clear();
        if (live == encoder) {
            send(VideoCodec.H264, picture, ticks, at);
        }
    }

    private void send(VideoCodec codec, EncodedPicture picture, long ticks, Instant at) {
        List<byte[]> units = new ArrayList<>(picture.nalUnits().size() + 1);
        boolean stamped = false;
        for (byte[] nal : picture.nalUnits()) {
            if (!stamped && NalUnits.isSlice(codec, nal)) {
                units.add(NalUnits.stamp(codec, name, at));
                stamped = true;
            }
            units.add(nal);
        }
        for (Watcher watcher : List.copyOf(watchers)) {
            watcher.picture(units, picture.key(), ticks, at);
        }
    }

    void close() {
        watchers.clear();
        if (timer != null) {
            timer.cancel(false);
        }
        stopLive();
    }
}

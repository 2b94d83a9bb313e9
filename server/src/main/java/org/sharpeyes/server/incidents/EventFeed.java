package org.sharpeyes.server.incidents;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.feed.FeedEvent;
import org.sharpeyes.alarm.postgres.PostgresAlarmStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Event streams: each reader has its own cursor in the outbox and is given events only as fast as it takes them, so a slow
 * one costs nothing but its own delay. The newest events are kept in memory, so that many readers ask the database once.
 * Thread-safe.
 */
public final class EventFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventFeed.class);
    private static final int RECENT = 5_000;
    private static final int PAGE = 500;
    private static final int HEARTBEAT_SECONDS = 5;
    private static final int MOST_READERS = 2_000;
    private static final int MOST_UNTOLD = 200;

    private final PostgresAlarmStore store;
    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor = Executors.newFixedThreadPool(2, task -> daemon(task, "event-feed"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "event-heartbeat"));
    private final AtomicBoolean loading = new AtomicBoolean();
    private final AtomicBoolean more = new AtomicBoolean();

    private final Deque<FeedEvent> recent = new ArrayDeque<>();

    /** Everything after this and up to the last of {@link #recent} is in memory. */
    private long recentAfter;

    EventFeed(PostgresAlarmStore store) {
        this.store = store;
        this.recentAfter = store.newestCursor();
        timer.scheduleWithFixedDelay(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Opens a stream.
     *
     * @param after cursor of the last event the reader has, or {@code null} to begin with what happens from now on
     * @param render what the reader gets of an event, {@code null} for nothing
     * @param allowed asked every few seconds; the stream ends when it says no
     */
    Flux<ServerSentEvent<String>> open(
            @Nullable Long after, Function<FeedEvent, @Nullable String> render, BooleanSupplier allowed) {
        return Flux.create(sink -> {
            if (readers.size() >= MOST_READERS) {
                sink.error(new IllegalStateException("too many event streams"));
                return;
            }
            Reader reader = new Reader(sink, render, allowed, after == null ? lastKnown() : after);
            readers.add(reader);
            sink.onDispose(() -> readers.remove(reader));
            sink.onRequest(demand -> reader.schedule());
            sink.next(ServerSentEvent.<String>builder().comment("connected").build());
        });
    }

    /**
     * Tells something that is not kept: progress that can be asked for anew. A reader that is too slow misses it.
     *
     * @param name of the event, as {@code registration}
     * @param json its data
     * @param visible which of the readers, by the name they opened the stream with, may have it; asked per reader
     */
    public void publish(String name, String json, java.util.function.Predicate<Object> visible) {
        ServerSentEvent<String> event =
                ServerSentEvent.<String>builder().event(name).data(json).build();
        for (Reader reader : readers) {
            if (reader.owner == null || visible.test(reader.owner)) {
                reader.passing(event);
            }
        }
    }

    /** Something was committed. */
    void wake() {
        more.set(true);
        load();
    }

    int readers() {
        return readers.size();
    }

    private void load() {
        if (!loading.compareAndSet(false, true)) {
            return;
        }
        executor.execute(() -> {
            try {
                while (more.getAndSet(false)) {
                    loadAll();
                }
            } catch (RuntimeException away) {
                more.set(true);
                log.atWarn().addKeyValue("cause", away.getMessage()).log("Events cannot be read; tried again");
            } finally {
                loading.set(false);
            }
            readers.forEach(Reader::schedule);
        });
    }

    private void loadAll() {
        List<FeedEvent> page;
        do {
            page = store.eventsAfter(lastKnown(), PAGE);
            synchronized (recent) {
                recent.addAll(page);
                while (recent.size() > RECENT) {
                    recentAfter = recent.removeFirst().cursor();
                }
            }
        } while (page.size() == PAGE);
    }

    private long lastKnown() {
        synchronized (recent) {
            FeedEvent last = recent.peekLast();
            return last == null ? recentAfter : last.cursor();
        }
    }

    private List<FeedEvent> after(long cursor) {
        synchronized (recent) {
            if (cursor >= recentAfter) {
                List<FeedEvent> found = new ArrayList<>();
                for (FeedEvent event : recent) {
                    if (event.cursor() > cursor) {
                        found.add(event);
                        if (found.size() == PAGE) {
                            break;
                        }
                    }
                }
                return found;
            }
        }
        return store.eventsAfter(cursor, PAGE);
    }

    private void beat() {
        if (more.get()) {
            load();
        }
        for (Reader reader : readers) {
            reader.beat();
        }
    }

    @Override
    public void close() {
        // Open streams would hold a graceful stop.
        readers.forEach(reader -> reader.sink.complete());
        timer.shutdownNow();
        executor.shutdownNow();
    }

    /** One open stream. */
    private final class Reader {
        private final FluxSink<ServerSentEvent<String>> sink;
        private final Function<FeedEvent, @Nullable String> render;
        private final BooleanSupplier allowed;
        private final AtomicBoolean busy = new AtomicBoolean();
        private final AtomicBoolean again = new AtomicBoolean();
        private final @Nullable Object owner;
        private final Deque<ServerSentEvent<String>> passing = new ArrayDeque<>();
        private volatile long cursor;

        Reader(
                FluxSink<ServerSentEvent<String>> sink,
                Function<FeedEvent, @Nullable String> render,
                BooleanSupplier allowed,
                long cursor) {
            this.sink = sink;
            this.render = render;
            this.allowed = allowed;
            this.owner = allowed instanceof Owned owned ? owned.owner() : null;
            this.cursor = cursor;
        }

        void passing(ServerSentEvent<String> event) {
            synchronized (passing) {
                if (passing.size() < MOST_UNTOLD) {
                    passing.add(event);
                }
            }
            schedule();
        }

        void beat() {
            if (!allowed.getAsBoolean()) {
                sink.complete();
            } else if (sink.requestedFromDownstream() > 0) {
                sink.next(ServerSentEvent.<String>builder().comment("").build());
            }
        }

        void schedule() {
            again.set(true);
            if (busy.compareAndSet(false, true)) {
                executor.execute(this::drain);
            }
        }

        private void drain() {
            try {
                while (again.getAndSet(false) && !sink.isCancelled()) {
                    send();
                }
            } catch (RuntimeException away) {
                log.atWarn()
                        .addKeyValue("cause", away.getMessage())
                        .log("An event stream ends; its reader will come again");
                sink.complete();
            } finally {
                busy.set(false);
            }
            if (again.get() && !sink.isCancelled()) {
                schedule();
            }
        }

        private void send() {
            while (sink.requestedFromDownstream() > 0) {
                ServerSentEvent<String> transientEvent;
                synchronized (passing) {
                    transientEvent = passing.poll();
                }
                if (transientEvent == null) {
                    break;
                }
                sink.next(transientEvent);
            }
            List<FeedEvent> events;
            do {
                events = after(cursor);
                for (FeedEvent event : events) {
                    if (sink.requestedFromDownstream() == 0 || sink.isCancelled()) {
                        return;
                    }
                    cursor = event.cursor();
                    String data = render.apply(event);
                    if (data != null) {
                        sink.next(ServerSentEvent.<String>builder()
                                .id(Long.toString(event.cursor()))
                                .event(event.topic())
                                .data(data)
                                .build());
                    }
                }
            } while (events.size() == PAGE);
        }
    }

    /** Says who reads, for events that are not kept. */
    interface Owned extends BooleanSupplier {
        Object owner();
    }
}

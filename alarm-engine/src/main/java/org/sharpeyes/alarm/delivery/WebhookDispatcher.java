package org.sharpeyes.alarm.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.feed.EventJson;
import org.sharpeyes.alarm.feed.FeedEvent;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds to every webhook: at least once, in order per incident, each message with one id in all its
 * repetitions. Each webhook has a thread of its own, so a slow receiver delays nobody else, and its messages of one
 * incident wait for each other but not for other incidents. What is delivered is known by the database only: a process
 * that dies sends again what it had not marked.
 *
 * <p>Thread-safe.
 */
public final class WebhookDispatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebhookDispatcher.class);
    private static final int BATCH = 200;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final int FAILURES_TO_PAUSE = 5;
    private static final int REFUSALS_TO_GIVE_UP = 8;

    private final WebhookStore store;
    private final DeliverySettings settings;
    private final TargetGuard guard;
    private final BiPredicate<UserId, CameraId> visible;
    private final InstantSource clock;
    private final ScheduledExecutorService watch;
    private final HttpPost http;
    private final Map<UUID, Worker> workers = new HashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private boolean closed;

    /** @param visible which cameras a webhook's owner may know of */
    public WebhookDispatcher(
            WebhookStore store, DeliverySettings settings, BiPredicate<UserId, CameraId> visible, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.guard = new TargetGuard(settings.allowedNetworks());
        this.visible = visible;
        this.clock = clock;
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "webhook-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        this.http = new HttpPost(settings.deadline(), watch);
    }

    /** Starts a worker for each webhook that is stored. Blocks on the database. */
    public void start() {
        store.webhooks().forEach(this::work);
    }

    /**
     * Stores a webhook and begins to serve it.
     *
     * @throws TargetGuard.Refused if its address may not be reached
     * @throws IOException if its host does not resolve
     * @throws IllegalStateException if there are as many as allowed
     */
    public synchronized void add(Webhook webhook) throws IOException, TargetGuard.Refused {
        guard.resolve(webhook.url().getHost());
        if (workers.size() >= settings.maxWebhooks()) {
            throw new IllegalStateException(
                    "webhooks: " + workers.size() + " (expected: fewer than " + settings.maxWebhooks() + ")");
        }
        store.add(webhook);
        work(webhook);
    }

    public synchronized boolean remove(UUID webhook) {
        Worker worker = workers.remove(webhook);
        if (worker != null) {
            worker.stop();
        }
        return store.remove(webhook);
    }

    /** Something was committed: look now rather than at the next turn. */
    public synchronized void wake() {
        workers.values().forEach(worker -> worker.wake.release());
    }

    /** Messages that a receiver took. */
    public long sent() {
        return sent.get();
    }

    /** Attempts that failed. */
    public long failures() {
        return failures.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
        workers.values().forEach(Worker::stop);
        workers.clear();
        watch.shutdownNow();
    }

    private synchronized void work(Webhook webhook) {
        if (!closed) {
            Worker worker = new Worker(webhook);
            workers.put(webhook.id(), worker);
            worker.thread.start();
        }
    }

    /** One webhook's thread. */
    private final class Worker {
        private final Webhook webhook;
        private final Semaphore wake = new Semaphore(0);
        private final Thread thread;
        private volatile boolean stopped;
        private int failuresInARow;

        Worker(Webhook webhook) {
            this.webhook = webhook;
            this.thread = new Thread(this::run, "webhook-" + webhook.id());
            this.thread.setDaemon(true);
        }

        void stop() {
            stopped = true;
            thread.interrupt();
        }

        private void run() {
            while (!stopped) {
                try {
                    if (!turn()) {
                        if (wake.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
                            wake.drainPermits();
                        }
                    }
                } catch (InterruptedException stop) {
                    if (!stopped) {
                        log.atError()
                                .addKeyValue("webhook", webhook)
                                .log("A webhook's thread was interrupted and stops");
                    }
                    return;
                } catch (RuntimeException away) {
                    // The database: nothing is lost, it is all still there when it is back.
                    if (!stopped) {
                        log.atWarn()
                                .addKeyValue("webhook", webhook)
                                .addKeyValue("cause", away.getMessage())
                                .log("Deliveries cannot be read or marked; tried again");
                        pause(IDLE);
                    }
                }
            }
        }

        /** @return whether there was something to send */
        private boolean turn() throws InterruptedException {
            List<WebhookStore.Due> due = store.due(webhook.id(), clock.instant(), BATCH);
            for (WebhookStore.Due message : due) {
                if (stopped) {
                    return false;
                }
                attempt(message);
                if (failuresInARow >= FAILURES_TO_PAUSE) {
                    // It is down as a whole: one message at a time finds out when it is back.
                    TimeUnit.MILLISECONDS.sleep(
                            backoff(failuresInARow - FAILURES_TO_PAUSE).toMillis());
                    return true;
                }
            }
            return !due.isEmpty();
        }

        private void attempt(WebhookStore.Due message) {
            FeedEvent event = message.event();
            if (!event.cameras().isEmpty()
                    && event.cameras().stream().noneMatch(camera -> visible.test(webhook.owner(), camera))) {
                // Not the owner's to know; it is settled without being sent.
                store.delivered(webhook.id(), event.cursor(), clock.instant());
                return;
            }
            String error = send(event);
            Instant now = clock.instant();
            if (error == null) {
                failuresInARow = 0;
                sent.incrementAndGet();
                store.delivered(webhook.id(), event.cursor(), now);
                return;
            }
            failuresInARow++;
            failures.incrementAndGet();
            boolean refused = error.startsWith("refused");
            boolean old = now.isAfter(event.at().plus(settings.giveUpAfter()));
            if (old || refused && message.attempts() + 1 >= REFUSALS_TO_GIVE_UP) {
                log.atError()
                        .addKeyValue("webhook", webhook)
                        .addKeyValue("event", event.event())
                        .addKeyValue("cause", error)
                        .log("A message could not be delivered and was given up");
                store.gaveUp(webhook.id(), event.cursor(), error, now);
            } else {
                store.failed(webhook.id(), event.cursor(), error, now.plus(backoff(message.attempts())));
            }
        }

        /** @return why it failed, {@code null} when it was taken; begins with "refused" when trying again is of little use */
        private @Nullable String send(FeedEvent event) {
            byte[] body = EventJson.of(event, camera -> visible.test(webhook.owner(), camera))
                    .getBytes(StandardCharsets.UTF_8);
            String timestamp = Long.toString(clock.instant().getEpochSecond());
            Map<String, String> headers = Map.of(
                    "X-Sharp-Eyes-Timestamp",
                    timestamp,
                    "X-Sharp-Eyes-Signature",
                    Signature.of(webhook.secret(), timestamp, body),
                    "X-Sharp-Eyes-Event",
                    event.event().toString());
            try {
                InetAddress address = guard.resolve(webhook.url().getHost());
                int status = http.send(webhook.url(), address, webhook.port(), webhook.secure(), headers, body);
                if (status >= 200 && status < 300) {
                    return null;
                }
                boolean lasting = status >= 300 && status < 500 && status != 408 && status != 425 && status != 429;
                return (lasting ? "refused: status " : "status ") + status;
            } catch (TargetGuard.Refused notAllowed) {
                return "refused: " + notAllowed.getMessage();
            } catch (IOException unreachable) {
                return "not reached: " + unreachable.getMessage();
            }
        }

        private void pause(Duration time) {
            try {
                TimeUnit.MILLISECONDS.sleep(time.toMillis());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Duration backoff(int attempts) {
        long doubled = settings.firstRetry().toMillis() << Math.min(attempts, 20);
        long most = Math.min(doubled, settings.longestRetry().toMillis());
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}

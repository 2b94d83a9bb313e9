package org.sharpeyes.alarm.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds to every channel: at least once, in order per incident, each message with one id in all its
 * repetitions. Each channel has a thread of its own, so a slow receiver delays nobody else, and its messages of one
 * incident wait for each other but not for other incidents. What is delivered is known by the database only: a process
 * that dies sends again what it had not marked.
 *
 * <p>Thread-safe.
 */
public final class Dispatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration UNREAD_GAP = Duration.ofSeconds(15);

    private final ChannelStore store;
    private final DeliverySettings settings;
    private final TargetGuard guard;
    private final BiPredicate<UserId, CameraId> visible;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final HttpPost http;
    private final Map<UUID, ChannelWorker> workers = new HashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private boolean closed;

    /** @param visible which cameras a channel's owner may know of */
    public Dispatcher(
            ChannelStore store, DeliverySettings settings, BiPredicate<UserId, CameraId> visible, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.guard = new TargetGuard(settings.allowedNetworks());
        this.visible = visible;
        this.clock = clock;
        this.timer = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "delivery-timer");
            thread.setDaemon(true);
            return thread;
        });
        this.http = new HttpPost(settings.deadline(), timer);
    }

    /** Starts a worker for each channel that is stored. Blocks on the database. */
    public void start() {
        store.channels().forEach(this::work);
        timer.scheduleWithFixedDelay(
                this::forwardUnread, UNREAD_GAP.toMillis(), UNREAD_GAP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Stores a channel and begins to serve it.
     *
     * @throws TargetGuard.Refused if its address may not be reached
     * @throws IOException if its host does not resolve
     * @throws IllegalStateException if there are as many as allowed
     */
    public synchronized void add(Channel channel) throws IOException, TargetGuard.Refused {
        if (channel.target() instanceof Target.Webhook webhook) {
            guard.resolve(webhook.url().getHost());
        } else if (channel.target() instanceof Target.Mqtt mqtt) {
            guard.resolve(mqtt.url().getHost());
        }
        if (workers.size() >= settings.maxChannels()) {
            throw new IllegalStateException(
                    "channels: " + workers.size() + " (expected: fewer than " + settings.maxChannels() + ")");
        }
        store.add(channel);
        work(channel);
    }

    public synchronized boolean remove(UUID channel) {
        ChannelWorker worker = workers.remove(channel);
        if (worker != null) {
            worker.stop();
        }
        return store.remove(channel);
    }

    /** Something was committed: look now rather than at the next turn. */
    public synchronized void wake() {
        workers.values().forEach(ChannelWorker::wake);
    }

    /** Tells the second channels of what nobody has acknowledged; done every 15 s. Blocks on the database. */
    void forwardUnread() {
        try {
            Instant now = clock.instant();
            if (store.forwardUnread(now) > 0) {
                wake();
            }
        } catch (RuntimeException away) {
            // A periodic task that throws is never run again; the database comes back.
            log.atWarn().addKeyValue("cause", away.getMessage()).log("Unread messages were not passed on; tried again");
        }
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
        workers.values().forEach(ChannelWorker::stop);
        workers.clear();
        timer.shutdownNow();
    }

    private synchronized void work(Channel channel) {
        if (!closed) {
            ChannelWorker worker = new ChannelWorker(
                    channel,
                    sender(channel.target()),
                    store,
                    settings,
                    camera -> visible.test(channel.owner(), camera),
                    clock,
                    sent,
                    failures);
            workers.put(channel.id(), worker);
            worker.start();
        }
    }

    private Sender sender(Target target) {
        if (target instanceof Target.Webhook webhook) {
            return new WebhookSender(webhook, guard, http, clock);
        }
        if (target instanceof Target.Mqtt mqtt) {
            return new MqttSender(mqtt, guard, settings.deadline());
        }
        if (target instanceof Target.Email email) {
            return new MailSender(email, settings.mail(), settings.deadline());
        }
        throw new IllegalStateException("no way out for " + target);
    }
}

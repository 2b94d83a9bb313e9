package org.sharpeyes.alarm.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.sharpeyes.alarm.delivery.ChannelStore.Due;
import org.sharpeyes.alarm.delivery.ChannelStore.Which;
import org.sharpeyes.alarm.feed.FeedEvent;
import org.sharpeyes.model.CameraId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One channel's thread: takes what is due, sends it, marks it. */
final class ChannelWorker {
    private static final Logger log = LoggerFactory.getLogger(ChannelWorker.class);
    private static final int BATCH = 200;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final int FAILURES_TO_PAUSE = 5;
    private static final int REFUSALS_TO_GIVE_UP = 8;

    private final Channel channel;
    private final Sender sender;
    private final ChannelStore store;
    private final DeliverySettings settings;
    private final Predicate<CameraId> visible;
    private final InstantSource clock;
    private final AtomicLong sent;
    private final AtomicLong failures;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    private int failuresInARow;

    ChannelWorker(
            Channel channel,
            Sender sender,
            ChannelStore store,
            DeliverySettings settings,
            Predicate<CameraId> visible,
            InstantSource clock,
            AtomicLong sent,
            AtomicLong failures) {
        this.channel = channel;
        this.sender = sender;
        this.store = store;
        this.settings = settings;
        this.visible = visible;
        this.clock = clock;
        this.sent = sent;
        this.failures = failures;
        this.thread = new Thread(this::run, "channel-" + channel.id());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void wake() {
        wake.release();
    }

    void stop() {
        stopped = true;
        thread.interrupt();
    }

    private void run() {
        try (sender) {
            while (!stopped) {
                if (!turnOrPause() && wake.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException stop) {
            if (!stopped) {
                log.atError().addKeyValue("channel", channel).log("A channel's thread was interrupted and stops");
            }
        }
    }

    private boolean turnOrPause() throws InterruptedException {
        try {
            return turn();
        } catch (RuntimeException away) {
            // The database: nothing is lost, it is all still there when it is back.
            if (!stopped) {
                log.atWarn()
                        .addKeyValue("channel", channel)
                        .addKeyValue("cause", away.getMessage())
                        .log("Deliveries cannot be read or marked; tried again");
                TimeUnit.MILLISECONDS.sleep(IDLE.toMillis());
            }
            return false;
        }
    }

    /** @return whether there was something to send */
    private boolean turn() throws InterruptedException {
        Instant now = clock.instant();
        ChannelRules rules = channel.rules();
        boolean quiet = rules.quiet() != null && rules.quiet().contains(now);
        Which which = quiet || rules.digests() ? Which.NEXT_OF_URGENT_INCIDENTS : Which.NEXT_OF_EACH_INCIDENT;
        List<Due> single = store.due(channel.id(), now, which, BATCH);
        for (Due message : single) {
            if (stopped) {
                return false;
            }
            attempt(List.of(message));
            if (failuresInARow >= FAILURES_TO_PAUSE) {
                // It is down as a whole: one message at a time finds out when it is back.
                TimeUnit.MILLISECONDS.sleep(
                        backoff(failuresInARow - FAILURES_TO_PAUSE).toMillis());
                return true;
            }
        }
        if (single.isEmpty() && rules.digests() && !quiet) {
            return digest(rules.digest(), now);
        }
        return !single.isEmpty();
    }

    private boolean digest(Duration age, Instant now) {
        List<Due> all = store.due(channel.id(), now, Which.ALL, BATCH);
        if (all.isEmpty() || all.get(0).event().at().isAfter(now.minus(age))) {
            return false;
        }
        attempt(all);
        return true;
    }

    private void attempt(List<Due> messages) {
        List<Due> known =
                messages.stream().filter(due -> ownersToKnow(due.event())).toList();
        if (known.size() < messages.size()) {
            // Not the owner's to know; it is settled without being sent.
            List<Due> foreign =
                    messages.stream().filter(due -> !known.contains(due)).toList();
            store.delivered(channel.id(), cursors(foreign), clock.instant());
        }
        if (known.isEmpty()) {
            return;
        }
        Sender.Outcome outcome = send(known);
        Instant now = clock.instant();
        if (outcome instanceof Sender.Outcome.Taken) {
            failuresInARow = 0;
            sent.addAndGet(known.size());
            store.delivered(channel.id(), cursors(known), now);
            return;
        }
        failuresInARow++;
        failures.incrementAndGet();
        boolean refused = outcome instanceof Sender.Outcome.Refused;
        String error = outcome instanceof Sender.Outcome.Refused no
                ? "refused: " + no.error()
                : outcome instanceof Sender.Outcome.NotNow later ? later.error() : "";
        int attempts = known.stream().mapToInt(Due::attempts).max().orElse(0);
        boolean old = now.isAfter(known.get(0).event().at().plus(settings.giveUpAfter()));
        if (old || refused && attempts + 1 >= REFUSALS_TO_GIVE_UP) {
            log.atError()
                    .addKeyValue("channel", channel)
                    .addKeyValue("event", known.get(0).event().event())
                    .addKeyValue("cause", error)
                    .log("A message could not be delivered and was given up");
            store.gaveUp(channel.id(), cursors(known), error, now);
        } else {
            store.failed(channel.id(), cursors(known), error, now.plus(backoff(attempts)));
        }
    }

    private Sender.Outcome send(List<Due> messages) {
        try {
            return sender.send(Message.of(messages.stream().map(Due::event).toList(), visible));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Sender.Outcome.NotNow("stopped while it was sent");
        }
    }

    private boolean ownersToKnow(FeedEvent event) {
        return event.cameras().isEmpty() || event.cameras().stream().anyMatch(visible);
    }

    private static List<Long> cursors(List<Due> messages) {
        return messages.stream().map(due -> due.event().cursor()).toList();
    }

    private Duration backoff(int attempts) {
        long doubled = settings.firstRetry().toMillis() << Math.min(attempts, 20);
        long most = Math.min(doubled, settings.longestRetry().toMillis());
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}

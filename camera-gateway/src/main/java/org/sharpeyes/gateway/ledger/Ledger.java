package org.sharpeyes.gateway.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one book of scarce things. A claim is granted when every resource it passes through has room; otherwise it waits, the
 * more important first, then the older. One that is more important than some that were granted cuts those off: the least
 * important, then the youngest of them, and no more than it needs.
 *
 * <p>A waiting claim never holds up a smaller one that needs other resources, but nothing of lower or equal priority
 * overtakes it on a resource that it waits for: big claims are not starved by small ones.
 *
 * <p>Limits are configured, or learned: a device that refuses a session has as many as it had then, and is tried with one
 * more after a while.
 *
 * <p>Thread-safe. {@link #tick} is to be called about once a second.
 */
public final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final Comparator<Entry> QUEUE =
            Comparator.comparingInt((Entry entry) -> -entry.claim.priority()).thenComparingLong(entry -> entry.number);

    private final LedgerSettings settings;
    private final LongSupplier clock;
    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private final Map<Resource, Learned> learned = new HashMap<>();
    private long numbers;

    private record Learned(long limit, long atNanos) {}

    /** @param clock monotonic nanoseconds */
    public Ledger(LedgerSettings settings, LongSupplier clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Enters a claim. The holder may be told of the grant before this returns. */
    public Lease claim(Claim claim, Lease.Holder holder) {
        List<Runnable> calls = new ArrayList<>();
        Entry entry;
        synchronized (this) {
            entry = new Entry(claim, holder, ++numbers, clock.getAsLong());
            entries.put(entry.number, entry);
            serve(calls);
        }
        calls.forEach(Runnable::run);
        return entry;
    }

    /** Takes the room of those that were cut off and did not go, and tries limits that were learned long ago. */
    public void tick() {
        List<Runnable> calls = new ArrayList<>();
        synchronized (this) {
            long now = clock.getAsLong();
            for (Entry entry : List.copyOf(entries.values())) {
                if (entry.state == LedgerView.State.LEAVING
                        && now - entry.sinceNanos >= settings.handOver().toNanos()) {
                    entries.remove(entry.number);
                }
            }
            learned.replaceAll((resource, limit) ->
                    now - limit.atNanos >= settings.learnedFor().toNanos() ? new Learned(limit.limit + 1, now) : limit);
            serve(calls);
        }
        calls.forEach(Runnable::run);
    }

    public synchronized LedgerView view() {
        long now = clock.getAsLong();
        Map<String, LedgerView.Line> lines = new TreeMap<>();
        List<LedgerView.Entry> shown = new ArrayList<>();
        int position = 0;
        for (Entry entry : entries.values().stream().sorted(QUEUE).toList()) {
            boolean waits = entry.state == LedgerView.State.WAITING;
            shown.add(new LedgerView.Entry(
                    entry.claim.what(),
                    entry.claim.use(),
                    entry.claim.rank(),
                    entry.state,
                    waits ? ++position : 0,
                    entry.bits,
                    entry.claim.resources(),
                    Duration.ofNanos(now - entry.sinceNanos),
                    waits ? missing(entry) : ""));
            for (Resource resource : entry.claim.resources()) {
                lines.put(
                        resource.toString(),
                        new LedgerView.Line(resource, limit(resource), learned.containsKey(resource), used(resource)));
            }
        }
        for (Resource resource : learned.keySet()) {
            lines.put(resource.toString(), new LedgerView.Line(resource, limit(resource), true, used(resource)));
        }
        return new LedgerView(List.copyOf(lines.values()), shown);
    }

    /** Grants what can be granted, in order, and cuts off what must go. */
    private void serve(List<Runnable> calls) {
        List<Entry> passedOver = new ArrayList<>();
        for (Entry entry : entries.values().stream()
                .filter(one -> one.state == LedgerView.State.WAITING)
                .sorted(QUEUE)
                .toList()) {
            boolean behind = passedOver.stream()
                    .anyMatch(before ->
                            before.blockedBy != null && entry.claim.resources().contains(before.blockedBy));
            Resource full = behind ? null : full(entry);
            if (!behind && full == null) {
                entry.enter(LedgerView.State.GRANTED);
                calls.add(entry.holder::granted);
                continue;
            }
            entry.blockedBy = behind ? passedOver.get(passedOver.size() - 1).blockedBy : full;
            if (!behind) {
                makeRoom(entry, calls);
            }
            passedOver.add(entry);
        }
    }

    /** The first resource that has no room for it, {@code null} if all have. */
    private @Nullable Resource full(Entry entry) {
        for (Resource resource : entry.claim.resources()) {
            long limit = limit(resource);
            if (limit > 0 && used(resource) + entry.takes(resource) > limit && used(resource) > 0) {
                return resource;
            }
        }
        return null;
    }

    /** Cuts off less important ones if that is enough; nobody loses a session for nothing. */
    private void makeRoom(Entry entry, List<Runnable> calls) {
        List<Entry> victims = new ArrayList<>();
        for (Resource resource : entry.claim.resources()) {
            long limit = limit(resource);
            if (limit == 0) {
                continue;
            }
            long over = used(resource) + entry.takes(resource) - limit;
            for (Entry gone : entries.values()) {
                boolean going = gone.state == LedgerView.State.LEAVING || victims.contains(gone);
                if (going && gone.claim.resources().contains(resource)) {
                    over -= gone.takes(resource);
                }
            }
            List<Entry> lower = entries.values().stream()
                    .filter(one -> one.state == LedgerView.State.GRANTED
                            && !victims.contains(one)
                            && one.claim.resources().contains(resource)
                            && one.claim.priority() < entry.claim.priority())
                    .sorted(QUEUE.reversed())
                    .toList();
            for (Entry one : lower) {
                if (over <= 0) {
                    break;
                }
                victims.add(one);
                over -= one.takes(resource);
            }
            if (over > 0) {
                return;
            }
        }
        for (Entry victim : victims) {
            victim.enter(LedgerView.State.LEAVING);
            String reason = "its place was needed for something more important (" + nameOf(entry.blockedBy) + ")";
            LOG.atInfo()
                    .addKeyValue("stream", victim.claim.what())
                    .addKeyValue("cause", entry.blockedBy)
                    .log("Session cut off");
            calls.add(() -> victim.holder.cutOff(reason));
        }
    }

    private long used(Resource resource) {
        long used = 0;
        for (Entry entry : entries.values()) {
            if (entry.state != LedgerView.State.WAITING
                    && entry.claim.resources().contains(resource)) {
                used += entry.takes(resource);
            }
        }
        return used;
    }

    private long limit(Resource resource) {
        long configured = settings.limit(resource);
        Learned limit = learned.get(resource);
        if (limit == null) {
            return configured;
        }
        return configured == 0 ? limit.limit : Math.min(configured, limit.limit);
    }

    private String missing(Entry entry) {
        Resource resource = entry.blockedBy;
        if (resource == null) {
            return "";
        }
        long waiting = entries.values().stream()
                .filter(one -> one.state == LedgerView.State.WAITING && QUEUE.compare(one, entry) < 0)
                .count();
        String unit = resource.kind().countsBits()
                ? String.format(Locale.ROOT, "%.1f of %.1f Mbit/s", used(resource) / 1e6, limit(resource) / 1e6)
                : used(resource) + " of " + limit(resource)
                        + (resource.kind() == Resource.Kind.SESSIONS ? " sessions" : " openings");
        return nameOf(resource) + " is full: " + unit + ", " + waiting + " wait before it";
    }

    private static String nameOf(@Nullable Resource resource) {
        if (resource == null) {
            return "room";
        }
        return switch (resource.kind()) {
            case UPLINK -> "uplink " + resource.id();
            case RECORDER_OUTPUT -> "the recorder's output";
            case SESSIONS -> "the device";
            case OPENINGS -> "the gateway";
        };
    }

    /** One claim. Guarded by the ledger. */
    private final class Entry implements Lease {
        private Claim claim;
        private final Holder holder;
        private final long number;
        private LedgerView.State state = LedgerView.State.WAITING;
        private long sinceNanos;
        private long bits;
        private @Nullable Resource blockedBy;

        Entry(Claim claim, Holder holder, long number, long nowNanos) {
            this.claim = claim;
            this.holder = holder;
            this.number = number;
            this.sinceNanos = nowNanos;
            this.bits = claim.bitsPerSecond();
        }

        private long takes(Resource resource) {
            return resource.kind().countsBits() ? bits : 1;
        }

        private void enter(LedgerView.State next) {
            state = next;
            sinceNanos = clock.getAsLong();
            if (next == LedgerView.State.GRANTED) {
                blockedBy = null;
            }
        }

        @Override
        public void becomes(Use use, int rank) {
            List<Runnable> calls = new ArrayList<>();
            synchronized (Ledger.this) {
                claim = claim.as(use, rank);
                serve(calls);
            }
            calls.forEach(Runnable::run);
        }

        @Override
        public void measured(long bitsPerSecond) {
            synchronized (Ledger.this) {
                bits = bitsPerSecond;
            }
        }

        @Override
        public boolean refusedByDevice() {
            boolean others = false;
            synchronized (Ledger.this) {
                for (Resource resource : claim.resources()) {
                    long known = used(resource) - 1;
                    if (resource.kind() == Resource.Kind.SESSIONS && state != LedgerView.State.WAITING && known > 0) {
                        others = true;
                        learned.put(resource, new Learned(known, clock.getAsLong()));
                        LOG.atInfo()
                                .addKeyValue("resource", resource)
                                .addKeyValue("limit", known)
                                .log("Limit learned from a refusal");
                    }
                }
            }
            return others;
        }

        @Override
        public void close() {
            List<Runnable> calls = new ArrayList<>();
            synchronized (Ledger.this) {
                if (entries.remove(number) != null) {
                    serve(calls);
                }
            }
            calls.forEach(Runnable::run);
        }

        @Override
        public String waitsFor() {
            synchronized (Ledger.this) {
                return entries.containsKey(number) && state == LedgerView.State.WAITING ? missing(this) : "";
            }
        }
    }
}

package org.sharpeyes.gateway.discovery;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.discovery.FoundDevice.Finding;
import org.sharpeyes.gateway.discovery.FoundDevice.State;
import org.sharpeyes.model.DeviceId;

/** An inbox that lasts as long as the process. Thread-safe. */
public final class InMemoryInbox implements Inbox {
    private static final Comparator<FoundDevice> ORDER =
            Comparator.comparing(FoundDevice::firstSeen).thenComparing(FoundDevice::id);

    private final Map<UUID, FoundDevice> entries = new LinkedHashMap<>();

    @Override
    public synchronized Optional<FoundDevice> put(Finding finding, Instant seenAt) {
        FoundDevice known = entries.values().stream()
                .filter(each -> same(each.finding(), finding))
                .findFirst()
                .orElse(null);
        if (known == null && entries.size() >= MOST_ENTRIES) {
            return Optional.empty();
        }
        FoundDevice entry = known == null
                ? new FoundDevice(UUID.randomUUID(), finding, State.NEW, Optional.empty(), seenAt, seenAt)
                : new FoundDevice(
                        known.id(),
                        Findings.merge(known.finding(), finding),
                        known.state(),
                        known.device(),
                        known.firstSeen(),
                        seenAt);
        entries.put(entry.id(), entry);
        return Optional.of(entry);
    }

    private static boolean same(Finding known, Finding found) {
        if (known.endpoint().isPresent() && found.endpoint().isPresent()) {
            return known.endpoint().equals(found.endpoint());
        }
        boolean sameSerial = !found.serial().isEmpty()
                && known.serial().equals(found.serial())
                && known.manufacturer().equals(found.manufacturer())
                && known.model().equals(found.model());
        return sameSerial
                || known.path().host().equals(found.path().host())
                        && known.onvifPort() == found.onvifPort()
                        && known.path().ports().equals(found.path().ports());
    }

    @Override
    public synchronized Optional<FoundDevice> find(UUID id) {
        return Optional.ofNullable(entries.get(id));
    }

    @Override
    public synchronized List<FoundDevice> list(Optional<UUID> after, int limit) {
        FoundDevice last = after.map(entries::get).orElse(null);
        return entries.values().stream()
                .filter(each -> last == null || ORDER.compare(each, last) > 0)
                .sorted(ORDER)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void mark(UUID id, State state) {
        change(
                id,
                each -> new FoundDevice(
                        each.id(), each.finding(), state, each.device(), each.firstSeen(), each.lastSeen()));
    }

    @Override
    public synchronized void registered(UUID id, DeviceId device) {
        change(
                id,
                each -> new FoundDevice(
                        each.id(),
                        each.finding(),
                        State.REGISTERED,
                        Optional.of(device),
                        each.firstSeen(),
                        each.lastSeen()));
    }

    @Override
    public synchronized void describe(UUID id, String manufacturer, String model, String serial) {
        change(id, each -> with(each, Findings.described(each.finding(), manufacturer, model, serial)));
    }

    @Override
    public synchronized void move(UUID id, AccessPath path, int onvifPort) {
        change(id, each -> with(each, Findings.moved(each.finding(), path, onvifPort)));
    }

    private static FoundDevice with(FoundDevice entry, Finding finding) {
        return new FoundDevice(entry.id(), finding, entry.state(), entry.device(), entry.firstSeen(), entry.lastSeen());
    }

    private void change(UUID id, UnaryOperator<FoundDevice> change) {
        entries.computeIfPresent(id, (key, entry) -> change.apply(entry));
    }
}

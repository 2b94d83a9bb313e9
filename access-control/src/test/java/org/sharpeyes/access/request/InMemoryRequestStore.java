package org.sharpeyes.access.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.GrantId;

/** Requests without a database. Thread-safe. */
final class InMemoryRequestStore implements RequestStore {
    private final Map<RequestId, AccessRequest> requests = new LinkedHashMap<>();
    private final Map<String, RequestId> numbers = new HashMap<>();

    @Override
    public synchronized void insert(AccessRequest request) {
        requests.put(request.id(), request);
    }

    @Override
    public synchronized Kept replace(AccessRequest next) {
        AccessRequest current = requests.get(next.id());
        if (current == null || current.version() != next.version() - 1) {
            return Kept.STALE;
        }
        boolean taken = next.votes().stream().anyMatch(vote -> !numbers.getOrDefault(vote.numberKey(), next.id())
                .equals(next.id()));
        if (taken) {
            return Kept.NUMBER_TAKEN;
        }
        next.votes().forEach(vote -> numbers.put(vote.numberKey(), next.id()));
        requests.put(next.id(), next);
        return Kept.DONE;
    }

    @Override
    public synchronized Optional<AccessRequest> find(RequestId id) {
        return Optional.ofNullable(requests.get(id));
    }

    @Override
    public synchronized Optional<AccessRequest> findByGrant(GrantId grant) {
        return requests.values().stream()
                .filter(request -> grant.equals(request.grantId()))
                .findFirst();
    }

    @Override
    public synchronized List<AccessRequest> unfinished() {
        return requests.values().stream().filter(request -> !request.over()).toList();
    }

    @Override
    public synchronized List<AccessRequest> newest(@Nullable RequestId before, int limit) {
        List<AccessRequest> all = new ArrayList<>(requests.values());
        Collections.reverse(all);
        int from = before == null ? 0 : all.indexOf(requests.get(before)) + 1;
        return all.subList(from, Math.min(all.size(), from + limit));
    }
}

package org.sharpeyes.gateway.registration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps registrations until the process ends. Thread-safe. */
public final class InMemoryRegistrationStore implements RegistrationStore {
    private final Map<UUID, Registration> byId = new LinkedHashMap<>();

    @Override
    public synchronized void save(Registration registration) {
        byId.put(registration.id(), registration);
    }

    @Override
    public synchronized Optional<Registration> find(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public synchronized List<Registration> newest(int limit) {
        List<Registration> all = new ArrayList<>(byId.values());
        Collections.reverse(all);
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }

    @Override
    public synchronized List<Registration> running() {
        return byId.values().stream()
                .filter(each -> each.state() == Registration.State.RUNNING)
                .toList();
    }
}

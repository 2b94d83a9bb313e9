package org.sharpeyes.gateway.registration;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where registrations are kept. Thread-safe; may block. */
public interface RegistrationStore {
    /** Inserts or replaces. */
    void save(Registration registration);

    Optional<Registration> find(UUID id);

    /** The newest first. */
    List<Registration> newest(int limit);

    /** Those that a stopped server left running. */
    List<Registration> running();
}

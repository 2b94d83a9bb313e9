package org.sharpeyes.server.discovery;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;
import org.sharpeyes.gateway.probe.EvidenceListener;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.model.Evidence;

/**
 * Where all evidence about cameras meets: probes, registration, media. It goes to the health book first, then to every
 * {@link EvidenceListener} bean. Thread-safe; listeners must not block.
 */
public final class EvidenceHub {
    private final HealthBook book;
    private final Supplier<List<EvidenceListener>> listeners;

    EvidenceHub(HealthBook book, Supplier<List<EvidenceListener>> listeners) {
        this.book = book;
        this.listeners = listeners;
    }

    /** Tells everybody. Call from any thread. */
    public void observed(Evidence evidence) {
        book.observed(evidence);
        for (EvidenceListener listener : requireNonNull(listeners.get())) {
            listener.observed(evidence);
        }
    }
}

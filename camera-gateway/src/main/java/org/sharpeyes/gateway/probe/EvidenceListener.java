package org.sharpeyes.gateway.probe;

import org.sharpeyes.model.Evidence;

/** Takes what was observed. Called on the probes' event loop: must not block. */
@FunctionalInterface
public interface EvidenceListener {
    void observed(Evidence evidence);
}

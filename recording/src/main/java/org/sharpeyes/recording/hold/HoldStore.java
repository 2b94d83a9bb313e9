package org.sharpeyes.recording.hold;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sharpeyes.model.HoldId;

/** Where holds are kept. Methods block. */
public interface HoldStore {
    /** Inserts or replaces. */
    void put(EvidenceHold hold);

    Optional<EvidenceHold> find(HoldId id);

    /** The newest hold of a request. */
    Optional<EvidenceHold> of(UUID request);

    /** All that are in force, oldest first. */
    List<EvidenceHold> inForce();

    /** Newest first. */
    List<EvidenceHold> newest(int limit);
}

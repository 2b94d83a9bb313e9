package org.sharpeyes.access.register;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.ChainHead;
import org.sharpeyes.evidence.SignedHead;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/** Where the chain is kept. Methods block. */
public interface RegisterStore {
    /** A payload with the id that keeps it from being written twice. */
    record Payload(UUID id, String text) {}

    /**
     * Appends what is not there yet, in one transaction; all is durable when it returns.
     *
     * @return what was appended, in order
     * @throws RegisterUnavailable if the store cannot be reached or cannot write
     */
    List<ChainEntry> append(List<Payload> payloads) throws RegisterUnavailable;

    ChainHead head();

    /** Entries with {@code from <= sequence}, in order, at most {@code limit}. */
    List<ChainEntry> entries(long from, int limit);

    /** Entries with {@code sequence < before}, newest first, that match the filter. */
    List<ChainEntry> newest(long before, int limit, Filter filter);

    /** What to show; {@code null} is all. */
    record Filter(
            @Nullable UserId user,
            @Nullable CameraId camera,
            @Nullable String action,
            @Nullable String caseNumber,
            @Nullable Instant from,
            @Nullable Instant to) {}

    void keep(SignedHead head);

    /** Signed heads with {@code sequence < before}, newest first. */
    List<SignedHead> signedHeads(long before, int limit);

    @Nullable
    SignedHead lastSigned();
}

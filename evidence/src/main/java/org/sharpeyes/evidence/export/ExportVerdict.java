package org.sharpeyes.evidence.export;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the verifier found in a sealed export. */
public sealed interface ExportVerdict {
    /**
     * Every byte is as it was sealed.
     *
     * @param fragments how many were hashed and compared
     * @param gaps how many gaps are declared
     * @param sealedAt as the signer's clock said
     * @param stampedAt as the time-stamp authority said, if one was asked
     * @param certificate SHA-256 of the signer's certificate; compare it with the one that was published
     * @param registerKey fingerprint of the key of the access register
     * @param record number of the access record that stands for this export
     */
    record Intact(
            String export,
            String caseNumber,
            int cameras,
            int fragments,
            int gaps,
            Instant sealedAt,
            @Nullable Instant stampedAt,
            String certificate,
            String registerKey,
            long record)
            implements ExportVerdict {}

    /**
     * Something is wrong.
     *
     * @param where the member, the fragment with its time, or the byte of the file
     */
    record Broken(String where, String reason) implements ExportVerdict {}

    default boolean intact() {
        return this instanceof Intact;
    }
}

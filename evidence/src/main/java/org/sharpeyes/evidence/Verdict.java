package org.sharpeyes.evidence;

/** What the verifier found. */
public sealed interface Verdict {
    /**
     * Nothing was changed, left out, added or reordered.
     *
     * @param keyFingerprint of the key that signed the head; compare it with the one that the auditor was given
     */
    record Intact(long first, long last, String keyFingerprint) implements Verdict {}

    /**
     * Something is wrong.
     *
     * @param line in the file, from 1
     * @param reason names the record and what is wrong with it
     */
    record Broken(long line, String reason) implements Verdict {}

    default boolean intact() {
        return this instanceof Intact;
    }
}

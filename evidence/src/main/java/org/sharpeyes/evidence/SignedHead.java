package org.sharpeyes.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A head that somebody vouched for.
 *
 * @param signature hexadecimal, Ed25519 signature
 */
public record SignedHead(ChainHead head, Instant at, String signature) {
    public SignedHead {
        requireNonNull(head, "head");
        requireNonNull(at, "at");
        requireNonNull(signature, "signature");
    }
}

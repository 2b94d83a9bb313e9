/**
 * Proof that a sequence of records was not changed: hash chain, signed heads, and the stand-alone verifier.
 *
 * <p>Start from {@link org.sharpeyes.evidence.ChainEntry} and {@link org.sharpeyes.evidence.RegisterVerifier}. No socket,
 * no database; BouncyCastle for the signatures of exports.
 */
@NullMarked
package org.sharpeyes.evidence;

import org.jspecify.annotations.NullMarked;

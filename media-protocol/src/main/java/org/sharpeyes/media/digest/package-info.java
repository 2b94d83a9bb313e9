/**
 * HTTP and RTSP authentication, Digest (RFC 7616) and Basic (RFC 7617), both sides: start from
 * {@link org.sharpeyes.media.digest.DigestClient} to answer a challenge, from
 * {@link org.sharpeyes.media.digest.DigestVerifier} to give one.
 */
@NullMarked
package org.sharpeyes.media.digest;

import org.jspecify.annotations.NullMarked;

/**
 * Passwords of cameras: sealed at rest, and never tried so often that a camera locks.
 *
 * <p>Start from {@link org.sharpeyes.gateway.credential.AuthenticationGuard}.
 */
@NullMarked
package org.sharpeyes.gateway.credential;

import org.jspecify.annotations.NullMarked;

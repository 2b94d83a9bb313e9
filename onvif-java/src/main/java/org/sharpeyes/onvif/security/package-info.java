/**
 * WS-Security UsernameToken with digest: making, sending and verifying it.
 *
 * <p>Start from {@link org.sharpeyes.onvif.security.UsernameToken}.
 */
@NullMarked
package org.sharpeyes.onvif.security;

import org.jspecify.annotations.NullMarked;

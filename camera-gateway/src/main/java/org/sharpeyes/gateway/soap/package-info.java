/**
 * ONVIF calls to one device: clock first, the right authentication, addresses held to the access path.
 *
 * <p>Start from {@link org.sharpeyes.gateway.soap.OnvifDevice}.
 */
@NullMarked
package org.sharpeyes.gateway.soap;

import org.jspecify.annotations.NullMarked;

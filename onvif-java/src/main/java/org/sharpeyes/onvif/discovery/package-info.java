/**
 * WS-Discovery of 2005 as ONVIF uses it: messages of both sides.
 *
 * <p>Start from {@link org.sharpeyes.onvif.discovery.DiscoveryMessage}.
 */
@NullMarked
package org.sharpeyes.onvif.discovery;

import org.jspecify.annotations.NullMarked;

/** The only door to cameras: discovery, ONVIF, RTSP client, probes, credentials. */
@NullMarked
package org.sharpeyes.gateway;

import org.jspecify.annotations.NullMarked;

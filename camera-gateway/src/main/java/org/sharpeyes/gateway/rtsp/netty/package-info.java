/** Sockets of the RTSP client: start from {@link org.sharpeyes.gateway.rtsp.netty.RtspUpstreams}. */
@NullMarked
package org.sharpeyes.gateway.rtsp.netty;

import org.jspecify.annotations.NullMarked;

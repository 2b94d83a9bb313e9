/**
 * The RTSP client to cameras, without its sockets: what is asked of a camera and what it may answer. Start from
 * {@link org.sharpeyes.gateway.rtsp.UpstreamRequest}, {@link org.sharpeyes.gateway.rtsp.UpstreamListener} and
 * {@code netty.RtspUpstreams}, which opens the sessions.
 */
@NullMarked
package org.sharpeyes.gateway.rtsp;

import org.jspecify.annotations.NullMarked;

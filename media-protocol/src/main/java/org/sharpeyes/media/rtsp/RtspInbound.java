package org.sharpeyes.media.rtsp;

/** What travels on an RTSP connection. */
public sealed interface RtspInbound permits RtspMessage, InterleavedFrame {}

/**
 * WebRTC on sockets: {@link org.sharpeyes.relay.webrtc.netty.WebRtcServer} takes offers and serves all browsers from one
 * port of UDP and TCP.
 */
@NullMarked
package org.sharpeyes.relay.webrtc.netty;

import org.jspecify.annotations.NullMarked;

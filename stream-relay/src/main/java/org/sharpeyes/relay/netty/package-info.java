/**
 * The relay on sockets: {@link org.sharpeyes.relay.netty.RelayServer} serves RTSP viewers over TCP and UDP.
 */
@NullMarked
package org.sharpeyes.relay.netty;

import org.jspecify.annotations.NullMarked;

/** The part of live video that touches sockets: how cameras are opened, and the gate that takes {@code /media}. */
@NullMarked
package org.sharpeyes.server.live.netty;

import org.jspecify.annotations.NullMarked;

/** Tests of the RTSP client on real sockets. */
@NullMarked
package org.sharpeyes.gateway.rtsp.netty;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.sharpeyes.relay.webrtc.netty;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.sharpeyes.relay.webrtc;

import org.jspecify.annotations.NullMarked;

/** Tests of recorded video for viewers. */
@NullMarked
package org.sharpeyes.relay.playback;

import org.jspecify.annotations.NullMarked;

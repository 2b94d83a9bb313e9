/**
 * Recorded video for viewers: {@link org.sharpeyes.relay.playback.MediaSource} is what recordings are read through, and
 * {@link org.sharpeyes.relay.playback.Playback} plays one of them to one viewer of any transport.
 */
@NullMarked
package org.sharpeyes.relay.playback;

import org.jspecify.annotations.NullMarked;

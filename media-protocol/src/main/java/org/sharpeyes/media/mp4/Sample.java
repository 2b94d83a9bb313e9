package org.sharpeyes.media.mp4;

import org.sharpeyes.media.video.AccessUnit;

/**
 * A picture with its place in media time. Owns the picture.
 *
 * @param decodeTime in 1/90000 s
 * @param presentationTime in 1/90000 s; may lie before the decode time
 * @param wallMillis wall time of its arrival, ms since 1970
 */
record Sample(AccessUnit picture, long decodeTime, long presentationTime, long wallMillis) {}

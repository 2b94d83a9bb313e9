/**
 * RTSP 1.0 (RFC 2326): start from {@link org.sharpeyes.media.rtsp.RtspDecoder} to read, from
 * {@link org.sharpeyes.media.rtsp.RtspWriter} to write.
 */
@NullMarked
package org.sharpeyes.media.rtsp;

import org.jspecify.annotations.NullMarked;

/**
 * H.264 and H.265 in RTP (RFC 6184, RFC 7798): start from {@link org.sharpeyes.media.video.Depacketizer} for whole
 * pictures, from {@link org.sharpeyes.media.video.PayloadInspector} to look at a packet in passing.
 */
@NullMarked
package org.sharpeyes.media.video;

import org.jspecify.annotations.NullMarked;

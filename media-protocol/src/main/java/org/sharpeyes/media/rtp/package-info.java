/**
 * RTP and RTCP (RFC 3550): {@link org.sharpeyes.media.rtp.RtpHeader} reads packets in place,
 * {@link org.sharpeyes.media.rtp.RtcpCodec} reads and writes reports, {@link org.sharpeyes.media.rtp.ReceptionStatistics}
 * counts loss.
 */
@NullMarked
package org.sharpeyes.media.rtp;

import org.jspecify.annotations.NullMarked;

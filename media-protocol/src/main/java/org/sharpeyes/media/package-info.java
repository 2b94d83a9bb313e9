/**
 * Media protocols: bytes in, immutable values out. No socket, no thread.
 *
 * <p>Start from {@code rtsp.RtspDecoder} (messages and interleaved frames), {@code sdp.SessionDescription},
 * {@code digest.DigestClient} and {@code digest.DigestVerifier}, {@code rtp.RtpHeader} and {@code rtp.RtcpCodec},
 * {@code video.Depacketizer} (packets into access units) and {@code video.PayloadInspector} (what a relay needs to know of
 * a packet), {@code mp4.FragmentedMp4Writer}.
 */
@NullMarked
package org.sharpeyes.media;

import org.jspecify.annotations.NullMarked;

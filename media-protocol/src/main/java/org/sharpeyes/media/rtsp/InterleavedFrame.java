package org.sharpeyes.media.rtsp;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;

/**
 * Binary data between the messages of a connection (RFC 2326 §10.12).
 *
 * <pre>
 *   '$' | channel | length (16 bits) | payload
 * </pre>
 *
 * <p>Whoever holds the frame owns one reference to {@code payload} and releases it.
 *
 * @param channel 0 to 255
 * @param payload a retained slice of what was read; never longer than {@link RtspLimits#MAX_INTERLEAVED_BYTES}
 */
public record InterleavedFrame(int channel, ByteBuf payload) implements RtspInbound {
    public InterleavedFrame {
        requireNonNull(payload, "payload");
        if (channel < 0 || channel > 255) {
            throw new IllegalArgumentException("channel: " + channel + " (expected: 0 to 255)");
        }
    }
}

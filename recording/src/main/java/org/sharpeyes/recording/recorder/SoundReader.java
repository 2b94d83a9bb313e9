package org.sharpeyes.recording.recorder;

import io.netty.buffer.ByteBuf;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.mp4.SoundFormat;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.media.rtp.TimestampUnwrapper;

/**
 * Takes frames of sound out of RTP packets: G.711 (RFC 3551 §4.5.14) and AAC in mode AAC-hbr (RFC 3640 §3.3.6). What it
 * cannot read it leaves out. Confined to one thread.
 */
final class SoundReader {
    private static final int AAC_SAMPLES = 1024;
    private static final int MAX_FRAMES = 64;

    /** Gets one frame; takes ownership of it. */
    @FunctionalInterface
    interface Sink {
        void frame(ByteBuf frame, long timestamp);
    }

    private final SoundFormat format;
    private final TimestampUnwrapper unwrapper = new TimestampUnwrapper();

    private SoundReader(SoundFormat format) {
        this.format = format;
    }

    /** @return {@code null} if this is no sound that a file can carry as it came */
    static @Nullable SoundReader of(FeedTrack track) {
        SoundFormat format = format(track);
        return format == null ? null : new SoundReader(format);
    }

    private static @Nullable SoundFormat format(FeedTrack track) {
        if (track.kind() != FeedTrack.Kind.SOUND) {
            return null;
        }
        try {
            return switch (track.encoding().toUpperCase(Locale.ROOT)) {
                case "PCMA" ->
                    new SoundFormat(SoundFormat.Codec.PCMA, track.clockRate(), track.channels(), new byte[0]);
                case "PCMU" ->
                    new SoundFormat(SoundFormat.Codec.PCMU, track.clockRate(), track.channels(), new byte[0]);
                case "MPEG4-GENERIC" ->
                    "AAC-hbr".equalsIgnoreCase(track.parameters().getOrDefault("mode", ""))
                            ? new SoundFormat(
                                    SoundFormat.Codec.AAC,
                                    track.clockRate(),
                                    track.channels(),
                                    HexFormat.of().parseHex(track.parameters().getOrDefault("config", "")))
                            : null;
                default -> null;
            };
        } catch (IllegalArgumentException unusable) {
            return null;
        }
    }

    SoundFormat format() {
        return format;
    }

    /** @param packet one RTP packet, borrowed */
    void packet(ByteBuf packet, Sink out) {
        if (!RtpHeader.isValid(packet)) {
            return;
        }
        int at = RtpHeader.payloadIndex(packet);
        int length = RtpHeader.payloadLength(packet);
        long timestamp = unwrapper.unwrap(RtpHeader.timestamp(packet));
        if (format.codec() != SoundFormat.Codec.AAC) {
            if (length > 0) {
                out.frame(packet.copy(at, length), timestamp);
            }
            return;
        }
        if (length < 4) {
            return;
        }
        int headers = packet.getUnsignedShort(at) / 16;
        int data = at + 2 + headers * 2;
        int end = at + length;
        if (headers < 1 || headers > MAX_FRAMES) {
            return;
        }
        for (int i = 0; i < headers; i++) {
            int bytes = packet.getUnsignedShort(at + 2 + i * 2) >> 3;
            if (data + bytes > end || bytes == 0) {
                return; // an access unit in several packets: no camera makes one, at its rates
            }
            out.frame(packet.copy(data, bytes), timestamp + (long) i * AAC_SAMPLES);
            data += bytes;
        }
    }
}

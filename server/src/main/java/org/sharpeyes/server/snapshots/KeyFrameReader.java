package org.sharpeyes.server.snapshots;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.worker.KeyFrame;

/** Turns a picture of the relay, a run of interleaved RTP packets, back into an access unit with start codes. Stateless. */
final class KeyFrameReader {
    /** '$', channel and length before each packet (RFC 2326 §10.12). */
    private static final int FRAME_HEADER_BYTES = 4;

    private KeyFrameReader() {}

    static Optional<KeyFrame> read(Picture picture, TrackDescription track) {
        Optional<VideoCodec> codec = VideoCodec.of(track.encoding());
        if (codec.isEmpty()) {
            return Optional.empty();
        }
        List<AccessUnit> units = new ArrayList<>(2);
        ParameterSets hint = ParameterSets.ofFormatParameters(codec.get(), parameters(track.format()));
        try (Depacketizer depacketizer = new Depacketizer(codec.get(), hint, UnpooledByteBufAllocator.DEFAULT)) {
            ByteBuf frames = picture.buffer().duplicate();
            while (frames.readableBytes() > FRAME_HEADER_BYTES) {
                int channel = frames.getUnsignedByte(frames.readerIndex() + 1);
                int length = frames.getUnsignedShort(frames.readerIndex() + 2);
                frames.skipBytes(FRAME_HEADER_BYTES);
                if (length > frames.readableBytes()) {
                    break;
                }
                if (channel % 2 == 0) {
                    depacketizer.push(frames.slice(frames.readerIndex(), length), units::add);
                }
                frames.skipBytes(length);
            }
            depacketizer.flush(units::add);
            return units.stream().filter(AccessUnit::keyFrame).findFirst().map(unit -> annexB(codec.get(), unit));
        } finally {
            units.forEach(AccessUnit::release);
        }
    }

    private static KeyFrame annexB(VideoCodec codec, AccessUnit unit) {
        ByteBuf out = Unpooled.buffer(unit.data().readableBytes() + 1_024);
        try {
            unit.writeAnnexB(out);
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes);
            return new KeyFrame(
                    codec == VideoCodec.H264
                            ? org.sharpeyes.worker.VideoCodec.H264
                            : org.sharpeyes.worker.VideoCodec.H265,
                    bytes);
        } finally {
            out.release();
        }
    }

    /** {@code name=value; name=value}, names in lower case. */
    private static Map<String, String> parameters(@Nullable String format) {
        Map<String, String> parameters = new HashMap<>();
        if (format != null) {
            for (String part : format.split(";", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    parameters.put(
                            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            part.substring(equals + 1).strip());
                }
            }
        }
        return parameters;
    }
}

package org.sharpeyes.media.video;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The recorded streams, made once with x264 and x265, and short ways to send them. */
final class Streams {
    /** Without leak detection, which records every access and makes these tests slow: they count memory themselves. */
    static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false, true);

    private Streams() {}

    static byte[] bytes(String name) {
        try (InputStream in = Streams.class.getResourceAsStream("/org/sharpeyes/media/streams/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static VideoCodec codec(String name) {
        return name.endsWith("h265") ? VideoCodec.H265 : VideoCodec.H264;
    }

    static List<List<ByteBuf>> pictures(String name) {
        return AnnexB.pictures(codec(name), Unpooled.wrappedBuffer(bytes(name)));
    }

    /** Packets of all pictures, 6000 ticks apart. The caller releases them. */
    static List<ByteBuf> packets(String name, int maxPacketBytes, boolean aggregate, int firstTimestamp) {
        Packetizer packetizer = packetizer(codec(name), maxPacketBytes, aggregate);
        List<ByteBuf> packets = new ArrayList<>();
        int timestamp = firstTimestamp;
        for (List<ByteBuf> picture : pictures(name)) {
            packetizer.packetize(picture, timestamp, packets::add);
            timestamp += 6000;
        }
        return packets;
    }

    static Packetizer packetizer(VideoCodec codec, int maxPacketBytes, boolean aggregate) {
        return new Packetizer(codec, 96, 0x1234, 65_500, maxPacketBytes, aggregate, ALLOCATOR);
    }

    static Depacketizer depacketizer(VideoCodec codec) {
        return new Depacketizer(codec, ParameterSets.none(codec), ALLOCATOR);
    }

    /** NAL units without the delimiters' influence: contents of one picture, copied. */
    static List<byte[]> copy(List<ByteBuf> units) {
        List<byte[]> copies = new ArrayList<>();
        for (ByteBuf unit : units) {
            byte[] bytes = new byte[unit.readableBytes()];
            unit.getBytes(unit.readerIndex(), bytes);
            copies.add(bytes);
        }
        return copies;
    }

    static List<byte[]> copyAndRelease(List<ByteBuf> buffers) {
        List<byte[]> copies = copy(buffers);
        buffers.forEach(ByteBuf::release);
        return copies;
    }

    /** What became of pictures: contents copied, buffers released. */
    record Received(List<byte[]> units, boolean keyFrame, long timestamp, boolean afterLoss, boolean newSets) {
        static Received of(AccessUnit unit) {
            try {
                return new Received(
                        copy(unit.nalUnits()),
                        unit.keyFrame(),
                        unit.timestamp(),
                        unit.afterLoss(),
                        unit.newParameterSets());
            } finally {
                unit.release();
            }
        }
    }

    /** Sends and releases {@code packets}, then ends the stream. */
    static List<Received> receive(Depacketizer depacketizer, List<ByteBuf> packets) {
        List<Received> received = new ArrayList<>();
        for (ByteBuf packet : packets) {
            depacketizer.push(packet, unit -> received.add(Received.of(unit)));
            packet.release();
        }
        depacketizer.flush(unit -> received.add(Received.of(unit)));
        depacketizer.close();
        return received;
    }
}

package org.sharpeyes.relay.fragment;

import io.netty.buffer.ByteBuf;

/** AAC as it comes: access units behind their headers (RFC 3640 §3.2, mode AAC-hbr) become samples. */
final class AacSound implements SoundCoder {
    private static final int UNIT_TICKS = 1024;
    private static final int HEADER_BITS = 16;
    private static final int MAX_UNITS = 64;

    private final SoundTrack track;

    AacSound(SoundTrack track) {
        this.track = track;
    }

    @Override
    public void code(ByteBuf payload, long position, ByteBuf data, Samples samples) {
        int start = payload.readerIndex();
        int length = payload.readableBytes();
        if (length < 4) {
            return;
        }
        int units = payload.getUnsignedShort(start) / HEADER_BITS;
        int at = 2 + 2 * units;
        for (int i = 0; i < Math.min(units, MAX_UNITS); i++) {
            if (2 + 2 * i + 2 > length) {
                return;
            }
            int bytes = payload.getUnsignedShort(start + 2 + 2 * i) >> 3;
            // A unit that goes on in the next packet is longer than this one: not whole, not usable.
            if (bytes == 0 || at + bytes > length) {
                return;
            }
            data.writeBytes(payload, start + at, bytes);
            samples.sample(bytes, UNIT_TICKS);
            at += bytes;
        }
    }

    @Override
    public boolean silence(int ticks, long position, ByteBuf data, Samples samples) {
        return false;
    }

    /** {@code mp4a} with {@code esds} (ISO/IEC 14496-14 §5.6). */
    @Override
    public void writeSampleEntry(BoxWriter box) {
        byte[] config = track.configBytes();
        int entry = box.begin("mp4a");
        box.zero(6).int16(1).zero(8).int16(track.channels()).int16(16).zero(4);
        box.int32(Math.min(track.clockRate(), 65535) << 16);
        int esds = box.begin("esds", 0, 0);
        // ES_Descriptor { DecoderConfigDescriptor { DecoderSpecificInfo }, SLConfigDescriptor }
        box.int8(3).int8(3 + 2 + 13 + 2 + config.length + 3).int16(1).int8(0);
        box.int8(4)
                .int8(13 + 2 + config.length)
                .int8(0x40)
                .int8(5 << 2 | 1)
                .zero(3)
                .zero(8);
        box.int8(5).int8(config.length).bytes(config);
        box.int8(6).int8(1).int8(2);
        box.end(esds);
        box.end(entry);
    }
}

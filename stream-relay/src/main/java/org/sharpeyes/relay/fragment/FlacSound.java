package org.sharpeyes.relay.fragment;

import io.netty.buffer.ByteBuf;

/** A-law and µ-law (ITU-T G.711) as FLAC: one frame for each packet, without loss. */
final class FlacSound implements SoundCoder {
    private static final short[] A_LAW = aLaw();
    private static final short[] MU_LAW = muLaw();

    private final SoundTrack track;
    private final short[] table;
    private final FlacEncoder encoder;
    private final short[] block = new short[FlacEncoder.MAX_BLOCK];

    FlacSound(SoundTrack track) {
        this.track = track;
        this.table = track.encoding().equals("PCMA") ? A_LAW : MU_LAW;
        this.encoder = new FlacEncoder(track.clockRate());
    }

    @Override
    public void code(ByteBuf payload, long position, ByteBuf data, Samples samples) {
        int count = Math.min(payload.readableBytes(), block.length);
        for (int i = 0; i < count; i++) {
            block[i] = table[payload.getUnsignedByte(payload.readerIndex() + i)];
        }
        frame(count, position, data, samples);
    }

    @Override
    public boolean silence(int ticks, long position, ByteBuf data, Samples samples) {
        int left = ticks;
        long at = position;
        while (left > 0) {
            int count = Math.min(left, block.length);
            java.util.Arrays.fill(block, 0, count, (short) 0);
            frame(count, at, data, samples);
            left -= count;
            at += count;
        }
        return true;
    }

    private void frame(int count, long position, ByteBuf data, Samples samples) {
        if (count > 0) {
            int before = data.readableBytes();
            encoder.encode(block, count, position, data);
            samples.sample(data.readableBytes() - before, count);
        }
    }

    /** FLAC in ISO BMFF: {@code fLaC} with {@code dfLa}, which holds the one metadata block STREAMINFO. */
    @Override
    public void writeSampleEntry(BoxWriter box) {
        int entry = box.begin("fLaC");
        box.zero(6).int16(1).zero(8).int16(1).int16(16).zero(4).int32(track.clockRate() << 16);
        int specific = box.begin("dfLa", 0, 0);
        box.int32(0x80000000 | 34);
        encoder.writeStreamInfo(box);
        box.end(specific);
        box.end(entry);
    }

    private static short[] aLaw() {
        short[] table = new short[256];
        for (int i = 0; i < table.length; i++) {
            int code = i ^ 0x55;
            int segment = (code & 0x70) >> 4;
            int value = (code & 0x0F) << 4;
            value = segment == 0 ? value + 8 : value + 0x108 << segment - 1;
            table[i] = (short) ((code & 0x80) != 0 ? value : -value);
        }
        return table;
    }

    private static short[] muLaw() {
        short[] table = new short[256];
        for (int i = 0; i < table.length; i++) {
            int code = ~i & 0xFF;
            int value = ((code & 0x0F) << 3) + 0x84 << ((code & 0x70) >> 4);
            table[i] = (short) ((code & 0x80) != 0 ? 0x84 - value : value - 0x84);
        }
        return table;
    }
}

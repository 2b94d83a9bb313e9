package org.sharpeyes.media.video;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * One coded picture. Holds one reference to its buffer: whoever owns the access unit calls {@link #release()} once, and
 * {@link #retain()} for each further owner. Otherwise immutable.
 */
public final class AccessUnit {
    /** Bytes of the length before each NAL unit. */
    public static final int LENGTH_BYTES = 4;

    private final VideoCodec codec;
    private final ByteBuf data;
    private final boolean keyFrame;
    private final long timestamp;
    private final ParameterSets parameterSets;
    private final boolean newParameterSets;
    private final boolean afterLoss;

    /**
     * @param data NAL units, each behind its length in {@value #LENGTH_BYTES} bytes; takes ownership
     * @param timestamp extended RTP time stamp: presentation time in 1/90000 s on the camera's clock
     * @param afterLoss something before it was lost or dropped
     */
    public AccessUnit(
            VideoCodec codec,
            ByteBuf data,
            boolean keyFrame,
            long timestamp,
            ParameterSets parameterSets,
            boolean newParameterSets,
            boolean afterLoss) {
        this.codec = requireNonNull(codec, "codec");
        this.data = requireNonNull(data, "data");
        this.keyFrame = keyFrame;
        this.timestamp = timestamp;
        this.parameterSets = requireNonNull(parameterSets, "parameterSets");
        this.newParameterSets = newParameterSets;
        this.afterLoss = afterLoss;
    }

    public VideoCodec codec() {
        return codec;
    }

    /** NAL units with lengths, from reader to writer index; borrowed, do not move its indexes. */
    public ByteBuf data() {
        return data;
    }

    /** Decoding can begin here. */
    public boolean keyFrame() {
        return keyFrame;
    }

    /** Extended RTP time stamp, in 1/90000 s; presentation order, so it may step back with B-frames. */
    public long timestamp() {
        return timestamp;
    }

    /** The sets in force for this picture, whether they came with it, before it or in the session description. */
    public ParameterSets parameterSets() {
        return parameterSets;
    }

    /** The sets differ from those of the picture before, as when the size changes. */
    public boolean newParameterSets() {
        return newParameterSets;
    }

    /** Something before this picture was lost or dropped: until the next key frame decoding may show damage. */
    public boolean afterLoss() {
        return afterLoss;
    }

    /** The NAL units as slices that are not retained. */
    public List<ByteBuf> nalUnits() {
        List<ByteBuf> units = new ArrayList<>(4);
        int at = data.readerIndex();
        while (at + LENGTH_BYTES <= data.writerIndex()) {
            int length = data.getInt(at);
            units.add(data.slice(at + LENGTH_BYTES, length));
            at += LENGTH_BYTES + length;
        }
        return units;
    }

    /** Appends the picture with start codes to {@code out} (borrowed), the parameter sets before a key frame that lacks them. */
    public void writeAnnexB(ByteBuf out) {
        boolean hasSets = false;
        for (ByteBuf unit : nalUnits()) {
            hasSets |= codec.isParameterSet(codec.nalType(unit.getByte(0)));
        }
        if (keyFrame && !hasSets) {
            for (List<ParameterSet> kind : List.of(parameterSets.vps(), parameterSets.sps(), parameterSets.pps())) {
                for (ParameterSet set : kind) {
                    out.writeInt(1);
                    set.writeTo(out);
                }
            }
        }
        for (ByteBuf unit : nalUnits()) {
            out.writeInt(1).writeBytes(unit, unit.readerIndex(), unit.readableBytes());
        }
    }

    public AccessUnit retain() {
        data.retain();
        return this;
    }

    public void release() {
        data.release();
    }

    @Override
    public String toString() {
        return codec + (keyFrame ? " key" : "") + " picture of " + data.readableBytes() + " bytes at " + timestamp;
    }
}

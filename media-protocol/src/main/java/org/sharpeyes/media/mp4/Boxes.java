package org.sharpeyes.media.mp4;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.PictureFormat;
import org.sharpeyes.media.video.VideoCodec;

/** Writes the boxes of an initialisation segment (ISO 14496-12 §8) with one video track. */
final class Boxes {
    static final int TRACK = 1;
    static final int TIMESCALE = VideoCodec.CLOCK_RATE;

    private static final int[] IDENTITY = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};

    private Boxes() {}

    /** Begins a box; returns where its size stands. */
    static int begin(ByteBuf out, String type) {
        int at = out.writerIndex();
        out.writeInt(0);
        ByteBufUtil.writeAscii(out, type);
        return at;
    }

    static int beginFull(ByteBuf out, String type, int version, int flags) {
        int at = begin(out, type);
        out.writeByte(version).writeMedium(flags);
        return at;
    }

    static void end(ByteBuf out, int at) {
        out.setInt(at, out.writerIndex() - at);
    }

    static void init(ByteBuf out, ParameterSets sets, PictureFormat format) {
        int ftyp = begin(out, "ftyp");
        ByteBufUtil.writeAscii(out, "iso6");
        out.writeInt(0);
        ByteBufUtil.writeAscii(out, "iso6cmfcmp41");
        end(out, ftyp);
        int moov = begin(out, "moov");
        movieHeader(out);
        track(out, sets, format);
        int mvex = begin(out, "mvex");
        int trex = beginFull(out, "trex", 0, 0);
        out.writeInt(TRACK).writeInt(1).writeInt(0).writeInt(0).writeInt(0);
        end(out, trex);
        end(out, mvex);
        end(out, moov);
    }

    private static void movieHeader(ByteBuf out) {
        int mvhd = beginFull(out, "mvhd", 0, 0);
        out.writeInt(0).writeInt(0).writeInt(TIMESCALE).writeInt(0);
        out.writeInt(0x10000).writeShort(0x100).writeZero(10);
        matrix(out);
        out.writeZero(24).writeInt(TRACK + 1);
        end(out, mvhd);
    }

    private static void matrix(ByteBuf out) {
        for (int value : IDENTITY) {
            out.writeInt(value);
        }
    }

    private static void track(ByteBuf out, ParameterSets sets, PictureFormat format) {
        int trak = begin(out, "trak");
        int tkhd = beginFull(out, "tkhd", 0, 3);
        out.writeInt(0).writeInt(0).writeInt(TRACK).writeInt(0).writeInt(0);
        out.writeZero(16);
        matrix(out);
        out.writeInt(format.width() << 16).writeInt(format.height() << 16);
        end(out, tkhd);
        int mdia = begin(out, "mdia");
        int mdhd = beginFull(out, "mdhd", 0, 0);
        out.writeInt(0)
                .writeInt(0)
                .writeInt(TIMESCALE)
                .writeInt(0)
                .writeShort(0x55C4)
                .writeShort(0);
        end(out, mdhd);
        int hdlr = beginFull(out, "hdlr", 0, 0);
        out.writeInt(0);
        ByteBufUtil.writeAscii(out, "vide");
        out.writeZero(12);
        ByteBufUtil.writeAscii(out, "video");
        out.writeByte(0);
        end(out, hdlr);
        int minf = begin(out, "minf");
        int vmhd = beginFull(out, "vmhd", 0, 1);
        out.writeZero(8);
        end(out, vmhd);
        int dinf = begin(out, "dinf");
        int dref = beginFull(out, "dref", 0, 0);
        out.writeInt(1);
        end(out, beginFull(out, "url ", 0, 1));
        end(out, dref);
        end(out, dinf);
        int stbl = begin(out, "stbl");
        sampleDescription(out, sets, format);
        for (String empty : new String[] {"stts", "stsc", "stco"}) {
            int box = beginFull(out, empty, 0, 0);
            out.writeInt(0);
            end(out, box);
        }
        int stsz = beginFull(out, "stsz", 0, 0);
        out.writeInt(0).writeInt(0);
        end(out, stsz);
        end(out, stbl);
        end(out, minf);
        end(out, mdia);
        end(out, trak);
    }

    private static void sampleDescription(ByteBuf out, ParameterSets sets, PictureFormat format) {
        boolean avc = sets.codec() == VideoCodec.H264;
        int stsd = beginFull(out, "stsd", 0, 0);
        out.writeInt(1);
        int entry = begin(out, avc ? "avc1" : "hvc1");
        out.writeZero(6).writeShort(1).writeZero(16);
        out.writeShort(format.width()).writeShort(format.height());
        out.writeInt(0x480000).writeInt(0x480000).writeInt(0).writeShort(1).writeZero(32);
        out.writeShort(0x18).writeShort(0xFFFF);
        int configuration = begin(out, avc ? "avcC" : "hvcC");
        out.writeBytes(sets.configurationRecord());
        end(out, configuration);
        end(out, entry);
        end(out, stsd);
    }
}

package org.sharpeyes.media.mp4;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.PictureFormat;
import org.sharpeyes.media.video.VideoCodec;

/** Writes the boxes of an initialisation segment (ISO 14496-12 §8): one video track, and one of sound if there is any. */
final class Boxes {
    static final int TRACK = 1;
    static final int SOUND_TRACK = 2;
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

    static void init(ByteBuf out, ParameterSets sets, PictureFormat format, @Nullable SoundFormat sound) {
        int ftyp = begin(out, "ftyp");
        ByteBufUtil.writeAscii(out, "iso6");
        out.writeInt(0);
        ByteBufUtil.writeAscii(out, "iso6cmfcmp41");
        end(out, ftyp);
        int moov = begin(out, "moov");
        movieHeader(out, sound == null ? 1 : 2);
        track(out, sets, format);
        if (sound != null) {
            soundTrack(out, sound);
        }
        int mvex = begin(out, "mvex");
        defaults(out, TRACK);
        if (sound != null) {
            defaults(out, SOUND_TRACK);
        }
        end(out, mvex);
        end(out, moov);
    }

    private static void defaults(ByteBuf out, int track) {
        int trex = beginFull(out, "trex", 0, 0);
        out.writeInt(track).writeInt(1).writeInt(0).writeInt(0).writeInt(0);
        end(out, trex);
    }

    private static void movieHeader(ByteBuf out, int tracks) {
        int mvhd = beginFull(out, "mvhd", 0, 0);
        out.writeInt(0).writeInt(0).writeInt(TIMESCALE).writeInt(0);
        out.writeInt(0x10000).writeShort(0x100).writeZero(10);
        matrix(out);
        out.writeZero(24).writeInt(tracks + 1);
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
        int mdia = mediaHead(out, TIMESCALE, "vide", "video");
        int minf = begin(out, "minf");
        int vmhd = beginFull(out, "vmhd", 0, 1);
        out.writeZero(8);
        end(out, vmhd);
        dataReference(out);
        int stbl = begin(out, "stbl");
        sampleDescription(out, sets, format);
        emptyTables(out);
        end(out, stbl);
        end(out, minf);
        end(out, mdia);
        end(out, trak);
    }

    private static void soundTrack(ByteBuf out, SoundFormat sound) {
        int trak = begin(out, "trak");
        int tkhd = beginFull(out, "tkhd", 0, 3);
        out.writeInt(0).writeInt(0).writeInt(SOUND_TRACK).writeInt(0).writeInt(0);
        out.writeZero(8).writeShort(0).writeShort(1).writeShort(0x100).writeShort(0);
        matrix(out);
        out.writeInt(0).writeInt(0);
        end(out, tkhd);
        int mdia = mediaHead(out, sound.sampleRate(), "soun", "sound");
        int minf = begin(out, "minf");
        int smhd = beginFull(out, "smhd", 0, 0);
        out.writeInt(0);
        end(out, smhd);
        dataReference(out);
        int stbl = begin(out, "stbl");
        int stsd = beginFull(out, "stsd", 0, 0);
        out.writeInt(1);
        int entry = begin(out, sound.codec().sampleEntry());
        out.writeZero(6).writeShort(1).writeZero(8);
        out.writeShort(sound.channels()).writeShort(16).writeInt(0).writeInt(sound.sampleRate() << 16);
        if (sound.codec() == SoundFormat.Codec.AAC) {
            elementaryStream(out, sound.configuration());
        }
        end(out, entry);
        end(out, stsd);
        emptyTables(out);
        end(out, stbl);
        end(out, minf);
        end(out, mdia);
        end(out, trak);
    }

    /** esds (ISO 14496-14 §5.6, ISO 14496-1 §7.2.6): AAC with its AudioSpecificConfig. */
    private static void elementaryStream(ByteBuf out, byte[] configuration) {
        int esds = beginFull(out, "esds", 0, 0);
        out.writeByte(3).writeByte(23 + configuration.length).writeShort(0).writeByte(0);
        out.writeByte(4).writeByte(15 + configuration.length);
        out.writeByte(0x40).writeByte(0x15).writeMedium(0).writeInt(0).writeInt(0);
        out.writeByte(5).writeByte(configuration.length).writeBytes(configuration);
        out.writeByte(6).writeByte(1).writeByte(2);
        end(out, esds);
    }

    /** Begins mdia with mdhd and hdlr; returns where its size stands. */
    private static int mediaHead(ByteBuf out, int timescale, String handler, String name) {
        int mdia = begin(out, "mdia");
        int mdhd = beginFull(out, "mdhd", 0, 0);
        out.writeInt(0).writeInt(0).writeInt(timescale).writeInt(0);
        out.writeShort(0x55C4).writeShort(0);
        end(out, mdhd);
        int hdlr = beginFull(out, "hdlr", 0, 0);
        out.writeInt(0);
        ByteBufUtil.writeAscii(out, handler);
        out.writeZero(12);
        ByteBufUtil.writeAscii(out, name);
        out.writeByte(0);
        end(out, hdlr);
        return mdia;
    }

    private static void dataReference(ByteBuf out) {
        int dinf = begin(out, "dinf");
        int dref = beginFull(out, "dref", 0, 0);
        out.writeInt(1);
        end(out, beginFull(out, "url ", 0, 1));
        end(out, dref);
        end(out, dinf);
    }

    private static void emptyTables(ByteBuf out) {
        for (String empty : new String[] {"stts", "stsc", "stco"}) {
            int box = beginFull(out, empty, 0, 0);
            out.writeInt(0);
            end(out, box);
        }
        int stsz = beginFull(out, "stsz", 0, 0);
        out.writeInt(0).writeInt(0);
        end(out, stsz);
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

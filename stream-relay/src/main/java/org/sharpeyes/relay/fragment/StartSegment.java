package org.sharpeyes.relay.fragment;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.PictureFormat;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.picture.InitSegment;

/** Makes the initialisation segment of pictures, and of sound if there is any (ISO/IEC 14496-12 §8, 14496-15 §5, §8). */
final class StartSegment {
    static final int TRACK = 1;
    static final int TIMESCALE = VideoCodec.CLOCK_RATE;
    private static final int[] UNITY = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};

    private StartSegment() {}

    static InitSegment of(ParameterSets sets, @Nullable FragmentSound sound) {
        int width = sets.pictureFormat().map(PictureFormat::width).orElse(0);
        int height = sets.pictureFormat().map(PictureFormat::height).orElse(0);
        ByteBuf buffer = Unpooled.buffer(1024);
        BoxWriter box = new BoxWriter(buffer);
        int ftyp = box.begin("ftyp");
        box.text("iso6").int32(0).text("iso6").text("mp41");
        box.end(ftyp);
        int moov = box.begin("moov");
        movieHeader(box);
        pictureTrack(box, sets, width, height);
        if (sound != null) {
            soundTrack(box, sound);
        }
        int mvex = box.begin("mvex");
        extended(box, TRACK);
        if (sound != null) {
            extended(box, FragmentSound.TRACK);
        }
        box.end(mvex);
        box.end(moov);
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        String codecs =
                sets.codecString() + (sound == null ? "" : ", " + sound.track().codecString());
        return new InitSegment("video/mp4; codecs=\"" + codecs + "\"", width, height, bytes);
    }

    private static void extended(BoxWriter box, int track) {
        int trex = box.begin("trex", 0, 0);
        box.int32(track).int32(1).int32(0).int32(0).int32(0);
        box.end(trex);
    }

    private static void movieHeader(BoxWriter box) {
        int mvhd = box.begin("mvhd", 0, 0);
        box.int32(0).int32(0).int32(1000).int32(0).int32(0x10000).int16(0x100).zero(10);
        matrix(box);
        box.zero(24).int32(FragmentSound.TRACK + 1);
        box.end(mvhd);
    }

    private static void pictureTrack(BoxWriter box, ParameterSets sets, int width, int height) {
        int trak = box.begin("trak");
        trackHeader(box, TRACK, width, height);
        int mdia = box.begin("mdia");
        mediaHeader(box, TIMESCALE, "vide");
        int minf = box.begin("minf");
        int vmhd = box.begin("vmhd", 0, 1);
        box.zero(8);
        box.end(vmhd);
        dataInformation(box);
        sampleTable(box, () -> pictureEntry(box, sets, width, height));
        box.end(minf);
        box.end(mdia);
        box.end(trak);
    }

    private static void soundTrack(BoxWriter box, FragmentSound sound) {
        int trak = box.begin("trak");
        trackHeader(box, FragmentSound.TRACK, 0, 0);
        int mdia = box.begin("mdia");
        mediaHeader(box, sound.track().clockRate(), "soun");
        int minf = box.begin("minf");
        int smhd = box.begin("smhd", 0, 0);
        box.zero(4);
        box.end(smhd);
        dataInformation(box);
        sampleTable(box, () -> sound.coder().writeSampleEntry(box));
        box.end(minf);
        box.end(mdia);
        box.end(trak);
    }

    private static void trackHeader(BoxWriter box, int track, int width, int height) {
        int tkhd = box.begin("tkhd", 0, 3);
        box.int32(0).int32(0).int32(track).int32(0).int32(0).zero(12);
        box.int16(width == 0 ? 0x100 : 0).int16(0);
        matrix(box);
        box.int32(width << 16).int32(height << 16);
        box.end(tkhd);
    }

    private static void mediaHeader(BoxWriter box, int timescale, String handler) {
        int mdhd = box.begin("mdhd", 0, 0);
        box.int32(0).int32(0).int32(timescale).int32(0).int16(0x55C4).int16(0);
        box.end(mdhd);
        int hdlr = box.begin("hdlr", 0, 0);
        box.int32(0).text(handler).zero(12).int8(0);
        box.end(hdlr);
    }

    private static void dataInformation(BoxWriter box) {
        int dinf = box.begin("dinf");
        int dref = box.begin("dref", 0, 0);
        box.int32(1);
        box.end(box.begin("url ", 0, 1));
        box.end(dref);
        box.end(dinf);
    }

    private static void pictureEntry(BoxWriter box, ParameterSets sets, int width, int height) {
        boolean avc = sets.codec() == VideoCodec.H264;
        int entry = box.begin(avc ? "avc1" : "hvc1");
        box.zero(6).int16(1).zero(16).int16(width).int16(height);
        box.int32(0x480000).int32(0x480000).int32(0).int16(1).zero(32).int16(24).int16(-1);
        int record = box.begin(avc ? "avcC" : "hvcC");
        box.bytes(sets.configurationRecord());
        box.end(record);
        box.end(entry);
    }

    private static void sampleTable(BoxWriter box, Runnable entry) {
        int stbl = box.begin("stbl");
        int stsd = box.begin("stsd", 0, 0);
        box.int32(1);
        entry.run();
        box.end(stsd);
        for (String empty : new String[] {"stts", "stsc", "stco"}) {
            int table = box.begin(empty, 0, 0);
            box.int32(0);
            box.end(table);
        }
        int stsz = box.begin("stsz", 0, 0);
        box.int32(0).int32(0);
        box.end(stsz);
        box.end(stbl);
    }

    private static void matrix(BoxWriter box) {
        for (int cell : UNITY) {
            box.int32(cell);
        }
    }
}

package org.sharpeyes.benchmarks.browser;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.sharpeyes.media.video.AnnexB;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.TrackDescription;

/** Four seconds of H.264 High, 640x360, 15 pictures a second, a key frame each 2 s. Immutable. */
final class Clip {
    static final int PICTURES_PER_SECOND = 15;

    private final List<List<ByteBuf>> pictures;
    private final byte[] sps;
    private final byte[] pps;

    private Clip(List<List<ByteBuf>> pictures, byte[] sps, byte[] pps) {
        this.pictures = List.copyOf(pictures);
        this.sps = sps;
        this.pps = pps;
    }

    /** Made once by ffmpeg and kept in {@code cache}. */
    static Clip make(Path cache) throws IOException, InterruptedException {
        Path file = cache.resolve("bench-640x360.h264");
        if (!Files.exists(file)) {
            Files.createDirectories(cache);
            Path part = cache.resolve("bench-640x360.part.h264");
            Process ffmpeg = new ProcessBuilder(List.of(
                            ("ffmpeg -y -loglevel error -f lavfi -i testsrc2=size=640x360:rate=15 -t 4 -pix_fmt yuv420p"
                                            + " -c:v libx264 -preset veryfast -profile:v high -b:v 700k -maxrate 700k"
                                            + " -bufsize 700k -g 30 -keyint_min 30 -sc_threshold 0 -bf 0 "
                                            + part)
                                    .split(" ")))
                    .inheritIO()
                    .start();
            if (ffmpeg.waitFor() != 0) {
                throw new IOException("ffmpeg could not make the benchmark clip (is it installed with libx264?)");
            }
            Files.move(part, file);
        }
        return cut(Files.readAllBytes(file));
    }

    private static Clip cut(byte[] stream) {
        List<List<ByteBuf>> pictures = AnnexB.pictures(VideoCodec.H264, Unpooled.wrappedBuffer(stream));
        byte[] sps = new byte[0];
        byte[] pps = new byte[0];
        for (ByteBuf unit : pictures.get(0)) {
            int type = VideoCodec.H264.nalType(unit.getByte(unit.readerIndex()));
            if (type == 7) {
                sps = ByteBufUtil.getBytes(unit);
            } else if (type == 8) {
                pps = ByteBufUtil.getBytes(unit);
            }
        }
        return new Clip(pictures, sps, pps);
    }

    /** NAL units of one picture, borrowed; the clip repeats. */
    List<ByteBuf> picture(long number) {
        return pictures.get((int) Math.floorMod(number, (long) pictures.size()));
    }

    TrackDescription track() {
        Base64.Encoder base64 = Base64.getEncoder();
        return new TrackDescription(
                TrackDescription.Kind.VIDEO,
                96,
                "H264",
                90_000,
                1,
                "packetization-mode=1;sprop-parameter-sets=" + base64.encodeToString(sps) + ","
                        + base64.encodeToString(pps));
    }
}

package org.sharpeyes.benchmarks.pictures;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sharpeyes.media.video.AnnexB;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.worker.KeyFrame;

/** The footage as a camera would send it: H.264 at 640 × 480, a key frame each five pictures. Encoded once, then kept. */
final class Footage {
    private static final int IDR = 5;
    private static final int RATE = 10;
    /** Of a still scene, or a frozen one: somewhere in the middle, people in it. */
    private static final int STILL_PICTURE = 300;

    private static final int PICTURES = 795;

    private final Path file;
    private final Path cache;

    Footage(Path file, Path cache) {
        this.file = file;
        this.cache = cache;
    }

    /** Its key frames, parameter sets included. */
    List<KeyFrame> keyFrames(Scene scene, AppliedFault fault) throws IOException, InterruptedException {
        String graph = graph(scene, fault);
        Path clip = cache.resolve("pictures-" + Integer.toHexString((file + graph).hashCode()) + ".h264");
        if (!Files.exists(clip)) {
            Files.createDirectories(cache);
            Path part = cache.resolve("pictures.part.h264");
            encode(graph, part);
            Files.move(part, clip);
        }
        return cut(Files.readAllBytes(clip));
    }

    private static String graph(Scene scene, AppliedFault fault) {
        String still = "select='eq(n," + STILL_PICTURE + ")',loop=loop=-1:size=1,setpts=N/" + RATE + "/TB";
        StringBuilder graph = new StringBuilder("[0:v]");
        if (scene.still()) {
            graph.append(still).append(',');
        }
        graph.append(fault.aim()).append(",scale=640:480,format=yuv420p,").append(scene.world());
        graph.append(',').append(fault.lens());
        graph.append(',').append(scene.sensor());
        graph.append(',').append(fault.wire());
        if (fault.frozen()) {
            graph.append(',').append(still);
        }
        // The camera's own clock runs on whatever happens to the picture.
        graph.append(",drawbox=x='8+4*mod(floor(t*2),20)':y=6:w=60:h=14:color=white:t=fill");
        return graph.append(",format=yuv420p").toString();
    }

    private void encode(String graph, Path to) throws IOException, InterruptedException {
        List<String> command = List.of(
                "ffmpeg",
                "-y",
                "-loglevel",
                "error",
                "-i",
                file.toString(),
                "-filter_complex",
                graph,
                "-frames:v",
                Integer.toString(PICTURES),
                "-r",
                Integer.toString(RATE),
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-threads",
                "1",
                "-crf",
                "26",
                "-g",
                "5",
                "-keyint_min",
                "5",
                "-sc_threshold",
                "0",
                "-bf",
                "0",
                to.toString());
        Process ffmpeg = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (ffmpeg.waitFor() != 0) {
            throw new IOException("ffmpeg with " + graph + ": " + said.strip().toLowerCase(Locale.ROOT));
        }
    }

    private static List<KeyFrame> cut(byte[] stream) throws IOException {
        List<KeyFrame> keyFrames = new ArrayList<>();
        for (List<ByteBuf> picture : AnnexB.pictures(VideoCodec.H264, Unpooled.wrappedBuffer(stream))) {
            ByteArrayOutputStream unit = new ByteArrayOutputStream();
            boolean key = false;
            for (ByteBuf nal : picture) {
                int type = VideoCodec.H264.nalType(nal.getByte(nal.readerIndex()));
                key |= type == IDR;
                unit.write(new byte[] {0, 0, 0, 1});
                nal.getBytes(nal.readerIndex(), unit, nal.readableBytes());
            }
            if (key) {
                keyFrames.add(new KeyFrame(org.sharpeyes.worker.VideoCodec.H264, unit.toByteArray()));
            }
        }
        return keyFrames;
    }
}

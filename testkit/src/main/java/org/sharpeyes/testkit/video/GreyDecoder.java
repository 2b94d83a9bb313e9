package org.sharpeyes.testkit.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.sharpeyes.media.video.VideoCodec;

/**
 * Decodes to brightness, so that tests can look at what arrived and read its {@link CellCode}. Confined to one thread;
 * holds native memory until closed.
 */
public final class GreyDecoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();

    /** One decoded picture, rows without padding. */
    public record Grey(int width, int height, byte[] luma) {
        /** What its cells say; empty if it has none. */
        public Optional<CellCode.Reading> cells() {
            return CellCode.read(luma, width, width, height);
        }
    }

    public GreyDecoder(VideoCodec codec) {
        var decoder = avcodec_find_decoder(codec == VideoCodec.H264 ? AV_CODEC_ID_H264 : AV_CODEC_ID_HEVC);
        context = avcodec_alloc_context3(decoder);
        context.thread_count(1);
        if (avcodec_open2(context, decoder, (AVDictionary) null) < 0) {
            throw new IllegalStateException("decoder of " + codec + " cannot be opened");
        }
    }

    /** Decodes one access unit and gives the pictures that are complete; none yet is ordinary. */
    public List<Grey> decode(List<byte[]> nalUnits) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] nal : nalUnits) {
            stream.writeBytes(new byte[] {0, 0, 0, 1});
            stream.writeBytes(nal);
        }
        byte[] bytes = stream.toByteArray();
        if (av_new_packet(packet, bytes.length) < 0) {
            throw new IllegalStateException("no memory for a packet of " + bytes.length + " bytes");
        }
        packet.data().put(bytes);
        int sent = avcodec_send_packet(context, packet);
        av_packet_unref(packet);
        if (sent < 0) {
            throw new IllegalArgumentException("access unit of " + bytes.length + " bytes does not decode: " + sent);
        }
        return drain();
    }

    /** The pictures still held back for reordering. */
    public List<Grey> finish() {
        avcodec_send_packet(context, null);
        return drain();
    }

    private List<Grey> drain() {
        List<Grey> pictures = new ArrayList<>();
        while (avcodec_receive_frame(context, frame) >= 0) {
            byte[] luma = new byte[frame.width() * frame.height()];
            for (int row = 0; row < frame.height(); row++) {
                frame.data(0).position((long) row * frame.linesize(0)).get(luma, row * frame.width(), frame.width());
            }
            pictures.add(new Grey(frame.width(), frame.height(), luma));
        }
        return pictures;
    }

    @Override
    public void close() {
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(context);
    }
}

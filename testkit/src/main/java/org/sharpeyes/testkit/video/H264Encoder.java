package org.sharpeyes.testkit.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.VideoCodec;

/**
 * H.264, constrained baseline, by libopenh264 in this process. One picture in, one picture out, parameter sets before
 * each key frame. Confined to one thread at a time; holds native memory until closed.
 */
final class H264Encoder implements AutoCloseable {
    static {
        av_log_set_level(AV_LOG_ERROR);
    }

    private final VideoFormat format;
    private final AVCodecContext context;
    private final AVFrame frame;
    private final AVPacket packet;
    private long next;
    private long untilKey;

    H264Encoder(VideoFormat format) {
        this.format = format;
        @Nullable AVCodec codec = avcodec_find_encoder_by_name("libopenh264");
        if (codec == null) {
            throw new IllegalStateException("libopenh264: not in this build of ffmpeg");
        }
        context = avcodec_alloc_context3(codec);
        context.width(format.width());
        context.height(format.height());
        context.pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base(rational(1, format.framesPerSecond()));
        context.framerate(rational(format.framesPerSecond(), 1));
        context.bit_rate(format.bitsPerSecond());
        context.gop_size(format.gopPictures());
        context.max_b_frames(0);
        context.thread_count(1);
        context.slices(1);
        av_opt_set(context.priv_data(), "profile", "constrained_baseline", 0);
        av_opt_set(context.priv_data(), "allow_skip_frames", "0", 0);
        av_opt_set(context.priv_data(), "rc_mode", "bitrate", 0);
        check(avcodec_open2(context, codec, (AVDictionary) null), "open");
        frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_YUV420P);
        frame.width(format.width());
        frame.height(format.height());
        check(av_frame_get_buffer(frame, 0), "frame buffer");
        packet = av_packet_alloc();
    }

    private static AVRational rational(int numerator, int denominator) {
        AVRational rational = new AVRational();
        rational.num(numerator);
        rational.den(denominator);
        return rational;
    }

    /** Codes one picture; a key frame comes when asked for, and one GOP after the last. */
    EncodedPicture encode(Picture picture, boolean forceKey) {
        check(av_frame_make_writable(frame), "frame");
        copy(picture.luma(), frame.data(0), frame.linesize(0), picture.width(), picture.height());
        copy(picture.blue(), frame.data(1), frame.linesize(1), picture.width() / 2, picture.height() / 2);
        copy(picture.red(), frame.data(2), frame.linesize(2), picture.width() / 2, picture.height() / 2);
        boolean key = forceKey || untilKey == 0;
        untilKey = key ? format.gopPictures() - 1 : untilKey - 1;
        frame.pict_type(key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        frame.pts(next++);
        check(avcodec_send_frame(context, frame), "send");
        check(avcodec_receive_packet(context, packet), "receive");
        byte[] coded = new byte[packet.size()];
        packet.data().get(coded);
        av_packet_unref(packet);
        List<byte[]> units = NalUnits.split(coded);
        return new EncodedPicture(units, units.stream().anyMatch(nal -> NalUnits.isKeySlice(VideoCodec.H264, nal)));
    }

    private static void copy(byte[] plane, BytePointer target, int stride, int width, int height) {
        for (int row = 0; row < height; row++) {
            target.position((long) row * stride).put(plane, row * width, width);
        }
        target.position(0);
    }

    private static void check(int result, String step) {
        if (result < 0) {
            throw new IllegalStateException("libopenh264: " + step + " failed with " + result);
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}

package org.sharpeyes.worker.child;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.worker.SnapshotRequest;
import org.sharpeyes.worker.VideoCodec;
import org.sharpeyes.worker.diagnosis.PictureMeasures;
import org.sharpeyes.worker.diagnosis.PictureMeter;

/** FFmpeg's decoder for one key frame, and its JPEG encoder. Confined to the worker's main thread; single-threaded. */
final class PictureDecoder implements AutoCloseable {
    /** A little above 8K, the largest camera sold. */
    private static final long MAX_PIXELS = 8_192L * 4_608;
    /** No single buffer of a legal picture is larger. */
    private static final long MAX_ALLOCATION_BYTES = 256L << 20;
    /** FFmpeg's quality unit for MJPEG: {@code qscale × 118}; 2 is best, 31 worst. */
    private static final int LAMBDA = 118;

    /** AV_FRAME_FLAG_CORRUPT, which the Java binding leaves out. */
    private static final int FRAME_CORRUPT = 1;

    private final AVCodecContext decoder;

    private PictureDecoder(AVCodecContext decoder) {
        this.decoder = decoder;
    }

    /** Loads the native libraries, so that the first request does not pay for it. */
    static void load() {
        Loader.load(avutil.class);
        Loader.load(avcodec.class);
        Loader.load(swscale.class);
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(MAX_ALLOCATION_BYTES);
    }

    static PictureDecoder open(VideoCodec codec) throws UndecodableException {
        AVCodec found = avcodec_find_decoder(codec == VideoCodec.H264 ? AV_CODEC_ID_H264 : AV_CODEC_ID_HEVC);
        if (found == null) {
            throw new UndecodableException(codec + ": no decoder in this FFmpeg");
        }
        AVCodecContext context = avcodec_alloc_context3(found);
        context.thread_count(1);
        context.max_pixels(MAX_PIXELS);
        int opened = avcodec_open2(context, found, (AVDictionary) null);
        if (opened < 0) {
            avcodec_free_context(context);
            throw new UndecodableException(codec + ": the decoder does not open (" + opened + ")");
        }
        return new PictureDecoder(context);
    }

    Jpeg decode(SnapshotRequest request) throws UndecodableException {
        byte[] annexB = request.keyFrame().annexB();
        AVPacket packet = av_packet_alloc();
        AVFrame picture = av_frame_alloc();
        try {
            if (av_new_packet(packet, annexB.length) < 0) {
                throw new UndecodableException("key frame: no memory for " + annexB.length + " bytes");
            }
            packet.data().put(annexB);
            int sent = avcodec_send_packet(decoder, packet);
            if (sent < 0) {
                throw new UndecodableException("the decoder refuses the key frame (" + sent + ")");
            }
            avcodec_send_packet(decoder, null);
            int received = avcodec_receive_frame(decoder, picture);
            if (received < 0) {
                throw new UndecodableException("no picture in the key frame (" + received + ")");
            }
            boolean damaged = picture.decode_error_flags() != 0 || (picture.flags() & FRAME_CORRUPT) != 0;
            PictureMeasures measures = request.measured() ? measure(picture) : null;
            return encode(picture, request.width(), request.quality(), damaged, measures);
        } finally {
            av_frame_free(picture);
            av_packet_free(packet);
        }
    }

    private static Jpeg encode(
            AVFrame source, int wantedWidth, int quality, boolean damaged, @Nullable PictureMeasures measures)
            throws UndecodableException {
        AVFrame scaled = scaled(source, wantedWidth);
        try {
            return new Jpeg(
                    jpeg(scaled, quality),
                    scaled.width(),
                    scaled.height(),
                    source.width(),
                    source.height(),
                    damaged,
                    measures);
        } finally {
            av_frame_free(scaled);
        }
    }

    private static PictureMeasures measure(AVFrame source) throws UndecodableException {
        AVFrame scaled = scaled(source, PictureMeter.MOST_WIDTH);
        try {
            int width = scaled.width();
            int height = scaled.height();
            return new PictureMeter()
                    .measure(
                            plane(scaled, 0, width, height),
                            plane(scaled, 1, width / 2, height / 2),
                            plane(scaled, 2, width / 2, height / 2));
        } catch (IllegalArgumentException tooSmall) {
            throw new UndecodableException(
                    "a picture of " + source.width() + "x" + source.height() + " is too small to be measured");
        } finally {
            av_frame_free(scaled);
        }
    }

    private static PictureMeter.Plane plane(AVFrame picture, int index, int width, int height) {
        byte[] bytes = new byte[width * height];
        BytePointer data = picture.data(index);
        int line = picture.linesize(index);
        for (int y = 0; y < height; y++) {
            data.position((long) y * line).get(bytes, y * width, width);
        }
        return new PictureMeter.Plane(bytes, width, height);
    }

    /** Full range, four pixels to a colour; at most as wide as the source. The caller frees it. */
    private static AVFrame scaled(AVFrame source, int wantedWidth) throws UndecodableException {
        int width = Math.max(2, Math.min(wantedWidth, source.width()) & ~1);
        int height = Math.max(2, (int) Math.round((double) source.height() * width / source.width()) & ~1);
        AVFrame scaled = av_frame_alloc();
        scaled.format(AV_PIX_FMT_YUVJ420P);
        scaled.width(width);
        scaled.height(height);
        scaled.color_range(AVCOL_RANGE_JPEG);
        boolean whole = false;
        try {
            if (av_frame_get_buffer(scaled, 0) < 0) {
                throw new UndecodableException("no memory for a picture of " + width + "x" + height);
            }
            scale(source, scaled);
            whole = true;
            return scaled;
        } finally {
            if (!whole) {
                av_frame_free(scaled);
            }
        }
    }

    private static void scale(AVFrame source, AVFrame target) throws UndecodableException {
        SwsContext scaler = sws_getContext(
                source.width(),
                source.height(),
                source.format(),
                target.width(),
                target.height(),
                target.format(),
                SWS_AREA,
                null,
                null,
                (DoublePointer) null);
        if (scaler == null) {
            throw new UndecodableException("pixel format " + source.format() + ": cannot be scaled");
        }
        try {
            sws_scale(scaler, source.data(), source.linesize(), 0, source.height(), target.data(), target.linesize());
        } finally {
            sws_freeContext(scaler);
        }
    }

    private static byte[] jpeg(AVFrame picture, int quality) throws UndecodableException {
        AVCodec found = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
        AVCodecContext encoder = avcodec_alloc_context3(found);
        AVPacket packet = av_packet_alloc();
        try {
            encoder.width(picture.width());
            encoder.height(picture.height());
            encoder.pix_fmt(AV_PIX_FMT_YUVJ420P);
            encoder.color_range(AVCOL_RANGE_JPEG);
            encoder.time_base().num(1).den(25);
            encoder.thread_count(1);
            encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_QSCALE);
            int scale = 2 + (100 - quality) * 29 / 99;
            encoder.global_quality(scale * LAMBDA);
            picture.quality(scale * LAMBDA);
            int opened = avcodec_open2(encoder, found, (AVDictionary) null);
            if (opened < 0 || avcodec_send_frame(encoder, picture) < 0 || avcodec_receive_packet(encoder, packet) < 0) {
                throw new UndecodableException("the JPEG encoder refuses " + picture.width() + "x" + picture.height());
            }
            byte[] bytes = new byte[packet.size()];
            packet.data().get(bytes);
            return bytes;
        } finally {
            av_packet_free(packet);
            avcodec_free_context(encoder);
        }
    }

    @Override
    public void close() {
        avcodec_free_context(decoder);
    }
}

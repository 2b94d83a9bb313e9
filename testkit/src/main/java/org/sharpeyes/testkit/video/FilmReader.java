package org.sharpeyes.testkit.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_get_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_send_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVBSFContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.sharpeyes.media.video.VideoCodec;

/** Turns a film into a loop without decoding it. */
final class FilmReader {
    private static final int MAX_PICTURES = 60 * 60;
    private static final long MAX_BYTES = 256L << 20;

    private FilmReader() {}

    /**
     * @throws IllegalArgumentException if the file is no film that can be played: none, another codec, no key frame, or
     *     beyond 3,600 pictures or 256 MiB
     */
    static VideoLoop read(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("file: " + file + " (expected: a readable file)");
        }
        AVFormatContext input = new AVFormatContext(null);
        if (avformat_open_input(input, file.toString(), null, (AVDictionary) null) < 0) {
            throw new IllegalArgumentException("file: " + file + " (expected: a film)");
        }
        try {
            if (avformat_find_stream_info(input, (AVDictionary) null) < 0) {
                throw new IllegalArgumentException("file: " + file + " (expected: a film)");
            }
            return read(file, input, video(file, input));
        } finally {
            avformat_close_input(input);
        }
    }

    private static int video(Path file, AVFormatContext input) {
        for (int i = 0; i < input.nb_streams(); i++) {
            if (input.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
                return i;
            }
        }
        throw new IllegalArgumentException("file: " + file + " (expected: a film with a picture)");
    }

    private static VideoLoop read(Path file, AVFormatContext input, int index) {
        AVStream stream = input.streams(index);
        int id = stream.codecpar().codec_id();
        if (id != AV_CODEC_ID_H264 && id != AV_CODEC_ID_HEVC) {
            throw new IllegalArgumentException("file: " + file + " (expected: H.264 or H.265)");
        }
        VideoCodec codec = id == AV_CODEC_ID_H264 ? VideoCodec.H264 : VideoCodec.H265;
        boolean annexB = stream.codecpar().extradata_size() == 0
                || stream.codecpar().extradata().get() == 0;
        List<Sample> samples = annexB
                ? samples(input, index)
                : samplesThrough(
                        input, index, codec == VideoCodec.H264 ? "h264_mp4toannexb" : "hevc_mp4toannexb", stream);
        double pace = stream.avg_frame_rate().den() == 0
                ? 25
                : (double) stream.avg_frame_rate().num()
                        / stream.avg_frame_rate().den();
        return new VideoLoop(
                codec,
                stream.codecpar().width(),
                stream.codecpar().height(),
                (int) Math.max(1, Math.min(60, Math.round(pace))),
                pictures(codec, samples));
    }

    /** One coded picture of a film and when to show it, in the film's own units. */
    private record Sample(List<byte[]> units, long shownAt) {}

    /** Pictures from the first key frame on, each with its place in the order of showing. */
    private static List<EncodedPicture> pictures(VideoCodec codec, List<Sample> samples) {
        int first = 0;
        while (first < samples.size() && !isKey(codec, samples.get(first).units())) {
            first++;
        }
        List<Sample> used = samples.subList(first, Math.min(samples.size(), first + MAX_PICTURES));
        long[] order = used.stream().mapToLong(Sample::shownAt).sorted().toArray();
        boolean timed = used.stream().noneMatch(sample -> sample.shownAt() == AV_NOPTS_VALUE);
        List<EncodedPicture> pictures = new ArrayList<>(used.size());
        for (Sample sample : used) {
            int shift = timed ? Arrays.binarySearch(order, sample.shownAt()) - pictures.size() : 0;
            List<byte[]> kept = sample.units().stream()
                    .filter(nal -> NalUnits.isSlice(codec, nal) || NalUnits.isParameterSet(codec, nal))
                    .toList();
            if (!kept.isEmpty()) {
                pictures.add(new EncodedPicture(kept, isKey(codec, sample.units()), shift));
            }
        }
        return pictures;
    }

    private static boolean isKey(VideoCodec codec, List<byte[]> units) {
        return units.stream().anyMatch(nal -> NalUnits.isKeySlice(codec, nal));
    }

    private static List<Sample> samples(AVFormatContext input, int index) {
        List<Sample> samples = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        long bytes = 0;
        try {
            while (bytes < MAX_BYTES && av_read_frame(input, packet) >= 0) {
                if (packet.stream_index() == index) {
                    bytes += packet.size();
                    samples.add(new Sample(NalUnits.split(bytes(packet)), packet.pts()));
                }
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
        return samples;
    }

    private static List<Sample> samplesThrough(AVFormatContext input, int index, String filter, AVStream stream) {
        AVBSFContext context = new AVBSFContext(null);
        List<Sample> samples = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        long bytes = 0;
        try {
            try (PointerPointer<AVBSFContext> holder = new PointerPointer<>(1)) {
                require(av_bsf_alloc(av_bsf_get_by_name(filter), holder), filter);
                context = new AVBSFContext(holder.get());
            }
            require(avcodec_parameters_copy(context.par_in(), stream.codecpar()), filter);
            require(av_bsf_init(context), filter);
            while (bytes < MAX_BYTES && av_read_frame(input, packet) >= 0) {
                if (packet.stream_index() != index) {
                    av_packet_unref(packet);
                    continue;
                }
                bytes += packet.size();
                require(av_bsf_send_packet(context, packet), filter);
                while (av_bsf_receive_packet(context, packet) >= 0) {
                    samples.add(new Sample(NalUnits.split(bytes(packet)), packet.pts()));
                    av_packet_unref(packet);
                }
            }
        } finally {
            av_packet_free(packet);
            if (!context.isNull()) {
                av_bsf_free(context);
            }
        }
        return samples;
    }

    private static void require(int result, String step) {
        if (result < 0) {
            throw new IllegalArgumentException(step + ": failed with " + result);
        }
    }

    private static byte[] bytes(AVPacket packet) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        return bytes;
    }

    /** Puts NAL units together into pictures, beginning with the first key frame; delimiters and SEI are dropped. */
    static VideoLoop assemble(VideoCodec codec, List<byte[]> units, int width, int height, int framesPerSecond) {
        List<EncodedPicture> pictures = new ArrayList<>();
        List<byte[]> current = new ArrayList<>();
        boolean sliceSeen = false;
        for (byte[] nal : units) {
            boolean slice = NalUnits.isSlice(codec, nal);
            boolean set = NalUnits.isParameterSet(codec, nal);
            if (!slice && !set) {
                continue;
            }
            if (sliceSeen && (set || NalUnits.beginsPicture(codec, nal))) {
                finish(codec, current, pictures);
                sliceSeen = false;
            }
            current.add(nal);
            sliceSeen |= slice;
        }
        if (sliceSeen) {
            finish(codec, current, pictures);
        }
        return new VideoLoop(codec, width, height, framesPerSecond, pictures);
    }

    private static void finish(VideoCodec codec, List<byte[]> current, List<EncodedPicture> pictures) {
        boolean key = current.stream().anyMatch(nal -> NalUnits.isKeySlice(codec, nal));
        if ((key || !pictures.isEmpty()) && pictures.size() < MAX_PICTURES) {
            pictures.add(new EncodedPicture(current, key));
        }
        current.clear();
    }
}

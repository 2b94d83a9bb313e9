package org.sharpeyes.gateway.registration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sharpeyes.onvif.media.MediaProfile;
import org.sharpeyes.onvif.media.VideoEncoding;
import org.sharpeyes.onvif.media.VideoSource;

/** Sorts a device's profiles into channels: one per video source, each with a main and perhaps a sub stream. */
final class Channels {
    /** More inputs than this have no NVR. */
    static final int MOST = 256;

    private Channels() {}

    /**
     * One video input.
     *
     * @param number place among the inputs, from 1: tokens change, inputs do not
     */
    record Input(int number, String token, MediaProfile main, Optional<MediaProfile> sub) {}

    /** Inputs without a profile that we can play are left out; the numbers of the others stay. */
    static List<Input> of(List<VideoSource> sources, List<MediaProfile> profiles) {
        Map<String, List<MediaProfile>> bySource = new LinkedHashMap<>();
        sources.forEach(source -> bySource.put(source.token(), new ArrayList<>()));
        for (MediaProfile profile : profiles) {
            if (profile.videoSource() != null && playable(profile)) {
                bySource.computeIfAbsent(profile.videoSource(), token -> new ArrayList<>())
                        .add(profile);
            }
        }
        List<Input> inputs = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, List<MediaProfile>> source : bySource.entrySet()) {
            number++;
            List<MediaProfile> own = source.getValue();
            if (own.isEmpty() || number > MOST) {
                continue;
            }
            MediaProfile main = own.stream().max(BY_SIZE).orElseThrow();
            Optional<MediaProfile> sub = own.stream()
                    .filter(profile -> profile != main && pixels(profile) < pixels(main))
                    .min(Comparator.comparing(
                                    (MediaProfile profile) -> !codec(profile).equals("H264"))
                            .thenComparing(BY_SIZE));
            inputs.add(new Input(number, source.getKey(), main, sub));
        }
        return inputs;
    }

    private static final Comparator<MediaProfile> BY_SIZE = Comparator.comparingLong(Channels::pixels);

    private static boolean playable(MediaProfile profile) {
        VideoEncoding video = profile.video();
        return video != null && (codec(profile).equals("H264") || codec(profile).equals("H265"));
    }

    static String codec(MediaProfile profile) {
        VideoEncoding video = profile.video();
        return video == null ? "" : video.codec();
    }

    private static long pixels(MediaProfile profile) {
        VideoEncoding video = profile.video();
        return video == null ? 0 : (long) video.width() * video.height();
    }
}

package org.sharpeyes.relay.netty;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.RtspHeaders;
import org.sharpeyes.media.rtsp.RtspRange;
import org.sharpeyes.media.rtsp.RtspRequest;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.relay.playback.PlaySpeed;

/**
 * What a PLAY asks for (RFC 2326 §10.5, ONVIF Streaming §6): {@code Range}, {@code Scale}, {@code Rate-Control},
 * {@code Frames}.
 *
 * @param range {@code null} to go on from where it stands
 * @param scale {@code null} if not said
 * @param cseq of the request; its last 8 bits mark packets of a replay
 */
record PlayCommand(@Nullable RtspRange range, @Nullable Double scale, boolean paced, boolean keysOnly, int cseq) {
    /** Live streams have neither. */
    static final PlayCommand PLAIN = new PlayCommand(null, null, true, false, 0);

    /** @return {@code null} if a header cannot be understood */
    static @Nullable PlayCommand parse(RtspRequest request) {
        RtspHeaders headers = request.headers();
        Optional<String> rangeText = headers.first("Range");
        RtspRange range = rangeText.flatMap(RtspRange::parse).orElse(null);
        if (rangeText.isPresent() && range == null) {
            return null;
        }
        Double scale = null;
        String scaleText = headers.first("Scale").orElse(null);
        if (scaleText != null) {
            scale = number(scaleText.strip());
            if (scale == null) {
                return null;
            }
        }
        boolean paced = !headers.first("Rate-Control").orElse("yes").strip().equalsIgnoreCase("no");
        boolean keysOnly = headers.first("Frames")
                .orElse("all")
                .strip()
                .toLowerCase(Locale.ROOT)
                .startsWith("intra");
        int cseq = Integer.parseInt(headers.first("CSeq").orElse("0")) & 0xFF;
        return new PlayCommand(range, scale, paced, keysOnly, cseq);
    }

    /** Whether anything was asked for beyond going on. */
    boolean says() {
        return range != null || scale != null;
    }

    PlaySpeed speed(PlaySpeed before) {
        return PlaySpeed.nearest(scale == null ? before.scale() : scale, paced, keysOnly);
    }

    /**
     * Where to begin.
     *
     * @return {@code null} if that lies outside of the window
     */
    @Nullable
    Instant begin(TimeWindow window, Instant position) {
        Instant begin;
        if (range instanceof RtspRange.Clock wall) {
            begin = wall.from();
        } else if (range instanceof RtspRange.Npt npt) {
            begin = npt.from().map(window.from()::plus).orElse(position);
        } else {
            begin = position;
        }
        boolean backwards = scale != null && scale < 0;
        boolean inside = !begin.isBefore(window.from())
                && (begin.isBefore(window.to()) || backwards && begin.equals(window.to()));
        return inside ? begin : null;
    }

    /** Where to stop; the window's end at the latest. */
    Instant end(TimeWindow window, Instant begin) {
        Optional<Instant> asked = Optional.empty();
        if (range instanceof RtspRange.Clock wall) {
            asked = wall.to();
        } else if (range instanceof RtspRange.Npt npt) {
            asked = npt.to().map((Duration after) -> window.from().plus(after));
        }
        Instant end = asked.orElse(window.to());
        return end.isAfter(window.to()) || !end.isAfter(begin) ? window.to() : end;
    }

    private static @Nullable Double number(String text) {
        if (!text.matches("-?\\d{1,4}(\\.\\d{1,6})?")) {
            return null;
        }
        double value = Double.parseDouble(text);
        return value == 0 ? null : Double.valueOf(value);
    }
}

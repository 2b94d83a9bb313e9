package org.sharpeyes.server.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.Windows;

/** Footage as JSON. Stateless. */
final class RecordingViews {
    private RecordingViews() {}

    /** @param provenance {@code volume}, later {@code recorder}, {@code card}, {@code backfill} */
    record Stretch(Instant from, Instant to, String provenance, String source) {}

    record Missing(Instant from, Instant to, String cause, String detail) {
        static Missing of(Gap gap) {
            return new Missing(
                    gap.window().from(), gap.window().to(), gap.cause().text(), gap.detail());
        }
    }

    /**
     * The time line of one camera.
     *
     * @param clockOffsetMillis the camera's own clock less ours; {@code null} if it did not tell
     */
    record TimeLine(
            String cameraId,
            String profile,
            Instant from,
            Instant to,
            long recordedSeconds,
            List<Stretch> recorded,
            List<Missing> gaps,
            @Nullable Long clockOffsetMillis) {
        static TimeLine of(Footage footage) {
            return new TimeLine(
                    footage.stream().camera().toString(),
                    footage.stream().profile().text(),
                    footage.window().from(),
                    footage.window().to(),
                    footage.recordedTime().toSeconds(),
                    stretches(footage),
                    footage.gaps().stream().map(Missing::of).toList(),
                    clockOffset(footage));
        }
    }

    static List<Stretch> stretches(Footage footage) {
        return footage.segments().stream()
                .map(Segment::provenance)
                .distinct()
                .flatMap(provenance -> Windows.joined(
                                footage.segments().stream()
                                        .filter(segment -> segment.provenance().equals(provenance))
                                        .flatMap(segment ->
                                                Windows.intersection(segment.window(), footage.window()).stream())
                                        .toList(),
                                Footage.JOINT)
                        .stream()
                        .map(each -> stretch(each, provenance.kind().name(), provenance.source())))
                .sorted(Comparator.comparing(Stretch::from))
                .toList();
    }

    private static Stretch stretch(TimeWindow time, String kind, String source) {
        return new Stretch(time.from(), time.to(), kind.toLowerCase(java.util.Locale.ROOT), source);
    }

    static @Nullable Long clockOffset(Footage footage) {
        Long newest = null;
        for (Segment segment : footage.segments()) {
            newest = segment.offset().map(Duration::toMillis).orElse(newest);
        }
        return newest;
    }
}

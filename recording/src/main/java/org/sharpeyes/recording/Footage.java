package org.sharpeyes.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;

/**
 * What there is of one stream in one window: together, segments and gaps tell of every moment of it up to now.
 *
 * @param window the one that was asked for
 * @param segments that overlap the window, by start; they may reach out of it, and overlap each other where two sources
 *     recorded the same time
 * @param gaps within the window, by start
 */
public record Footage(StreamKey stream, TimeWindow window, List<Segment> segments, List<Gap> gaps) {
    /** Breaks up to this length are the joint of two files and no gap. */
    public static final Duration JOINT = Duration.ofMillis(1500);

    public Footage {
        requireNonNull(stream, "stream");
        requireNonNull(window, "window");
        segments = List.copyOf(segments);
        gaps = List.copyOf(gaps);
    }

    /** The recorded stretches within the window. */
    public List<TimeWindow> recorded() {
        return Windows.joined(
                segments.stream()
                        .flatMap(segment -> Windows.intersection(segment.window(), window).stream())
                        .toList(),
                JOINT);
    }

    public Duration recordedTime() {
        return recorded().stream().map(TimeWindow::length).reduce(Duration.ZERO, Duration::plus);
    }
}

package org.sharpeyes.recording.search;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.RecordingLibrary;

/** Place and window → points that covered it then → what is recorded of them, what is missing and why. Thread-safe; blocks. */
public final class PlaceSearch {
    private final PlaceCoverage coverage;
    private final RecordingLibrary library;

    public PlaceSearch(PlaceCoverage coverage, RecordingLibrary library) {
        this.coverage = requireNonNull(coverage, "coverage");
        this.library = requireNonNull(library, "library");
    }

    /** @param footage of the stream that has more of it */
    public record Found(PlaceCoverage.Hit hit, Footage footage) {}

    /** Best grade first. */
    public record Result(List<Found> found, List<PlaceCoverage.Near> near) {
        public Result {
            found = List.copyOf(found);
            near = List.copyOf(near);
        }
    }

    /**
     * @param place GeoJSON
     * @param visible which cameras may be told of; of others there is no trace
     * @throws IllegalArgumentException if {@code place} is no place
     */
    public Result search(String place, TimeWindow window, Predicate<CameraId> visible) {
        PlaceCoverage.Answer answer = coverage.covering(place, window);
        List<Found> found = new ArrayList<>();
        for (PlaceCoverage.Hit hit : answer.hits()) {
            if (visible.test(hit.camera())) {
                found.add(new Found(hit, best(hit.camera(), window)));
            }
        }
        return new Result(
                found,
                answer.near().stream()
                        .filter(near -> visible.test(near.camera()))
                        .toList());
    }

    private Footage best(CameraId camera, TimeWindow window) {
        Footage main = library.find(new StreamKey(camera, StreamProfile.MAIN), window);
        if (main.gaps().isEmpty()) {
            return main;
        }
        Footage sub = library.find(new StreamKey(camera, StreamProfile.SUB), window);
        return sub.recordedTime().compareTo(main.recordedTime()) > 0 ? sub : main;
    }
}

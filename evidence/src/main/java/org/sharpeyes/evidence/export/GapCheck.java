package org.sharpeyes.evidence.export;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whether what is recorded and the gaps that are declared together tell of every moment of the window. */
final class GapCheck {
    private final ExportManifest manifest;
    private final ExportManifest.Track track;
    private final Duration joint;

    private record Told(Instant from, Instant to) {}

    GapCheck(ExportManifest manifest, ExportManifest.Track track, Duration joint) {
        this.manifest = manifest;
        this.track = track;
        this.joint = joint;
    }

    /** @throws BrokenExport naming the first stretch of which nothing is told */
    void run() throws BrokenExport {
        List<Told> told = new ArrayList<>();
        for (ExportManifest.VideoFile file : track.files()) {
            Instant last = Instant.MIN;
            for (ExportManifest.FragmentFacts fragment : file.fragments()) {
                if (fragment.from().isBefore(last)) {
                    throw new BrokenExport(
                            file.file(), "the fragment of " + fragment.from() + " does not follow the one before it");
                }
                last = fragment.from();
                told.add(new Told(fragment.from(), fragment.to()));
            }
        }
        track.gaps().forEach(gap -> told.add(new Told(gap.from(), gap.to())));
        told.sort(Comparator.comparing(Told::from));
        Instant reached = manifest.from();
        for (Told stretch : told) {
            check(reached, stretch.from());
            reached = stretch.to().isAfter(reached) ? stretch.to() : reached;
        }
        check(reached, manifest.to());
    }

    private void check(Instant reached, Instant next) throws BrokenExport {
        if (Duration.between(reached, next).compareTo(joint) > 0) {
            throw new BrokenExport(
                    ExportSealer.MANIFEST + ", " + track.name(),
                    "nothing is told of " + reached + " to " + next + ": a gap that was not declared");
        }
    }
}

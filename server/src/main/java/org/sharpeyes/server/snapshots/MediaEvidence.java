package org.sharpeyes.server.snapshots;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.StreamSnapshot;

/**
 * Media that flows is the best evidence: tells of every stream whose pictures went on since the last look. Confined to
 * one thread.
 */
final class MediaEvidence {
    private record Counted(long pictures, long keyPictures) {}

    private final Consumer<Evidence> hub;
    private final InstantSource clock;
    private Map<StreamKey, Counted> before = new HashMap<>();

    MediaEvidence(Consumer<Evidence> hub, InstantSource clock) {
        this.hub = hub;
        this.clock = clock;
    }

    void look(List<StreamSnapshot> streams) {
        Map<StreamKey, Counted> now = new HashMap<>();
        for (StreamSnapshot stream : streams) {
            Counted last = before.getOrDefault(stream.stream(), new Counted(0, 0));
            // A stream that was closed and opened again counts from zero.
            Counted base = stream.pictures() < last.pictures() ? new Counted(0, 0) : last;
            now.put(stream.stream(), new Counted(stream.pictures(), stream.keyPictures()));
            tell(stream, HealthLayer.FRAMES_ADVANCING, stream.pictures() - base.pictures(), "pictures");
            tell(stream, HealthLayer.KEY_FRAMES, stream.keyPictures() - base.keyPictures(), "key pictures");
        }
        before = now;
    }

    private void tell(StreamSnapshot stream, HealthLayer layer, long more, String what) {
        if (more > 0) {
            hub.accept(new Evidence(
                    stream.stream().camera(),
                    layer,
                    Evidence.Outcome.GOOD,
                    "media",
                    more + " " + what + " since the last look, "
                            + stream.stream().profile().text() + " stream",
                    clock.instant()));
        }
    }
}

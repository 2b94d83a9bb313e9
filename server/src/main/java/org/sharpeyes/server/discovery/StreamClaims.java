package org.sharpeyes.server.discovery;

import java.util.HashSet;
import java.util.Set;
import org.sharpeyes.gateway.ledger.Claim;
import org.sharpeyes.gateway.ledger.Resource;
import org.sharpeyes.gateway.ledger.Use;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.server.discovery.RegistryCameras.CameraRoute;

/** Says what a stream passes through on its way to us: its device, the recorder's output, the uplinks. Stateless. */
final class StreamClaims {
    /** What streams take until they were measured: a 1080p main stream, a tile. */
    private static final long MAIN_BITS = 4_000_000;

    private static final long SUB_BITS = 700_000;
    private static final int RANKS_BETWEEN_CLASSES = 3;

    private StreamClaims() {}

    static Set<Resource> resources(StreamKey stream, CameraRoute route, CameraDirectory directory) {
        Set<Resource> resources = new HashSet<>();
        String device = route.device().toString();
        resources.add(new Resource(Resource.Kind.SESSIONS, device));
        if (route.behindRecorder()) {
            resources.add(new Resource(Resource.Kind.RECORDER_OUTPUT, device));
        }
        directory.camera(stream.camera()).ifPresent(camera -> {
            for (Dependency dependency : directory.chain(camera)) {
                if (dependency.kind() == DependencyKind.UPLINK) {
                    resources.add(new Resource(Resource.Kind.UPLINK, dependency.name()));
                }
            }
        });
        return Set.copyOf(resources);
    }

    static Claim claim(StreamKey stream, Set<Resource> resources, Use use, int rank) {
        long bits = stream.profile() == StreamProfile.MAIN ? MAIN_BITS : SUB_BITS;
        return new Claim(stream.toString(), use, rank, bits, resources);
    }

    /** Rank of what is done for no person: by the class of the camera's point. */
    static int importance(StreamKey stream, CameraDirectory directory) {
        return directory
                .camera(stream.camera())
                .map(camera -> Claim.HIGHEST_RANK
                        - RANKS_BETWEEN_CLASSES * (camera.details().pointClass().code() - 1))
                .map(rank -> Math.max(0, rank))
                .orElse(0);
    }
}

package org.sharpeyes.gateway.probe;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;

/** The newest evidence of each camera and layer. Thread-safe: written by many sources, read by the API. */
public final class HealthBook implements EvidenceListener {
    private final Map<CameraId, Map<HealthLayer, Evidence>> byCamera = new ConcurrentHashMap<>();
    private final Map<CameraId, Map<HealthLayer, Evidence>> lastGood = new ConcurrentHashMap<>();

    /** Keeps the newer of two. A refused password stays refused while nobody may try it again. */
    @Override
    public void observed(Evidence evidence) {
        if (evidence.good()) {
            lastGood.compute(evidence.camera(), (camera, known) -> {
                Map<HealthLayer, Evidence> layers =
                        known == null ? new EnumMap<>(HealthLayer.class) : new EnumMap<>(known);
                layers.put(evidence.layer(), evidence);
                return layers;
            });
        }
        byCamera.compute(evidence.camera(), (camera, known) -> {
            Map<HealthLayer, Evidence> layers = known == null ? new EnumMap<>(HealthLayer.class) : new EnumMap<>(known);
            Evidence before = layers.get(evidence.layer());
            boolean stillRefused = before != null
                    && before.outcome() == Evidence.Outcome.BAD
                    && evidence.layer() == HealthLayer.AUTHENTICATED
                    && evidence.outcome() == Evidence.Outcome.INCONCLUSIVE;
            if (before == null || !stillRefused && !evidence.observedAt().isBefore(before.observedAt())) {
                layers.put(evidence.layer(), evidence);
            }
            return layers;
        });
    }

    /** From the cable to the clock; a layer that was never observed is missing. */
    public List<Evidence> of(CameraId camera) {
        Map<HealthLayer, Evidence> layers = byCamera.get(camera);
        return layers == null ? List.of() : List.copyOf(layers.values());
    }

    public Optional<Evidence> of(CameraId camera, HealthLayer layer) {
        Map<HealthLayer, Evidence> layers = byCamera.get(camera);
        return layers == null ? Optional.empty() : Optional.ofNullable(layers.get(layer));
    }

    /** The newest proof that the layer was good. */
    public Optional<Evidence> lastGood(CameraId camera, HealthLayer layer) {
        Map<HealthLayer, Evidence> layers = lastGood.get(camera);
        return layers == null ? Optional.empty() : Optional.ofNullable(layers.get(layer));
    }

    /** Forgets cameras that are no more. */
    public void keepOnly(Collection<CameraId> cameras) {
        byCamera.keySet().retainAll(Set.copyOf(cameras));
        lastGood.keySet().retainAll(Set.copyOf(cameras));
    }
}

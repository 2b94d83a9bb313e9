package org.sharpeyes.server.discovery;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.Exchange;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.registry.CameraConditions;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is known of a camera's health, layer by layer, each with its evidence and age. */
@RestController
@RequestMapping("/api/v1/cameras")
class HealthController {
    private final HealthBook health;
    private final Access access;
    private final InstantSource clock;
    private final ObjectProvider<CameraConditions> conditions;

    HealthController(
            HealthBook health, Access access, InstantSource clock, ObjectProvider<CameraConditions> conditions) {
        this.conditions = conditions;
        this.health = health;
        this.access = access;
        this.clock = clock;
    }

    /**
     * @param detail what was seen, in words
     * @param value what was measured, with its unit
     * @param ageSeconds how old the observation is now
     * @param lastGood when the layer was last proved good
     * @param hasProof whether the exchange can be opened
     */
    record LayerView(
            String layer,
            String outcome,
            String source,
            String detail,
            @Nullable String value,
            Instant observedAt,
            double ageSeconds,
            @Nullable Instant lastGood,
            boolean hasProof) {}

    /** @param sent what went over the wire, without credentials; {@code null} when nothing was kept */
    record ProofView(
            String outcome,
            String source,
            String detail,
            Instant startedAt,
            Instant observedAt,
            long tookMillis,
            @Nullable String sent,
            @Nullable String received) {}

    record LayerProofView(
            String layer, ProofView newest, @Nullable ProofView lastGood) {}

    /**
     * @param because why it is in this state: the evidence, in words
     * @param lastGood when it had last proved itself as it came into this state
     */
    record HealthView(
            String camera,
            String state,
            @Nullable Instant since,
            String because,
            @Nullable Instant lastGood,
            List<LayerView> layers) {}

    @Operation(summary = "Health in layers, each with evidence and age; a layer never observed is missing")
    @GetMapping("/{id}/health")
    HealthView health(@PathVariable String id, CurrentUser user) {
        CameraId camera;
        try {
            camera = CameraId.parse(id);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
        access.require(user, Action.SEE_CAMERA, camera);
        Instant now = clock.instant();
        CameraConditions alarms = conditions.getIfAvailable();
        CameraConditions.Condition condition =
                alarms == null ? null : alarms.of(camera).orElse(null);
        return new HealthView(
                id,
                condition == null
                        ? CameraState.UNKNOWN.name()
                        : condition.state().name(),
                condition == null ? null : condition.since(),
                condition == null ? "nothing was observed yet" : condition.because(),
                condition == null ? null : condition.lastGood(),
                health.of(camera).stream().map(each -> view(each, now)).toList());
    }

    @Operation(summary = "What went over the wire: the newest exchange of a layer, and the last that was good")
    @GetMapping("/{id}/health/{layer}/proof")
    LayerProofView proof(@PathVariable String id, @PathVariable String layer, CurrentUser user) {
        CameraId camera;
        HealthLayer asked;
        try {
            camera = CameraId.parse(id);
            asked = HealthLayer.valueOf(layer);
        } catch (IllegalArgumentException none) {
            throw ApiProblem.notFound();
        }
        access.require(user, Action.REGISTER_CAMERA, camera);
        Evidence newest = health.of(camera, asked).orElseThrow(ApiProblem::notFound);
        return new LayerProofView(
                layer,
                proof(newest),
                health.lastGood(camera, asked).map(HealthController::proof).orElse(null));
    }

    private static ProofView proof(Evidence evidence) {
        Exchange exchange = evidence.exchange();
        return new ProofView(
                evidence.outcome().name(),
                evidence.source(),
                evidence.detail(),
                evidence.startedAt(),
                evidence.observedAt(),
                Math.max(
                        0,
                        Duration.between(evidence.startedAt(), evidence.observedAt())
                                .toMillis()),
                exchange == null ? null : exchange.sent(),
                exchange == null ? null : exchange.received());
    }

    private LayerView view(Evidence evidence, Instant now) {
        double age = Math.max(0, Duration.between(evidence.observedAt(), now).toMillis() / 1000.0);
        return new LayerView(
                evidence.layer().name(),
                evidence.outcome().name(),
                evidence.source(),
                evidence.detail(),
                evidence.value(),
                evidence.observedAt(),
                age,
                health.lastGood(evidence.camera(), evidence.layer())
                        .map(Evidence::observedAt)
                        .orElse(null),
                evidence.exchange() != null);
    }
}

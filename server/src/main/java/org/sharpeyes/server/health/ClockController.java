package org.sharpeyes.server.health;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.figures.ClockDrift;
import org.sharpeyes.alarm.postgres.PostgresFigures;
import org.sharpeyes.gateway.GatewaySettings;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.server.discovery.DeviceActions;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A camera's clock: how it drifts, and setting it. */
@RestController
@RequestMapping("/api/v1/cameras/{id}/clock")
class ClockController {
    private static final Duration HISTORY = Duration.ofDays(30);

    private final PostgresFigures figures;
    private final HealthBook book;
    private final DeviceActions devices;
    private final GatewaySettings gateway;
    private final Access access;
    private final InstantSource clock;

    ClockController(
            PostgresFigures figures,
            HealthBook book,
            DeviceActions devices,
            GatewaySettings gateway,
            Access access,
            InstantSource clock) {
        this.figures = figures;
        this.book = book;
        this.devices = devices;
        this.gateway = gateway;
        this.access = access;
        this.clock = clock;
    }

    record SampleView(Instant at, double offsetSeconds) {}

    /**
     * @param offset as measured last, with its unit; positive: ahead of ours
     * @param breachAt when the line through the samples leaves the tolerance
     */
    record ClockView(
            @Nullable String offset,
            @Nullable String detail,
            @Nullable Instant measuredAt,
            double toleranceSeconds,
            @Nullable Double slopeSecondsPerDay,
            @Nullable Instant breachAt,
            List<SampleView> samples) {}

    record NewTime(@Nullable String by, @Nullable String server) {}

    record ChangedView(String before, String after) {}

    @Operation(summary = "Offset, its history of 30 days, slope, and when it will leave the tolerance")
    @GetMapping
    ClockView clock(@PathVariable String id, CurrentUser user) {
        CameraId camera = camera(id);
        access.require(user, Action.SEE_CAMERA, camera);
        Duration tolerance = gateway.probe().clockTolerance();
        List<ClockDrift.Sample> samples =
                figures.clockSamples(camera, clock.instant().minus(HISTORY));
        ClockDrift drift = ClockDrift.of(samples, tolerance);
        Evidence newest = book.of(camera, HealthLayer.CLOCK_RIGHT).orElse(null);
        return new ClockView(
                newest == null ? null : newest.value(),
                newest == null ? null : newest.detail(),
                newest == null ? null : newest.observedAt(),
                tolerance.toMillis() / 1000.0,
                drift == null ? null : drift.secondsPerDay(),
                drift == null ? null : drift.breachAt(),
                samples.stream()
                        .map(sample -> new SampleView(sample.at(), sample.offsetSeconds()))
                        .toList());
    }

    @Operation(summary = "Set the time: by SERVER_TIME or by NTP from a server; says before and after")
    @PostMapping
    ChangedView set(@PathVariable String id, @RequestBody NewTime body, CurrentUser user) throws InterruptedException {
        CameraId camera = camera(id);
        String rule = access.require(user, Action.REGISTER_CAMERA, camera);
        boolean ntp = "NTP".equals(body.by());
        if (!ntp && !"SERVER_TIME".equals(body.by())) {
            throw ApiProblem.invalid("by", body.by(), "SERVER_TIME or NTP");
        }
        String server = body.server();
        if (ntp && (server == null || !server.matches("[0-9A-Za-z.:-]{1,253}"))) {
            throw ApiProblem.invalid("server", server, "address or name of a time server");
        }
        access.record(user, "SET_CAMERA_TIME", camera, ntp ? "NTP " + server : "server time", "", rule);
        DeviceActions.Outcome outcome =
                ntp && server != null ? devices.setNtp(camera, server) : devices.setTime(camera);
        if (outcome instanceof DeviceActions.Outcome.Done done) {
            return new ChangedView(done.before(), done.after());
        }
        throw ApiProblem.conflict(((DeviceActions.Outcome.Failed) outcome).reason());
    }

    private static CameraId camera(String id) {
        try {
            return CameraId.parse(id);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }
}

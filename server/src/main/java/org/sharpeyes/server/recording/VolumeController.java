package org.sharpeyes.server.recording;

import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.recording.retention.Retention;
import org.sharpeyes.recording.retention.RetentionRule;
import org.sharpeyes.recording.sqlite.IndexFailure;
import org.sharpeyes.recording.sqlite.SegmentIndex;
import org.sharpeyes.recording.volume.Volume;
import org.sharpeyes.recording.volume.VolumeState;
import org.sharpeyes.recording.volume.Volumes;
import org.sharpeyes.registry.point.PointClass;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Volumes with their forecast, rules of retention, certificates of deletion. */
@RestController
@RequestMapping("/api/v1/recording")
class VolumeController {
    private static final int PAGE = 100;

    private final Volumes volumes;
    private final Retention retention;
    private final RecordingOffice office;
    private final Access access;
    private final ObjectMapper json;

    VolumeController(Volumes volumes, Retention retention, RecordingOffice office, Access access, ObjectMapper json) {
        this.volumes = volumes;
        this.retention = retention;
        this.office = office;
        this.access = access;
        this.json = json;
    }

    /** @param state STARTING, ONLINE, FAILED */
    record VolumeView(
            @Nullable String id,
            String path,
            String state,
            @Nullable String cause,
            @Nullable Instant since,
            long quotaBytes,
            @Nullable Long usedBytes,
            @Nullable Long freeBytes,
            @Nullable Long segments,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            double writtenBytesPerSecond,
            long queuedBytes,
            Retention.@Nullable Forecast forecast) {}

    /** @param pointClass FIRST, SECOND, THIRD, OTHER; none: every class */
    record RuleJson(
            @Nullable String id,
            @Nullable String name,
            @Nullable String pointClass,
            @Nullable String areaId,
            @Nullable Integer minimumDays,
            @Nullable Integer maximumDays) {
        static RuleJson of(RetentionRule rule) {
            AreaId area = rule.area();
            return new RuleJson(
                    rule.id().toString(),
                    rule.name(),
                    rule.pointClass(),
                    area == null ? null : area.toString(),
                    rule.minimumDays(),
                    rule.maximumDays());
        }
    }

    /** @param facts what was deleted, when, by which rule */
    record CertificateView(long sequence, String hash, String previous, JsonNode facts) {}

    @Operation(summary = "Volumes: state, what they hold, how long they can keep it")
    @GetMapping("/volumes")
    Page<VolumeView> volumes(CurrentUser user) {
        require(user);
        return Page.whole(volumes.all().stream().map(this::view).toList());
    }

    @Operation(summary = "How long recordings are kept, by class and area")
    @GetMapping("/retention-rules")
    Page<RuleJson> rules(CurrentUser user) {
        require(user);
        return Page.whole(office.rules().stream().map(RuleJson::of).toList());
    }

    @Operation(summary = "Sets how long recordings of a class of points in an area are kept")
    @PutMapping("/retention-rules/{id}")
    RuleJson rule(@PathVariable String id, @RequestBody RuleJson body, CurrentUser user) {
        String by = access.require(user, Action.MANAGE_SYSTEM);
        RetentionRule rule = rule(id, body);
        access.record(
                user,
                "SET_RETENTION",
                null,
                rule.name() + " " + rule.minimumDays() + " to " + rule.maximumDays() + " days",
                "",
                by);
        if (!office.rule(rule)) {
            throw ApiProblem.conflict("Another rule is for the same class and area");
        }
        return RuleJson.of(rule);
    }

    @Operation(summary = "Removes a rule of retention")
    @DeleteMapping("/retention-rules/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeRule(@PathVariable String id, CurrentUser user) {
        String by = access.require(user, Action.MANAGE_SYSTEM);
        UUID rule = uuid(id);
        access.record(user, "REMOVE_RETENTION", null, id, "", by);
        if (!office.removeRule(rule)) {
            throw ApiProblem.notFound();
        }
    }

    @Operation(summary = "Certificates of deletion, newest first")
    @GetMapping("/deletions")
    Page<CertificateView> deletions(@RequestParam(required = false) @Nullable String cursor, CurrentUser user)
            throws IOException {
        if (!access.allows(user, Action.READ_ACCESS_REGISTER)) {
            require(user);
        }
        long before = Long.MAX_VALUE;
        try {
            before = cursor == null ? before : Long.parseLong(cursor);
        } catch (NumberFormatException wrong) {
            throw ApiProblem.invalid("cursor", cursor, "what the page before gave as next");
        }
        List<ChainEntry> entries = retention.log().before(before, PAGE);
        return Page.of(
                entries.stream()
                        .map(entry -> new CertificateView(
                                entry.sequence(),
                                entry.hash().hex(),
                                entry.previous().hex(),
                                json.readTree(entry.payload())))
                        .toList(),
                entries.size() < PAGE
                        ? null
                        : Long.toString(entries.get(entries.size() - 1).sequence()));
    }

    private void require(CurrentUser user) {
        if (!access.allows(user, Action.MANAGE_SYSTEM)) {
            access.require(user, Action.OPERATE_STREAMS);
        }
    }

    private VolumeView view(Volume volume) {
        VolumeState state = volume.state();
        VolumeState.Failed failed = state instanceof VolumeState.Failed one ? one : null;
        SegmentIndex.Totals totals = null;
        Retention.Forecast forecast = null;
        Long free = null;
        if (volume.index().isPresent()) {
            try {
                totals = volume.index().orElseThrow().totals();
                forecast = retention.forecast(volume);
                free = Volumes.freeBytes(volume);
            } catch (IndexFailure | IOException failedNow) {
                // Its state will say so in a moment; figures of a failing disk are left out.
                totals = null;
            }
        }
        return new VolumeView(
                volume.id().map(Object::toString).orElse(null),
                volume.root().toString(),
                state.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT),
                failed == null ? null : failed.cause(),
                failed != null ? failed.since() : state instanceof VolumeState.Online online ? online.since() : null,
                volume.place().quotaBytes(),
                totals == null ? null : totals.bytes(),
                free,
                totals == null ? null : totals.segments(),
                totals == null ? null : totals.oldest().orElse(null),
                totals == null ? null : totals.newest().orElse(null),
                volume.bytesPerSecond(),
                volume.queuedBytes(),
                forecast);
    }

    private static RetentionRule rule(String id, RuleJson body) {
        Integer minimum = body.minimumDays();
        Integer maximum = body.maximumDays();
        if (minimum == null || maximum == null) {
            throw ApiProblem.invalid("minimumDays, maximumDays", null, "two numbers of days");
        }
        try {
            String pointClass = body.pointClass();
            return new RetentionRule(
                    uuid(id),
                    body.name() == null ? "" : body.name(),
                    pointClass == null ? null : PointClass.valueOf(pointClass).name(),
                    body.areaId() == null ? null : AreaId.parse(body.areaId()),
                    minimum,
                    maximum);
        } catch (IllegalArgumentException wrong) {
            throw ApiProblem.invalid("rule", body.name(), String.valueOf(wrong.getMessage()));
        }
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException notAnId) {
            throw ApiProblem.notFound();
        }
    }
}

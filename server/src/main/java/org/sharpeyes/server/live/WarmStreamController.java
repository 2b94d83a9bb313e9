package org.sharpeyes.server.live;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.live.postgres.WarmStreamTable;
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

/** Streams that are kept open although nobody watches: who comes has a picture at once. */
@RestController
@RequestMapping("/api/v1/streams/warm")
class WarmStreamController {
    private static final int LONGEST_REASON = 200;

    private final Access access;
    private final WarmStreams warm;
    private final WarmStreamTable table;
    private final LiveSettings settings;
    private final InstantSource clock;

    WarmStreamController(
            Access access, WarmStreams warm, WarmStreamTable table, LiveSettings settings, InstantSource clock) {
        this.access = access;
        this.warm = warm;
        this.table = table;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param by name of who put it there; {@code configuration} for what stands in the settings
     * @param cause why it is not open, {@code null} if nothing is known against it
     */
    record WarmView(
            String camera,
            String profile,
            String reason,
            String by,
            Instant since,
            boolean open,
            @Nullable String cause) {
        static WarmView of(WarmStreams.Status status) {
            WarmStream kept = status.kept();
            return new WarmView(
                    kept.stream().camera().toString(),
                    kept.stream().profile().text(),
                    kept.reason(),
                    kept.by(),
                    kept.since(),
                    status.open(),
                    status.cause().isEmpty() ? null : status.cause());
        }
    }

    record WarmWish(@Nullable String reason) {}

    @Operation(summary = "Streams that are kept open although nobody watches")
    @GetMapping
    Page<WarmView> list(CurrentUser user) {
        access.require(user, Action.OPERATE_STREAMS);
        return Page.whole(warm.status().stream()
                .filter(one -> access.allows(
                        user, Action.OPERATE_STREAMS, one.kept().stream().camera()))
                .map(WarmView::of)
                .toList());
    }

    @Operation(summary = "Keep a stream open from now on, also over a restart")
    @PutMapping("/{camera}/{profile}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keep(@PathVariable String camera, @PathVariable String profile, @RequestBody WarmWish wish, CurrentUser user) {
        CameraId id = camera(camera);
        String rule = access.require(user, Action.OPERATE_STREAMS, id);
        StreamKey stream = new StreamKey(id, profile(profile));
        String reason = reason(wish.reason());
        refuseConfigured(stream);
        if (warm.find(stream) == null && warm.size() >= settings.mostWarm()) {
            throw ApiProblem.conflict("live.most-warm: " + settings.mostWarm() + " streams are kept open already");
        }
        access.record(user, "KEEP_STREAM_WARM", id, stream.profile().text(), reason, rule);
        WarmStream kept = new WarmStream(stream, reason, user.username(), clock.instant());
        table.put(kept);
        warm.keep(kept);
    }

    @Operation(summary = "Keep it open no longer")
    @DeleteMapping("/{camera}/{profile}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void let(
            @PathVariable String camera,
            @PathVariable String profile,
            @RequestParam(required = false) @Nullable String reason,
            CurrentUser user) {
        CameraId id = camera(camera);
        String rule = access.require(user, Action.OPERATE_STREAMS, id);
        StreamKey stream = new StreamKey(id, profile(profile));
        String why = reason(reason);
        refuseConfigured(stream);
        if (warm.find(stream) == null) {
            throw ApiProblem.notFound();
        }
        access.record(user, "LET_STREAM_COOL", id, stream.profile().text(), why, rule);
        table.remove(stream);
        warm.let(stream);
    }

    private static CameraId camera(String text) {
        try {
            return CameraId.parse(text);
        } catch (IllegalArgumentException none) {
            throw ApiProblem.notFound();
        }
    }

    private static StreamProfile profile(String text) {
        try {
            return StreamProfile.parse(text);
        } catch (IllegalArgumentException none) {
            throw ApiProblem.invalid("profile", text, "main or sub");
        }
    }

    private static String reason(@Nullable String text) {
        String reason = text == null ? "" : text.strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw ApiProblem.invalid("reason", text, "1 to " + LONGEST_REASON + " characters");
        }
        return reason;
    }

    private void refuseConfigured(StreamKey stream) {
        if (settings.warmStreams().contains(stream)) {
            throw ApiProblem.conflict("live.warm: " + stream + " stands in the configuration and is changed there");
        }
    }
}

package org.sharpeyes.server.incidents;

import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.delivery.Channel;
import org.sharpeyes.alarm.delivery.ChannelRules;
import org.sharpeyes.alarm.delivery.ChannelStore;
import org.sharpeyes.alarm.delivery.Dispatcher;
import org.sharpeyes.alarm.delivery.QuietHours;
import org.sharpeyes.alarm.delivery.Target;
import org.sharpeyes.alarm.delivery.TargetGuard;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.model.Action;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The caller's own ways of being told: MQTT and e-mail with their rules; webhooks are listed too. */
@RestController
@RequestMapping("/api/v1/alarm-channels")
class ChannelController {
    private static final int DEAD_LETTERS = 100;
    private static final int DEFAULT_SECOND_MINUTES = 10;

    private final ChannelStore store;
    private final Dispatcher dispatcher;
    private final Access access;
    private final InstantSource clock;

    ChannelController(ChannelStore store, Dispatcher dispatcher, Access access, InstantSource clock) {
        this.store = store;
        this.dispatcher = dispatcher;
        this.access = access;
        this.clock = clock;
    }

    record Quiet(
            @Nullable String from,
            @Nullable String to,
            @Nullable String zone) {}

    record NewChannel(
            @Nullable String kind,
            @Nullable String name,
            @Nullable String url,
            @Nullable String topic,
            @Nullable String username,
            @Nullable String password,
            @Nullable List<String> to,
            @Nullable String leastPriority,
            @Nullable Quiet quietHours,
            @Nullable Integer digestMinutes,
            @Nullable String second,
            @Nullable Integer secondAfterMinutes) {
        @Override
        public String toString() {
            return "NewChannel[" + kind + " " + name + "]";
        }
    }

    record ChannelView(
            String id,
            String kind,
            String name,
            String target,
            String leastPriority,
            @Nullable Quiet quietHours,
            long digestMinutes,
            @Nullable String second,
            long secondAfterMinutes,
            Instant createdAt,
            long pending,
            long delivered,
            long dead,
            @Nullable String lastError) {}

    record DeadLetterView(
            String event,
            String incident,
            int attempts,
            String lastError,
            @Nullable Instant at) {}

    @Operation(summary = "Tell me of incidents by MQTT or e-mail")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ChannelView add(@RequestBody NewChannel body, CurrentUser user) {
        String rule = access.require(user, Action.SEE_INCIDENTS);
        Channel channel = new Channel(
                UUID.randomUUID(),
                body.name() == null ? "" : body.name(),
                target(body),
                rules(body, user),
                user.id(),
                clock.instant());
        access.record(user, "ADD_CHANNEL", null, channel.target().shown(), "", rule);
        try {
            dispatcher.add(channel);
        } catch (TargetGuard.Refused refused) {
            throw ApiProblem.invalid("url", body.url(), "a public host, or one in a network that the settings allow");
        } catch (IOException unknown) {
            throw ApiProblem.invalid("url", body.url(), "a host that can be resolved");
        } catch (IllegalStateException full) {
            throw ApiProblem.conflict(String.valueOf(full.getMessage()));
        }
        return view(channel);
    }

    @Operation(summary = "My channels, how much waits and how much was given up")
    @GetMapping
    Page<ChannelView> list(CurrentUser user) {
        access.require(user, Action.SEE_INCIDENTS);
        return Page.whole(own(user).stream().map(this::view).toList());
    }

    @Operation(summary = "Send no more; what waits is dropped")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id, CurrentUser user) {
        String rule = access.require(user, Action.SEE_INCIDENTS);
        Channel channel = find(user, id);
        access.record(user, "REMOVE_CHANNEL", null, channel.target().shown(), "", rule);
        dispatcher.remove(channel.id());
    }

    @Operation(summary = "Messages that were given up, newest first")
    @GetMapping("/{id}/dead-letters")
    Page<DeadLetterView> deadLetters(@PathVariable String id, CurrentUser user) {
        access.require(user, Action.SEE_INCIDENTS);
        return Page.whole(store.deadLetters(find(user, id).id(), DEAD_LETTERS).stream()
                .map(letter -> new DeadLetterView(
                        letter.event().event().toString(),
                        letter.event().subject().toString(),
                        letter.attempts(),
                        letter.lastError(),
                        letter.settledAt()))
                .toList());
    }

    @Operation(summary = "Try a message that was given up once more")
    @PostMapping("/{id}/dead-letters/{event}/retry")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void retry(@PathVariable String id, @PathVariable String event, CurrentUser user) {
        access.require(user, Action.SEE_INCIDENTS);
        Channel channel = find(user, id);
        UUID letter;
        try {
            letter = UUID.fromString(event);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
        if (!store.retry(channel.id(), letter, clock.instant())) {
            throw ApiProblem.notFound();
        }
        dispatcher.wake();
    }

    private static Target target(NewChannel body) {
        String kind = body.kind();
        if ("EMAIL".equals(kind)) {
            return new Target.Email(body.to() == null ? List.of() : body.to());
        }
        if (!"MQTT".equals(kind)) {
            throw ApiProblem.invalid("kind", kind, "MQTT or EMAIL; webhooks have a route of their own");
        }
        try {
            return new Target.Mqtt(
                    new URI(body.url() == null ? "" : body.url()),
                    body.topic() == null ? "" : body.topic(),
                    body.username(),
                    body.password());
        } catch (URISyntaxException wrong) {
            throw ApiProblem.invalid("url", body.url(), "mqtt://host:port or mqtts://host:port");
        }
    }

    private ChannelRules rules(NewChannel body, CurrentUser user) {
        Priority least;
        try {
            least = body.leastPriority() == null ? Priority.LOW : Priority.valueOf(body.leastPriority());
        } catch (IllegalArgumentException wrong) {
            throw ApiProblem.invalid("leastPriority", body.leastPriority(), "TOP, HIGH, NORMAL or LOW");
        }
        int digest = body.digestMinutes() == null ? 0 : body.digestMinutes();
        int after = body.secondAfterMinutes() == null ? DEFAULT_SECOND_MINUTES : body.secondAfterMinutes();
        UUID second = body.second() == null ? null : find(user, body.second()).id();
        return new ChannelRules(
                least, quiet(body.quietHours()), Duration.ofMinutes(digest), second, Duration.ofMinutes(after));
    }

    private static @Nullable QuietHours quiet(@Nullable Quiet quiet) {
        if (quiet == null) {
            return null;
        }
        try {
            return new QuietHours(
                    LocalTime.parse(String.valueOf(quiet.from())),
                    LocalTime.parse(String.valueOf(quiet.to())),
                    ZoneId.of(quiet.zone() == null ? "UTC" : quiet.zone()));
        } catch (DateTimeException wrong) {
            throw ApiProblem.invalid("quietHours", quiet, "from and to as 22:00, zone as Asia/Shanghai");
        }
    }

    private List<Channel> own(CurrentUser user) {
        return store.channels().stream()
                .filter(channel -> channel.owner().equals(user.id()))
                .toList();
    }

    private Channel find(CurrentUser user, String id) {
        return own(user).stream()
                .filter(channel -> channel.id().toString().equals(id))
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
    }

    private ChannelView view(Channel channel) {
        ChannelStore.Backlog backlog = store.backlog(channel.id());
        ChannelRules rules = channel.rules();
        QuietHours quiet = rules.quiet();
        String kind = channel.target() instanceof Target.Webhook
                ? "WEBHOOK"
                : channel.target() instanceof Target.Mqtt ? "MQTT" : "EMAIL";
        return new ChannelView(
                channel.id().toString(),
                kind,
                channel.name(),
                channel.target().shown(),
                rules.least().name(),
                quiet == null
                        ? null
                        : new Quiet(
                                quiet.from().toString(),
                                quiet.to().toString(),
                                quiet.zone().getId()),
                rules.digest().toMinutes(),
                rules.second() == null ? null : rules.second().toString(),
                rules.secondAfter().toMinutes(),
                channel.createdAt(),
                backlog.pending(),
                backlog.delivered(),
                backlog.dead(),
                backlog.lastError());
    }
}

package org.sharpeyes.server.incidents;

import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.delivery.Channel;
import org.sharpeyes.alarm.delivery.ChannelRules;
import org.sharpeyes.alarm.delivery.ChannelStore;
import org.sharpeyes.alarm.delivery.Dispatcher;
import org.sharpeyes.alarm.delivery.Target;
import org.sharpeyes.alarm.delivery.TargetGuard;
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

/** The caller's own webhooks; they are told no more than he may see. */
@RestController
@RequestMapping("/api/v1/webhooks")
class WebhookController {
    private static final int DEAD_LETTERS = 100;

    private final ChannelStore store;
    private final Dispatcher dispatcher;
    private final Access access;
    private final InstantSource clock;

    WebhookController(ChannelStore store, Dispatcher dispatcher, Access access, InstantSource clock) {
        this.store = store;
        this.dispatcher = dispatcher;
        this.access = access;
        this.clock = clock;
    }

    record NewWebhook(@Nullable String url, @Nullable String secret) {
        @Override
        public String toString() {
            return "NewWebhook[url=" + url + "]";
        }
    }

    record WebhookView(String id, String url, Instant createdAt, long pending, long delivered, long dead) {}

    record DeadLetterView(
            String event,
            String incident,
            int attempts,
            String lastError,
            @Nullable Instant at) {}

    @Operation(summary = "Send me signed messages of incidents")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    WebhookView add(@RequestBody NewWebhook body, CurrentUser user) {
        String rule = access.require(user, Action.SEE_INCIDENTS);
        Target.Webhook target = target(body);
        Channel channel =
                new Channel(UUID.randomUUID(), "", target, ChannelRules.EVERYTHING_AT_ONCE, user.id(), clock.instant());
        access.record(user, "ADD_WEBHOOK", null, "webhook to " + target.url().getHost(), "", rule);
        try {
            dispatcher.add(channel);
        } catch (TargetGuard.Refused refused) {
            throw ApiProblem.invalid(
                    "url", target.url().getHost(), "a public host, or one in a network that the settings allow");
        } catch (IOException unknown) {
            throw ApiProblem.invalid("url", target.url().getHost(), "a host that can be resolved");
        } catch (IllegalStateException full) {
            throw ApiProblem.conflict(String.valueOf(full.getMessage()));
        }
        return view(channel);
    }

    @Operation(summary = "My webhooks, how much waits and how much was given up")
    @GetMapping
    Page<WebhookView> list(CurrentUser user) {
        access.require(user, Action.SEE_INCIDENTS);
        return Page.whole(own(user).stream().map(this::view).toList());
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

    @Operation(summary = "Send no more; what waits is dropped")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id, CurrentUser user) {
        String rule = access.require(user, Action.SEE_INCIDENTS);
        Channel channel = find(user, id);
        access.record(
                user, "REMOVE_WEBHOOK", null, "webhook to " + channel.target().shown(), "", rule);
        dispatcher.remove(channel.id());
    }

    private static Target.Webhook target(NewWebhook body) {
        String url = body.url();
        String secret = body.secret();
        if (url == null) {
            throw ApiProblem.invalid("url", null, "http or https address");
        }
        if (secret == null) {
            throw ApiProblem.invalid("secret", null, "16 to 200 characters");
        }
        try {
            return new Target.Webhook(new URI(url), secret);
        } catch (URISyntaxException wrong) {
            throw ApiProblem.invalid("url", url, "http or https address");
        } catch (IllegalArgumentException wrong) {
            String message = String.valueOf(wrong.getMessage());
            throw message.startsWith("secret")
                    ? ApiProblem.invalid("secret", null, "16 to 200 characters")
                    : ApiProblem.invalid("url", url, "http or https address with a host, without user and fragment");
        }
    }

    private List<Channel> own(CurrentUser user) {
        return store.channels().stream()
                .filter(channel -> channel.owner().equals(user.id()) && channel.target() instanceof Target.Webhook)
                .toList();
    }

    private Channel find(CurrentUser user, String id) {
        return own(user).stream()
                .filter(channel -> channel.id().toString().equals(id))
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
    }

    private WebhookView view(Channel channel) {
        ChannelStore.Backlog backlog = store.backlog(channel.id());
        return new WebhookView(
                channel.id().toString(),
                ((Target.Webhook) channel.target()).url().toASCIIString(),
                channel.createdAt(),
                backlog.pending(),
                backlog.delivered(),
                backlog.dead());
    }
}

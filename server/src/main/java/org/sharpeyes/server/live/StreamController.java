package org.sharpeyes.server.live;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.relay.StreamSnapshot;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Which streams run, who watches them and how well; and ending a view. */
@RestController
@RequestMapping("/api/v1/streams")
class StreamController {
    private static final int ANSWER_SECONDS = 5;

    private final Access access;
    private final RelayServer relay;
    private final WarmStreams warm;

    StreamController(Access access, RelayServer relay, WarmStreams warm) {
        this.access = access;
        this.relay = relay;
        this.warm = warm;
    }

    record ViewerView(
            String id,
            String user,
            String purpose,
            String client,
            String transport,
            Instant since,
            long sentBytes,
            long sentPictures,
            long bitsPerSecond,
            long droppedPictures,
            long falls,
            long queuedBytes,
            double delayMillis,
            @Nullable String dropReason) {
        static ViewerView of(ViewerSnapshot viewer) {
            return new ViewerView(
                    viewer.id(),
                    viewer.userName(),
                    viewer.purpose(),
                    viewer.client(),
                    viewer.transport(),
                    viewer.since(),
                    viewer.sentBytes(),
                    viewer.sentPictures(),
                    viewer.bitsPerSecond(),
                    viewer.droppedPictures(),
                    viewer.falls(),
                    viewer.queuedBytes(),
                    viewer.delayMillis(),
                    viewer.dropReason());
        }
    }

    /** Why it stays open although nobody watches. */
    record WarmView(String reason, String by, Instant since) {}

    /** @param warm {@code null} unless it stands on the list of warm streams */
    record StreamView(
            String camera,
            String profile,
            String state,
            @Nullable String cause,
            int openings,
            long receivedPackets,
            long receivedBytes,
            long lostPackets,
            long droppedPackets,
            long pictures,
            long keyPictures,
            int gopCacheBytes,
            @Nullable WarmView warm,
            List<ViewerView> viewers) {
        static StreamView of(StreamSnapshot stream, @Nullable WarmStream kept) {
            return new StreamView(
                    stream.stream().camera().toString(),
                    stream.stream().profile().text(),
                    stream.state().name(),
                    stream.cause(),
                    stream.openings(),
                    stream.receivedPackets(),
                    stream.receivedBytes(),
                    stream.lostPackets(),
                    stream.droppedPackets(),
                    stream.pictures(),
                    stream.keyPictures(),
                    stream.gopCacheBytes(),
                    kept == null ? null : new WarmView(kept.reason(), kept.by(), kept.since()),
                    stream.viewers().stream().map(ViewerView::of).toList());
        }
    }

    @Operation(summary = "Streams that run now, with their viewers")
    @GetMapping
    Page<StreamView> list(CurrentUser user) {
        access.require(user, Action.OPERATE_STREAMS);
        return Page.whole(visible(user).stream()
                .map(stream -> StreamView.of(stream, warm.find(stream.stream())))
                .toList());
    }

    @Operation(summary = "End one view")
    @DeleteMapping("/viewers/{viewId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void kick(@PathVariable String viewId, CurrentUser user) {
        String rule = access.require(user, Action.OPERATE_STREAMS);
        StreamSnapshot stream = visible(user).stream()
                .filter(one ->
                        one.viewers().stream().anyMatch(viewer -> viewer.id().equals(viewId)))
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
        access.record(user, "END_VIEW", stream.stream().camera(), "view " + viewId, "", rule);
        if (!relay.kick(viewId)) {
            throw ApiProblem.notFound();
        }
    }

    private List<StreamSnapshot> visible(CurrentUser user) {
        return snapshot().stream()
                .filter(stream -> access.allows(
                        user, Action.OPERATE_STREAMS, stream.stream().camera()))
                .toList();
    }

    /** The event loops answer between two pictures; one that does not is overloaded, which is no fault of the request. */
    private List<StreamSnapshot> snapshot() {
        try {
            return relay.snapshot()
                    .toCompletableFuture()
                    .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw ApiProblem.retryLater(
                        ApiProblem.Type.UNAVAILABLE,
                        "The relay did not answer within " + ANSWER_SECONDS + " s",
                        ANSWER_SECONDS);
            }
            throw e;
        }
    }
}

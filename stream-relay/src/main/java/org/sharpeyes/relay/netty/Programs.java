package org.sharpeyes.relay.netty;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.playback.PlayOpening;
import org.sharpeyes.relay.playback.PlayRequest;
import org.sharpeyes.relay.stream.StreamOpening;
import org.sharpeyes.relay.wall.WallFeed;

/** Finds out what an address is for a viewer: asks for his right first, then for the stream. Immutable. */
final class Programs {
    /** What came out. */
    sealed interface Opening {
        record Ready(Program program) implements Opening {}

        /** @param status of the RTSP answer */
        record Refused(int status) implements Opening {}
    }

    private final RelayContext context;
    private final EventLoop loop;
    private final InetAddress client;

    Programs(RelayContext context, EventLoop loop, InetAddress client) {
        this.context = context;
        this.loop = loop;
        this.client = client;
    }

    /** Completes on any thread; a program that nobody takes up is closed by whoever gets it. */
    CompletionStage<Opening> open(RtspPath path, ViewerCredential credential, boolean replayExtension) {
        if (path instanceof RtspPath.Live live) {
            return live(live.stream(), credential);
        }
        if (path instanceof RtspPath.Recorded recorded) {
            return recorded(recorded, credential, replayExtension);
        }
        if (path instanceof RtspPath.Wall wall) {
            return wall(wall, credential);
        }
        throw new IllegalStateException("path " + path);
    }

    private CompletionStage<Opening> live(StreamKey stream, ViewerCredential credential) {
        ViewerRequest request = new ViewerRequest(stream, credential, client);
        return context.admission().admit(request).thenCompose(answer -> {
            if (!(answer instanceof Admission.Admitted admitted)) {
                return CompletableFuture.completedFuture(new Opening.Refused(statusOf(answer)));
            }
            return describe(stream).thenApply(opening -> {
                if (opening instanceof StreamOpening.Ready ready) {
                    return new Opening.Ready(new LiveProgram(context, loop, request, admitted, ready.description()));
                }
                if (opening instanceof StreamOpening.Failed failed) {
                    return new Opening.Refused(statusOf(failed.cause()));
                }
                throw new IllegalStateException("opening " + opening);
            });
        });
    }

    /** Only the decoder itself, from its own address and with its own account, learns that a window exists. */
    private CompletionStage<Opening> wall(RtspPath.Wall path, ViewerCredential credential) {
        boolean own = context.wall()
                .screen(path.window().screen())
                .filter(screen -> screen.address().equals(client)
                        && credential.equals(new ViewerCredential.Account(screen.account())))
                .isPresent();
        if (!own) {
            return CompletableFuture.completedFuture(new Opening.Refused(404));
        }
        StreamKey content = context.wall().content(path.window());
        if (content == null) {
            return CompletableFuture.completedFuture(new Opening.Refused(503));
        }
        ViewerRequest request = new ViewerRequest(content, credential, client);
        return context.admission().admit(request).thenCompose(answer -> {
            if (!(answer instanceof Admission.Admitted admitted)) {
                return CompletableFuture.completedFuture(new Opening.Refused(statusOf(answer)));
            }
            return describe(content).thenApply(opening -> {
                if (opening instanceof StreamOpening.Failed failed) {
                    return new Opening.Refused(statusOf(failed.cause()));
                }
                StreamDescription track =
                        opening instanceof StreamOpening.Ready ready ? WallFeed.oneTrack(ready.description()) : null;
                return track == null
                        ? new Opening.Refused(415)
                        : new Opening.Ready(new WallProgram(context, loop, path, request, admitted, track));
            });
        });
    }

    private CompletionStage<StreamOpening> describe(StreamKey stream) {
        CompletableFuture<StreamOpening> bounded =
                context.hub().describe(stream).toCompletableFuture().copy();
        return bounded.completeOnTimeout(
                new StreamOpening.Failed(
                        new UpstreamFailure(UpstreamFailure.Kind.UNREACHABLE, "the camera is being reopened")),
                context.settings().openTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private CompletionStage<Opening> recorded(
            RtspPath.Recorded path, ViewerCredential credential, boolean replayExtension) {
        return context.recordings()
                .open(new PlayRequest(path.grant(), path.camera(), credential, client))
                .thenApply(opening -> {
                    if (opening instanceof PlayOpening.Ready ready) {
                        return new Opening.Ready(new RecordedProgram(
                                context, loop, path, credential, ready.admitted(), ready.recording(), replayExtension));
                    }
                    if (opening instanceof PlayOpening.Refused refused) {
                        return new Opening.Refused(statusOf(refused.answer()));
                    }
                    if (opening instanceof PlayOpening.Failed failed) {
                        return new Opening.Refused(statusOf(failed.cause()));
                    }
                    throw new IllegalStateException("opening " + opening);
                });
    }

    /** The status for somebody who was not admitted. */
    static int statusOf(Admission answer) {
        if (answer instanceof Admission.Unauthenticated) {
            return 401;
        } else if (answer instanceof Admission.Hidden) {
            return 404;
        } else if (answer instanceof Admission.Forbidden) {
            return 403;
        } else if (answer instanceof Admission.Unavailable) {
            return 503;
        }
        throw new IllegalStateException("admission " + answer);
    }

    private static int statusOf(UpstreamFailure cause) {
        return switch (cause.kind()) {
            case UNKNOWN_STREAM -> 404;
            case UNREACHABLE, NO_MEDIA -> 504;
            case PASSWORD_REFUSED, PROTOCOL -> 502;
            case NO_ROOM, BUSY, PREEMPTED -> 453;
            case CLOSED -> 503;
        };
    }
}

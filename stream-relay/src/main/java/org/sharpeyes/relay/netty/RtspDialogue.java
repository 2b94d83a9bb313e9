package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.RtspRequest;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.stream.StreamOpening;
import org.sharpeyes.relay.stream.ViewIdentity;

/**
 * What is said on one connection (RFC 2326 §10): who asks, whether he may, and the session he makes. Everything but
 * OPTIONS needs a ticket or a password; what one may not see does not exist.
 *
 * <p>Confined to the connection's event loop.
 */
final class RtspDialogue {
    private static final String METHODS =
            "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN";

    private static final Pattern CSEQ = Pattern.compile("\\d{1,10}");

    /** Who asked for which stream on this connection by ticket; the ticket counts for the connection from then on. */
    private record ByTicket(StreamKey stream, ViewerCredential.TicketText ticket) {}

    /** What was described, and to whom. */
    private record Described(ViewerRequest request, Admission.Admitted admitted, StreamDescription description) {}

    private final RelayContext context;
    private final UdpPorts ports;
    private final RtspConnection connection;
    private @Nullable ByTicket byTicket;
    private @Nullable Described described;
    private @Nullable RtspSession session;

    RtspDialogue(RelayContext context, UdpPorts ports, RtspConnection connection) {
        this.context = context;
        this.ports = ports;
        this.connection = connection;
    }

    @Nullable
    RtspSession session() {
        return session;
    }

    /** Borrows {@code packet}. */
    void interleaved(int channel, ByteBuf packet) {
        if (session != null) {
            session.interleaved(channel, packet);
        }
    }

    void close() {
        RtspSession open = session;
        if (open != null) {
            session = null;
            context.views().leave(open.identity());
            open.close();
        }
    }

    void handle(RtspRequest request) {
        if (!CSEQ.matcher(request.headers().first("CSeq").orElse("")).matches()) {
            connection.answerAndClose(RtspAnswer.to(request, 400));
            return;
        }
        if (request.headers().contains("Require")) {
            // No option of any kind is served, and one that is required may not be passed over (RFC 2326 §12.32).
            connection.answer(RtspAnswer.to(request, 551)
                    .with("Unsupported", request.headers().first("Require").orElse("")));
            return;
        }
        switch (request.method()) {
            case OPTIONS -> connection.answer(RtspAnswer.to(request, 200).with("Public", METHODS));
            case DESCRIBE -> whenKnown(request, this::describe);
            case SETUP -> whenKnown(request, this::setUp);
            case PLAY -> whenKnown(request, this::play);
            case PAUSE -> whenKnown(request, this::pause);
            case TEARDOWN -> whenKnown(request, this::tearDown);
            case GET_PARAMETER, SET_PARAMETER -> whenKnown(request, this::keepAlive);
            case ANNOUNCE, RECORD, REDIRECT -> connection.answer(RtspAnswer.to(request, 455));
            case GET, POST, OTHER -> connection.answer(RtspAnswer.to(request, 501));
        }
    }

    /** A request whose sender said who he is. */
    private record Asked(RtspRequest request, RtspTarget target, ViewerCredential credential) {}

    private void whenKnown(RtspRequest request, Consumer<Asked> then) {
        RtspTarget target = RtspTarget.parse(request.uri());
        String ticket = target.ticket();
        if (ticket != null) {
            then.accept(new Asked(request, target, new ViewerCredential.TicketText(ticket)));
            return;
        }
        ByTicket earlier = byTicket;
        if (!request.headers().contains("Authorization")
                && earlier != null
                && (earlier.stream().equals(target.stream()) || session != null && target.stream() == null)) {
            then.accept(new Asked(request, target, earlier.ticket()));
            return;
        }
        DigestAuthenticator.Outcome outcome =
                context.authenticator().check(request, connection.remote().getAddress());
        if (outcome instanceof DigestAuthenticator.Outcome.Known known) {
            then.accept(new Asked(request, target, new ViewerCredential.Account(known.account())));
        } else if (outcome instanceof DigestAuthenticator.Outcome.Unknown unknown) {
            RtspAnswer answer = RtspAnswer.to(request, 401);
            unknown.challenges().forEach(challenge -> answer.with("WWW-Authenticate", challenge));
            connection.answer(answer);
        } else {
            throw new IllegalStateException("outcome " + outcome);
        }
    }

    private void describe(Asked asked) {
        if (asked.target().track() >= 0) {
            connection.answer(RtspAnswer.to(asked.request(), 404));
            return;
        }
        whenDescribed(
                asked,
                known -> connection.answer(RtspAnswer.to(asked.request(), 200)
                        .with("Content-Base", baseOf(asked.request(), known.request().stream()))
                        .with("Cache-Control", "no-store")
                        .withBody("application/sdp", SdpWriter.write(known.description()))));
    }

    private void whenDescribed(Asked asked, Consumer<Described> then) {
        StreamKey stream = asked.target().stream();
        if (stream == null) {
            connection.answer(RtspAnswer.to(asked.request(), 404));
            return;
        }
        ViewerRequest wanted = new ViewerRequest(
                stream, asked.credential(), connection.remote().getAddress());
        whenAdmitted(asked.request(), context.admission().admit(wanted), admitted -> {
            if (asked.credential() instanceof ViewerCredential.TicketText ticket) {
                byTicket = new ByTicket(stream, ticket);
            }
            connection.later(asked.request(), describe(stream), opening -> {
                if (opening instanceof StreamOpening.Ready ready) {
                    Described now = new Described(wanted, admitted, ready.description());
                    described = now;
                    then.accept(now);
                } else if (opening instanceof StreamOpening.Failed failed) {
                    connection.answer(RtspAnswer.to(asked.request(), statusOf(failed.cause())));
                } else {
                    throw new IllegalStateException("opening " + opening);
                }
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

    private void whenAdmitted(
            RtspRequest request, CompletionStage<Admission> decision, Consumer<Admission.Admitted> then) {
        connection.later(request, decision, admission -> {
            if (admission instanceof Admission.Admitted admitted) {
                then.accept(admitted);
            } else if (admission instanceof Admission.Unauthenticated) {
                connection.answer(RtspAnswer.to(request, 401));
            } else if (admission instanceof Admission.Hidden) {
                connection.answer(RtspAnswer.to(request, 404));
            } else if (admission instanceof Admission.Forbidden) {
                connection.answer(RtspAnswer.to(request, 403));
            } else if (admission instanceof Admission.Unavailable) {
                connection.answer(RtspAnswer.to(request, 503));
            } else {
                throw new IllegalStateException("admission " + admission);
            }
        });
    }

    private void setUp(Asked asked) {
        RtspRequest request = asked.request();
        TransportOffer offer = TransportOffer.parse(
                request.headers().first("Transport").orElse(null),
                connection.remote().getAddress());
        RtspSession open = session;
        if (open != null && !sameSession(asked, open)
                || open == null && request.headers().contains("Session")) {
            connection.answer(RtspAnswer.to(request, 454));
        } else if (open != null && (open.playing() || !open.identity().stream().equals(asked.target().stream()))) {
            connection.answer(RtspAnswer.to(request, 455));
        } else if (offer == null) {
            // Only after the sender showed who he is and what he sees: first ask, then refuse the transport.
            whenDescribed(asked, known -> connection.answer(RtspAnswer.to(request, 461)));
        } else if (open != null) {
            setUpTrack(request, open, asked.target().track(), offer);
        } else {
            whenDescribed(asked, known -> {
                RtspSession made = newSession(known, offer);
                if (made == null) {
                    connection.answer(RtspAnswer.to(request, 453));
                    return;
                }
                session = made;
                setUpTrack(request, made, asked.target().track(), offer);
            });
        }
    }

    private @Nullable RtspSession newSession(Described known, TransportOffer offer) {
        String transport = offer instanceof TransportOffer.Datagrams ? "rtsp-udp" : "rtsp-tcp";
        ViewIdentity identity = new ViewIdentity(
                context.newId(),
                known.request().stream(),
                known.admitted(),
                connection.remote().getAddress().getHostAddress(),
                transport,
                context.time().instant());
        boolean entered = context.views().enter(identity, connection.context().executor(), connection::close);
        if (!entered) {
            return null;
        }
        return new RtspSession(
                context,
                connection.context().channel(),
                ports,
                known.request(),
                identity,
                known.description(),
                connection::close);
    }

    private void setUpTrack(RtspRequest request, RtspSession open, int asked, TransportOffer offer) {
        int tracks = open.description().tracks().size();
        int track = asked < 0 && tracks == 1 ? 0 : asked;
        if (track < 0) {
            connection.answer(RtspAnswer.to(request, 459));
        } else if (track >= tracks) {
            connection.answer(RtspAnswer.to(request, 404));
        } else {
            String transport = open.setUp(track, offer);
            if (transport == null) {
                connection.answer(RtspAnswer.to(request, 461));
                return;
            }
            open.signOfLife();
            connection.answer(answerIn(open, request).with("Transport", transport));
        }
    }

    private void play(Asked asked) {
        inSession(asked, open -> {
            if (open.playing()) {
                connection.answer(answerIn(open, asked.request()));
                return;
            }
            whenAdmitted(
                    asked.request(),
                    context.admission().begin(open.request(), open.identity().admitted()),
                    admitted -> {
                        if (session != open) {
                            connection.answer(RtspAnswer.to(asked.request(), 454));
                            return;
                        }
                        open.play(burst -> {
                            RtspAnswer answer = answerIn(open, asked.request());
                            List<String> starts =
                                    open.startsOf(burst, baseOf(asked.request(), open.identity().stream()));
                            if (!starts.isEmpty()) {
                                answer.with("RTP-Info", String.join(",", starts));
                            }
                            connection.answer(answer);
                        });
                    });
        });
    }

    private void pause(Asked asked) {
        inSession(asked, open -> {
            open.pause();
            connection.answer(answerIn(open, asked.request()));
        });
    }

    private void tearDown(Asked asked) {
        inSession(asked, open -> {
            close();
            connection.answer(RtspAnswer.to(asked.request(), 200));
        });
    }

    private void keepAlive(Asked asked) {
        if (!asked.request().headers().contains("Session") && session == null) {
            connection.answer(RtspAnswer.to(asked.request(), asked.target().stream() == null ? 200 : 455));
            return;
        }
        inSession(asked, open -> connection.answer(answerIn(open, asked.request())));
    }

    private void inSession(Asked asked, Consumer<RtspSession> then) {
        RtspSession open = session;
        if (open == null) {
            boolean named = asked.request().headers().contains("Session");
            connection.answer(RtspAnswer.to(asked.request(), named ? 454 : 455));
        } else if (!sameSession(asked, open)) {
            connection.answer(RtspAnswer.to(asked.request(), 454));
        } else {
            open.signOfLife();
            then.accept(open);
        }
    }

    /** The id alone grants nothing: connection, user and path must be the session's too. */
    private static boolean sameSession(Asked asked, RtspSession open) {
        String named = asked.request().headers().first("Session").orElse("");
        String id = named.split(";", 2)[0].strip();
        StreamKey stream = asked.target().stream();
        boolean samePath = stream == null ? asked.request().uri().equals("*") : stream.equals(open.identity().stream());
        return open.id().equals(id)
                && samePath
                && asked.credential().equals(open.request().credential());
    }

    private RtspAnswer answerIn(RtspSession open, RtspRequest request) {
        return RtspAnswer.to(request, 200)
                .with(
                        "Session",
                        open.id() + ";timeout="
                                + context.rtsp().sessionTimeout().toSeconds());
    }

    /** Without the ticket: an address that is printed by a player should not open anything. */
    private static String baseOf(RtspRequest request, StreamKey stream) {
        return RtspTarget.authorityOf(request.uri()) + "/live/" + stream + "/";
    }

    private static int statusOf(UpstreamFailure cause) {
        return switch (cause.kind()) {
            case UNKNOWN_STREAM -> 404;
            case UNREACHABLE, NO_MEDIA -> 504;
            case PASSWORD_REFUSED, PROTOCOL -> 502;
            case NO_ROOM -> 453;
            case CLOSED -> 503;
        };
    }
}

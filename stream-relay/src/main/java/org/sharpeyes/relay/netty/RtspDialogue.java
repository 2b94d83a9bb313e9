package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.RtspRequest;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.ViewerCredential;
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
    private record ByTicket(RtspPath path, ViewerCredential.TicketText ticket) {}

    private final RelayContext context;
    private final UdpPorts ports;
    private final RtspConnection connection;
    private @Nullable ByTicket byTicket;
    /** Opened by a DESCRIBE and not taken up by a session yet. */
    private @Nullable Program described;

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
        closeSession();
        dropDescribed();
    }

    private void closeSession() {
        RtspSession open = session;
        if (open != null) {
            session = null;
            context.views().leave(open.identity());
            open.close();
        }
    }

    private void dropDescribed() {
        Program unused = described;
        if (unused != null) {
            described = null;
            unused.close();
        }
    }

    void handle(RtspRequest request) {
        if (!CSEQ.matcher(request.headers().first("CSeq").orElse("")).matches()) {
            connection.answerAndClose(RtspAnswer.to(request, 400));
            return;
        }
        if (request.headers().contains("Require") && !wantsReplay(request)) {
            // Only replay is served, and an option that is required may not be passed over (RFC 2326 §12.32).
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
                && (earlier.path().equals(target.path()) || session != null && target.path() == null)) {
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
        whenOpened(asked, program -> {
            dropDescribed();
            described = program;
            connection.answer(RtspAnswer.to(asked.request(), 200)
                    .with("Content-Base", baseOf(asked.request(), program))
                    .with("Cache-Control", "no-store")
                    .withBody("application/sdp", SdpWriter.write(program.description(), program.sessionLines())));
        });
    }

    /** Opens what was asked for; {@code then} owns it. */
    private void whenOpened(Asked asked, Consumer<Program> then) {
        RtspPath path = asked.target().path();
        if (path == null) {
            connection.answer(RtspAnswer.to(asked.request(), 404));
            return;
        }
        CompletionStage<Programs.Opening> opening =
                programs().open(path, asked.credential(), wantsReplay(asked.request()));
        connection.later(asked.request(), opening, outcome -> {
            if (outcome instanceof Programs.Opening.Ready ready) {
                if (asked.credential() instanceof ViewerCredential.TicketText ticket) {
                    byTicket = new ByTicket(path, ticket);
                }
                then.accept(ready.program());
            } else if (outcome instanceof Programs.Opening.Refused refused) {
                connection.answer(RtspAnswer.to(asked.request(), refused.status()));
            } else {
                throw new IllegalStateException("opening " + outcome);
            }
        });
    }

    private Programs programs() {
        return new Programs(
                context,
                connection.context().channel().eventLoop(),
                connection.remote().getAddress());
    }

    /** What this very viewer had described on this connection, else what he asks for now. */
    private void whenDescribed(Asked asked, Consumer<Program> then) {
        Program known = described;
        if (known instanceof RecordedProgram
                && known.path().equals(asked.target().path())
                && known.credential().equals(asked.credential())) {
            described = null;
            then.accept(known);
        } else {
            whenOpened(asked, then);
        }
    }

    private void whenAdmitted(
            RtspRequest request, CompletionStage<Admission> decision, Consumer<Admission.Admitted> then) {
        connection.later(request, decision, admission -> {
            if (admission instanceof Admission.Admitted admitted) {
                then.accept(admitted);
            } else {
                connection.answer(RtspAnswer.to(request, Programs.statusOf(admission)));
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
        } else if (open != null
                && (open.playing()
                        || !open.program().path().equals(asked.target().path()))) {
            connection.answer(RtspAnswer.to(request, 455));
        } else if (offer == null) {
            // Only after the sender showed who he is and what he sees: first ask, then refuse the transport.
            whenOpened(asked, known -> {
                known.close();
                connection.answer(RtspAnswer.to(request, 461));
            });
        } else if (open != null) {
            setUpTrack(request, open, asked.target().track(), offer);
        } else {
            whenDescribed(asked, known -> {
                RtspSession made = newSession(known, offer);
                if (made == null) {
                    known.close();
                    connection.answer(RtspAnswer.to(request, 453));
                    return;
                }
                session = made;
                setUpTrack(request, made, asked.target().track(), offer);
            });
        }
    }

    private @Nullable RtspSession newSession(Program known, TransportOffer offer) {
        String transport = offer instanceof TransportOffer.Datagrams ? "rtsp-udp" : "rtsp-tcp";
        ViewIdentity identity = new ViewIdentity(
                context.newId(),
                known.stream(),
                known.grant(),
                known.admitted(),
                connection.remote().getAddress().getHostAddress(),
                transport,
                context.time().instant());
        boolean entered = context.views().enter(identity, connection.context().executor(), connection::close);
        if (!entered) {
            return null;
        }
        return new RtspSession(context, connection.context().channel(), ports, known, identity, connection::close);
    }

    private void setUpTrack(RtspRequest request, RtspSession open, int asked, TransportOffer offer) {
        int tracks = open.program().description().tracks().size();
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
            boolean seekable = open.program().seekable();
            PlayCommand command = seekable ? PlayCommand.parse(asked.request()) : PlayCommand.PLAIN;
            if (command == null) {
                connection.answer(RtspAnswer.to(asked.request(), 456));
            } else if (open.playing() && !(seekable && command.says())) {
                connection.answer(answerIn(open, asked.request()));
            } else if (open.playing()) {
                begin(asked, open, command);
            } else {
                whenAdmitted(asked.request(), open.program().begin(), admitted -> {
                    if (session == open) {
                        begin(asked, open, command);
                    } else {
                        connection.answer(RtspAnswer.to(asked.request(), 454));
                    }
                });
            }
        });
    }

    private void begin(Asked asked, RtspSession open, PlayCommand command) {
        open.play(command, new Program.Starting() {
            @Override
            public void started(Program.Started how) {
                RtspAnswer answer = answerIn(open, asked.request());
                if (how.range() != null) {
                    answer.with("Range", how.range());
                }
                if (how.scale() != null) {
                    answer.with("Scale", how.scale());
                }
                String base = baseOf(asked.request(), open.program());
                List<String> info = how.starts().stream()
                        .map(start -> "url=" + base + SdpWriter.controlOf(start.track()) + ";seq=" + start.sequence()
                                + ";rtptime=" + Integer.toUnsignedString(start.timestamp()))
                        .toList();
                if (!info.isEmpty()) {
                    answer.with("RTP-Info", String.join(",", info));
                }
                connection.answer(answer);
            }

            @Override
            public void refused(int status) {
                connection.answer(RtspAnswer.to(asked.request(), status));
            }

            @Override
            public void finished() {
                // The packets said so.
            }
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
            closeSession();
            connection.answer(RtspAnswer.to(asked.request(), 200));
        });
    }

    private void keepAlive(Asked asked) {
        if (!asked.request().headers().contains("Session") && session == null) {
            connection.answer(RtspAnswer.to(asked.request(), asked.target().path() == null ? 200 : 455));
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
        RtspPath path = asked.target().path();
        boolean samePath = path == null
                ? asked.request().uri().equals("*")
                : path.equals(open.program().path());
        return open.id().equals(id)
                && samePath
                && asked.credential().equals(open.program().credential());
    }

    private RtspAnswer answerIn(RtspSession open, RtspRequest request) {
        return RtspAnswer.to(request, 200)
                .with(
                        "Session",
                        open.id() + ";timeout="
                                + context.rtsp().sessionTimeout().toSeconds());
    }

    /** Without the ticket: an address that is printed by a player should not open anything. */
    private static String baseOf(RtspRequest request, Program program) {
        return RtspTarget.authorityOf(request.uri()) + program.path().text() + "/";
    }

    private static boolean wantsReplay(RtspRequest request) {
        return request.headers().first("Require").orElse("").strip().equalsIgnoreCase("onvif-replay");
    }
}

package org.sharpeyes.gateway.rtsp;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind;
import org.sharpeyes.media.digest.AuthChallenge;
import org.sharpeyes.media.digest.Credentials;
import org.sharpeyes.media.digest.DigestClient;
import org.sharpeyes.media.rtsp.RtspHeaders;
import org.sharpeyes.media.rtsp.RtspMethod;
import org.sharpeyes.media.rtsp.RtspRange;
import org.sharpeyes.media.rtsp.RtspRequest;
import org.sharpeyes.media.rtsp.RtspResponse;
import org.sharpeyes.media.rtsp.RtspStatus;
import org.sharpeyes.media.rtsp.RtspUrl;
import org.sharpeyes.media.rtsp.SessionHeader;
import org.sharpeyes.media.rtsp.Transport;
import org.sharpeyes.media.sdp.ControlUrl;
import org.sharpeyes.media.sdp.MediaDescription;
import org.sharpeyes.media.sdp.RtpMap;
import org.sharpeyes.media.sdp.SdpException;
import org.sharpeyes.media.sdp.SessionDescription;

/**
 * The conversation with one camera: DESCRIBE, SETUP for each track, PLAY, keep-alive, TEARDOWN. Messages in, messages
 * and decisions out; no socket, no clock. One request is under way at a time. Confined to the session's event loop.
 *
 * <p>The password is sent at most once per session unless the camera accepted it before or calls the nonce stale. Host and
 * port of every request line are the registered ones, whatever the camera announces.
 */
public final class ClientDialogue {
    private static final int MAX_REDIRECTS = 3;

    private final UpstreamRequest target;
    private final boolean basicAllowed;
    private final SecureRandom random;
    private final Actions actions;

    private RtspUrl url;
    private int cseq;
    private @Nullable Pending pending;
    private @Nullable DigestClient login;
    private boolean passwordAccepted;
    private int redirects;

    private @Nullable SessionDescription sdp;
    private String base = "";
    private final List<UpstreamTrack> wanted = new ArrayList<>();
    private final List<UpstreamTrack> playing = new ArrayList<>();
    private int next;
    private boolean udp;
    private Optional<SessionHeader> session = Optional.empty();
    private boolean keepAliveChosen;
    private RtspMethod keepAliveMethod = RtspMethod.OPTIONS;
    private boolean keepAliveProven;
    private State state = State.OPENING;

    private enum State {
        OPENING,
        PLAYING,
        CLOSING,
        OVER
    }

    /** What the dialogue wants done. Called from inside its methods. */
    public interface Actions {
        void send(RtspRequest request);

        /** Opens a pair of UDP ports for a track and returns the even one; empty when there is none. */
        OptionalInt openPorts(int track);

        /** A track was set up: where its packets are. */
        void trackReady(int track, UpstreamTrack description, Transport answer);

        /** PLAY was sent: packets may come from now on, before its answer. */
        void playSent();

        void opened(UpstreamDescription description);

        void failed(UpstreamFailure cause);

        /** TEARDOWN was answered. */
        void tornDown();
    }

    private record Pending(RtspRequest request, int cseq, boolean withPassword, boolean afterStale) {}

    public ClientDialogue(UpstreamRequest target, boolean basicAllowed, SecureRandom random, Actions actions) {
        this.target = requireNonNull(target, "target");
        this.basicAllowed = basicAllowed;
        this.random = requireNonNull(random, "random");
        this.actions = requireNonNull(actions, "actions");
        this.url = target.url();
        this.udp = target.transport() == UpstreamRequest.TransportChoice.UDP;
    }

    /** The connection stands. */
    public void start() {
        describe();
    }

    /** Whether an answer is awaited. */
    public boolean awaitsAnswer() {
        return pending != null;
    }

    public boolean isPlaying() {
        return state == State.PLAYING;
    }

    /** What is under way, for messages. */
    public String position() {
        Pending waiting = pending;
        return waiting == null ? state.name() : waiting.request().method() + " CSeq " + waiting.cseq();
    }

    /** How often {@link #keepAlive} has to be called: half of what the camera allows. */
    public Duration keepAliveInterval() {
        Duration timeout = session.flatMap(SessionHeader::timeout).orElse(SessionHeader.DEFAULT_TIMEOUT);
        Duration half = timeout.dividedBy(2);
        return half.compareTo(Duration.ofSeconds(2)) < 0 ? Duration.ofSeconds(2) : half;
    }

    /** Sends a keep-alive unless a request is under way. Whatever comes back never ends the session: media decide. */
    public void keepAlive() {
        if (state == State.PLAYING && pending == null) {
            request(keepAliveMethod, keepAliveMethod == RtspMethod.OPTIONS ? url.text() : base, RtspHeaders.empty());
        }
    }

    /** An unanswered keep-alive is forgotten, so that the next can be sent. */
    public void forgetKeepAlive() {
        if (state == State.PLAYING) {
            pending = null;
        }
    }

    /** Ends the session politely; false when there is nothing to tear down. */
    public boolean tearDown() {
        if (session.isEmpty() || state == State.OVER || state == State.CLOSING) {
            state = State.OVER;
            return false;
        }
        state = State.CLOSING;
        pending = null;
        request(RtspMethod.TEARDOWN, base, RtspHeaders.empty());
        return true;
    }

    /** Requests of the camera: it gets an answer, and nothing else happens (RFC 2326 §10 allows most of them). */
    public RtspResponse onRequest(RtspRequest request) {
        boolean harmless = request.method() == RtspMethod.OPTIONS
                || request.method() == RtspMethod.GET_PARAMETER
                || request.method() == RtspMethod.SET_PARAMETER
                || request.method() == RtspMethod.ANNOUNCE;
        return RtspResponse.to(request, harmless ? RtspStatus.OK : RtspStatus.METHOD_NOT_ALLOWED);
    }

    public void onResponse(RtspResponse response) {
        Pending waiting = pending;
        if (waiting == null || state == State.OVER || response.status() < 200) {
            return;
        }
        OptionalInt answered = response.cseq();
        if (answered.isPresent() && answered.getAsInt() != waiting.cseq()) {
            return; // late answer to a keep-alive that was given up
        }
        pending = null;
        response.session().ifPresent(this::remember);
        if (state == State.CLOSING) {
            state = State.OVER;
            actions.tornDown();
            return;
        }
        if (response.status() == RtspStatus.UNAUTHORIZED) {
            challenged(waiting, response);
            return;
        }
        if (waiting.withPassword()) {
            passwordAccepted = true;
        }
        handle(waiting.request(), response);
    }

    private void remember(SessionHeader header) {
        // Some cameras change the id in the middle, or give the time-out only once.
        session = Optional.of(
                new SessionHeader(header.id(), header.timeout().or(() -> session.flatMap(SessionHeader::timeout))));
    }

    private void challenged(Pending waiting, RtspResponse response) {
        List<String> values = response.headers().all("WWW-Authenticate");
        boolean stale = AuthChallenge.parseAll(values).stream()
                .anyMatch(one -> one instanceof AuthChallenge.Digest digest && digest.stale());
        boolean refused = waiting.withPassword() && !(passwordAccepted || stale) || waiting.afterStale();
        if (refused) {
            fail(Kind.WRONG_PASSWORD, waiting, response);
            return;
        }
        Optional<Credentials> credentials = target.credentials();
        Optional<DigestClient> client =
                credentials.flatMap(known -> DigestClient.answering(values, known, basicAllowed, random));
        if (client.isEmpty()) {
            fail(Kind.PASSWORD_NEEDED, waiting, response);
            return;
        }
        login = client.get();
        send(waiting.request(), waiting.withPassword());
    }

    private void handle(RtspRequest request, RtspResponse response) {
        switch (request.method()) {
            case DESCRIBE -> described(response);
            case SETUP -> setUp(request, response);
            case PLAY -> played(request, response);
            case OPTIONS, GET_PARAMETER -> keptAlive(request, response);
            default -> throw new IllegalStateException("answer to " + request.method() + " in " + state);
        }
    }

    private void describe() {
        request(RtspMethod.DESCRIBE, url.text(), RtspHeaders.of("Accept", "application/sdp"));
    }

    private void described(RtspResponse response) {
        if (response.status() >= 300 && response.status() < 400) {
            redirected(response);
            return;
        }
        if (!response.isSuccess()) {
            failStatus(RtspMethod.DESCRIBE, response);
            return;
        }
        SessionDescription description;
        try {
            description = SessionDescription.parse(response.body());
        } catch (SdpException e) {
            fail(Kind.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
            return;
        }
        sdp = description;
        base = base(response, description);
        for (MediaDescription media : description.media()) {
            Optional<RtpMap> map = media.rtpMap();
            if (map.isPresent() && !media.isSendOnly() && wanted.size() < UpstreamDescription.MAX_TRACKS) {
                wanted.add(new UpstreamTrack(media, map.get()));
            }
        }
        if (wanted.isEmpty()) {
            fail(Kind.PROTOCOL_ERROR, "sdp: " + description.media().size() + " media, none with a payload type known");
            return;
        }
        setUpNext();
    }

    private void redirected(RtspResponse response) {
        Optional<RtspUrl> location = response.headers().first("Location").flatMap(RtspUrl::parse);
        if (location.isEmpty() || !location.get().sameServer(url) || ++redirects > MAX_REDIRECTS) {
            fail(
                    Kind.PROTOCOL_ERROR,
                    "redirect to " + location.map(RtspUrl::toString).orElse("nowhere")
                            + " (expected: the registered host and port)");
            return;
        }
        url = location.get();
        describe();
    }

    /** Content-Base, Content-Location, request; its path only, at the registered host. */
    private String base(RtspResponse response, SessionDescription description) {
        String announced = response.headers()
                .first("Content-Base")
                .or(() -> response.headers().first("Content-Location"))
                .orElse("");
        String own = atHome(announced);
        String control = description.attribute("control").orElse("*").strip();
        return control.equals("*") ? own : resolve(own, control);
    }

    private String atHome(String announced) {
        Optional<RtspUrl> parsed = RtspUrl.parse(announced);
        if (parsed.isPresent()) {
            return url.withResource(parsed.get().resource()).text();
        }
        // Without a scheme only a path can be meant; anything else is worth nothing.
        boolean path = announced.startsWith("/") && announced.chars().noneMatch(c -> c <= ' ' || c == 127);
        return path ? url.withResource(announced).text() : url.text();
    }

    private String resolve(String from, String control) {
        String joined = ControlUrl.resolve(from, control);
        return RtspUrl.parse(joined)
                .map(parsed -> url.withResource(parsed.resource()).text())
                .orElse(from);
    }

    private void setUpNext() {
        if (next >= wanted.size()) {
            if (playing.isEmpty()) {
                fail(Kind.PROTOCOL_ERROR, "no track could be set up");
                return;
            }
            actions.playSent();
            request(RtspMethod.PLAY, base, RtspHeaders.of("Range", "npt=0.000-"));
            return;
        }
        int track = playing.size();
        Transport transport = Transport.interleaved(2 * track);
        if (udp) {
            OptionalInt port = actions.openPorts(track);
            if (port.isEmpty()) {
                fail(Kind.PROTOCOL_ERROR, "udp: no pair of ports to be had");
                return;
            }
            transport = Transport.udp(port.getAsInt());
        }
        String control = wanted.get(next).media().control().orElse("");
        request(RtspMethod.SETUP, resolve(base, control), RtspHeaders.of("Transport", transport.text()));
    }

    private void setUp(RtspRequest request, RtspResponse response) {
        UpstreamTrack track = wanted.get(next);
        boolean mayChange = target.transport() == UpstreamRequest.TransportChoice.TCP_THEN_UDP && !udp;
        if (response.status() == RtspStatus.UNSUPPORTED_TRANSPORT && mayChange && playing.isEmpty()) {
            udp = true;
            setUpNext();
            return;
        }
        if (!response.isSuccess()) {
            boolean otherVideo = wanted.stream().filter(UpstreamTrack::isVideo).count() > 1;
            if (!track.isVideo() || otherVideo && response.status() == RtspStatus.NOT_FOUND) {
                next++; // sound or metadata that cannot be had do not cost the picture
                setUpNext();
            } else {
                failStatus(RtspMethod.SETUP, response);
            }
            return;
        }
        List<Transport> answers =
                response.headers().first("Transport").map(Transport::parseAll).orElse(List.of());
        Transport asked = Transport.parseAll(
                        request.headers().first("Transport").orElse(""))
                .get(0);
        Transport answer = answers.isEmpty() ? asked : answers.get(0);
        if (answer.lower() != asked.lower()) {
            fail(Kind.PROTOCOL_ERROR, "SETUP: answered " + answer.lower() + " to " + asked.lower());
            return;
        }
        if (answer.interleaved().isEmpty() && asked.interleaved().isPresent()) {
            answer = answer.withInterleaved(asked.interleaved().get());
        }
        actions.trackReady(playing.size(), track, answer);
        playing.add(track);
        next++;
        setUpNext();
    }

    private void played(RtspRequest request, RtspResponse response) {
        boolean aggregateRefused = response.status() == RtspStatus.AGGREGATE_OPERATION_NOT_ALLOWED
                || response.status() == RtspStatus.NOT_FOUND;
        if (aggregateRefused && !request.uri().equals(url.text())) {
            base = url.text(); // the Content-Base of some cameras is not a resource
            request(RtspMethod.PLAY, base, RtspHeaders.of("Range", "npt=0.000-"));
            return;
        }
        if (response.status() == RtspStatus.INVALID_RANGE && request.headers().contains("Range")) {
            request(
                    RtspMethod.PLAY,
                    base,
                    RtspHeaders.of("Range", RtspRange.live().text()));
            return;
        }
        if (!response.isSuccess()) {
            failStatus(RtspMethod.PLAY, response);
            return;
        }
        state = State.PLAYING;
        actions.opened(new UpstreamDescription(requireNonNull(sdp, "sdp"), playing, udp));
    }

    private void keptAlive(RtspRequest request, RtspResponse response) {
        if (request.method() == RtspMethod.OPTIONS && response.isSuccess() && !keepAliveChosen) {
            keepAliveChosen = true;
            boolean offered =
                    response.headers().all("Public").stream().anyMatch(list -> list.contains("GET_PARAMETER"));
            if (offered) {
                keepAliveMethod = RtspMethod.GET_PARAMETER;
                return;
            }
        }
        if (response.isSuccess()) {
            keepAliveProven = true;
        } else if (!keepAliveProven) {
            // 454, 501, 551, 451: each camera dislikes the other one.
            keepAliveMethod = request.method() == RtspMethod.OPTIONS ? RtspMethod.GET_PARAMETER : RtspMethod.OPTIONS;
            keepAliveChosen = true;
        }
    }

    private void request(RtspMethod method, String uri, RtspHeaders headers) {
        send(new RtspRequest(method, uri, headers), false);
    }

    private void send(RtspRequest request, boolean again) {
        int number = ++cseq;
        RtspHeaders headers = RtspHeaders.of("CSeq", Integer.toString(number), "User-Agent", "SharpEyes");
        for (String name : List.of("Accept", "Transport", "Range")) {
            Optional<String> value = request.headers().first(name);
            if (value.isPresent()) {
                headers = headers.plus(name, value.get());
            }
        }
        boolean inSession = request.method() != RtspMethod.DESCRIBE;
        if (inSession && session.isPresent()) {
            headers = headers.plus("Session", session.get().id());
        }
        DigestClient client = login;
        if (client != null) {
            headers = headers.plus(
                    "Authorization", client.authorize(request.method().name(), request.uri()));
        }
        RtspRequest complete = request.withHeaders(headers);
        pending = new Pending(complete, number, client != null, again);
        actions.send(complete);
    }

    private void failStatus(RtspMethod method, RtspResponse response) {
        Kind kind =
                switch (response.status()) {
                    case RtspStatus.FORBIDDEN -> Kind.FORBIDDEN;
                    case RtspStatus.NOT_FOUND, RtspStatus.GONE -> Kind.NOT_FOUND;
                    case RtspStatus.NOT_ENOUGH_BANDWIDTH, RtspStatus.SERVICE_UNAVAILABLE -> Kind.BUSY;
                    default -> Kind.PROTOCOL_ERROR;
                };
        fail(kind, method + ": " + response.status() + " " + printable(response.reason()));
    }

    private void fail(Kind kind, Pending waiting, RtspResponse response) {
        fail(kind, waiting.request().method() + " CSeq " + waiting.cseq() + ": " + response.status());
    }

    private void fail(Kind kind, String detail) {
        state = State.OVER;
        actions.failed(new UpstreamFailure(kind, detail));
    }

    /** What a camera says goes into a log line: no control characters, not long. */
    private static String printable(String text) {
        String start = text.length() > 80 ? text.substring(0, 80) : text;
        return start.replaceAll("[^\\x20-\\x7E]", "?");
    }
}

package org.sharpeyes.testkit.device;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sharpeyes.onvif.device.GetSystemDateAndTime;
import org.sharpeyes.onvif.discovery.AnnouncedDevice;
import org.sharpeyes.onvif.security.UsernameToken;
import org.sharpeyes.onvif.security.UsernameTokenVerifier;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.SoapEnvelope;
import org.sharpeyes.onvif.soap.SoapFault;
import org.sharpeyes.onvif.soap.XmlLimits;
import org.sharpeyes.onvif.soap.XmlReader;
import org.sharpeyes.testkit.fleet.ChannelPlan;

/**
 * The ONVIF services of one device: Device, Media, Media2, PTZ, Events with pull points. Only the clock can be read
 * without a login. Confined to the device's loop.
 */
public final class OnvifFace {
    private static final Duration TOKEN_WINDOW = Duration.ofMinutes(5);
    private static final int TOKEN_NONCES = 2_000;
    private static final XmlReader READER = new XmlReader(XmlLimits.DEFAULT);

    private final DeviceState state;
    private final UsernameTokenVerifier tokens;
    private final DigestLogin digest;
    private final Operations operations = new Operations();
    private final DeviceService device;
    private final EventService events;

    /** What the services set off beyond their answers. */
    public interface Hooks {
        /** A client asks for a key frame on all streams of a channel. */
        void keyFrame(int channel);

        /** A client restarts the device. */
        void reboot();

        /** The port that the device's own RTSP service listens on. */
        int rtspPort();

        /** The port that the device's own ONVIF service listens on. */
        int onvifPort();
    }

    public OnvifFace(DeviceState state, DigestLogin digest, Hooks hooks) {
        this.state = requireNonNull(state, "state");
        this.digest = requireNonNull(digest, "digest");
        requireNonNull(hooks, "hooks");
        this.tokens = new UsernameTokenVerifier(state::ownTime, TOKEN_WINDOW, TOKEN_NONCES);
        this.device = new DeviceService(state, hooks);
        this.events = new EventService(state, device::base);
        device.register(operations);
        new MediaServices(state, hooks).register(operations);
        events.register(operations);
        if (state.plan().channels().stream().anyMatch(ChannelPlan::pointsAndZooms)) {
            new PtzService(state).register(operations);
        }
    }

    /** Answers one request; malformed ones get a fault. */
    public OnvifReply handle(OnvifRequest request) {
        state.counters().onvifRequests().incrementAndGet();
        OnvifReply reply = decide(request);
        if (reply instanceof OnvifReply.Now now) {
            return spoiled(now);
        } else if (reply instanceof OnvifReply.Later later) {
            return new OnvifReply.Later(
                    later.timeout(),
                    later.subscribe(),
                    () -> spoiled(later.resume().get()));
        }
        throw new IllegalStateException("a new kind of reply: " + reply);
    }

    private OnvifReply decide(OnvifRequest request) {
        if (!request.method().equals("POST")) {
            return new OnvifReply.Now(405, "text/plain", List.of(), new byte[0]);
        }
        SoapEnvelope envelope;
        try {
            envelope = SoapEnvelope.read(request.body(), READER);
        } catch (MalformedMessageException e) {
            return Operations.fault(SoapFault.sender("not well-formed: " + e.getMessage(), "WellFormed"));
        }
        if (!GetSystemDateAndTime.OPERATION.matches(envelope)) {
            Optional<OnvifReply.Now> refusal = refusal(envelope, request);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        return operations.run(envelope, request.target());
    }

    private Optional<OnvifReply.Now> refusal(SoapEnvelope envelope, OnvifRequest request) {
        // An empty user name is how onvif-util knocks: no attempt to guess anything.
        UsernameToken token = envelope.header().token();
        boolean takesToken = state.plan().model().authentication().takesToken();
        boolean takesDigest = state.plan().model().authentication().takesHttpDigest();
        if (takesToken && token != null && !token.username().isEmpty()) {
            if (state.locked()) {
                return Optional.of(Operations.fault(SoapFault.notAuthorized()));
            }
            UsernameTokenVerifier.Verdict verdict =
                    token.username().equals(state.plan().credentials().username())
                            ? tokens.verify(token, state.password())
                            : UsernameTokenVerifier.Verdict.WRONG_PASSWORD;
            if (verdict == UsernameTokenVerifier.Verdict.ACCEPTED) {
                state.authenticationSucceeded();
                return Optional.empty();
            }
            if (verdict != UsernameTokenVerifier.Verdict.REPLAYED
                    && verdict != UsernameTokenVerifier.Verdict.TOO_MANY) {
                state.authenticationFailed();
            }
            return Optional.of(Operations.fault(SoapFault.notAuthorized()));
        }
        if (!takesDigest) {
            return Optional.of(Operations.fault(SoapFault.notAuthorized()));
        }
        if (digest.accepts(request.authorization(), request.method(), request.target())) {
            return Optional.empty();
        }
        return Optional.of(new OnvifReply.Now(
                401,
                Operations.SOAP_TYPE,
                digest.challenges(),
                SoapFault.notAuthorized().toBytes()));
    }

    private OnvifReply.Now spoiled(OnvifReply.Now reply) {
        return state.ailment()
                .damage()
                .map(damage -> DamagedReply.of(reply, damage))
                .orElse(reply);
    }

    /** What the device says of itself in discovery. */
    public AnnouncedDevice announcement() {
        return device.announcement();
    }

    /** Lets something move before the first camera: called every few seconds. */
    public void tick() {
        events.tick();
    }

    /** Tells subscribers that an input lost or found its signal. */
    public void signal(int channel, boolean lost) {
        events.signal(channel, lost);
    }

    /** Tells subscribers that a picture became too dark, or bright enough again. */
    public void dark(int channel, boolean dark) {
        events.dark(channel, dark);
    }
}

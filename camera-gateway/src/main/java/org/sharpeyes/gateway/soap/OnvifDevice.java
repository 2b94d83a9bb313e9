package org.sharpeyes.gateway.soap;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.credential.AuthenticationGuard;
import org.sharpeyes.gateway.credential.AuthenticationGuard.Attempt;
import org.sharpeyes.gateway.credential.AuthenticationGuard.Permission;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.soap.OnvifFailedException.Kind;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.onvif.device.GetSystemDateAndTime;
import org.sharpeyes.onvif.security.UsernameToken;
import org.sharpeyes.onvif.soap.Addressing;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapAnswer;
import org.sharpeyes.onvif.soap.SoapAnswer.Answered;
import org.sharpeyes.onvif.soap.SoapAnswer.Faulted;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.SoapFault;
import org.sharpeyes.onvif.soap.SoapHeader;
import org.sharpeyes.onvif.soap.XmlLimits;
import org.sharpeyes.onvif.soap.XmlReader;

/**
 * ONVIF calls to one device. Blocks; call it on a thread that may. Thread-safe: calls take turns, so that what was learnt
 * of the device is learnt once.
 *
 * <p>The clock is read first, without authentication, and again whenever a password is refused. What kind of
 * authentication the device wants is learnt from a call without any, which costs no refusal; what worked last is tried
 * first; a kind that is refused is followed by the other one only within the guard's count.
 */
public final class OnvifDevice {
    private static final XmlReader READER = new XmlReader(XmlLimits.DEFAULT);
    private static final Duration CLOCK_GOOD_FOR = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int NONCE_BYTES = 20;

    /** What all devices of the process share. */
    public record Means(
            SoapTransport transport,
            AuthenticationGuard guard,
            InstantSource clock,
            SecureRandom random,
            Duration timeout) {}

    private enum Scheme {
        NONE,
        USERNAME_TOKEN,
        HTTP_DIGEST
    }

    private final DeviceId device;
    private final ServiceAddress deviceService;
    private final @Nullable Credentials credentials;
    private final Means means;
    private final DigestLogin digest;

    private @Nullable DeviceClock deviceClock;
    private @Nullable Scheme scheme;
    private List<String> challenges = List.of();

    public OnvifDevice(DeviceId device, ServiceAddress deviceService, @Nullable Credentials credentials, Means means) {
        this.device = device;
        this.deviceService = deviceService;
        this.credentials = credentials;
        this.means = means;
        this.digest = new DigestLogin(means.random());
    }

    public ServiceAddress deviceService() {
        return deviceService;
    }

    /** Whether the device asked for a password so far. */
    public synchronized boolean askedForPassword() {
        return scheme == Scheme.USERNAME_TOKEN || scheme == Scheme.HTTP_DIGEST;
    }

    /** Reads the device's clock, without authentication. */
    public synchronized DeviceClock readClock() throws OnvifFailedException, InterruptedException {
        Instant sent = means.clock().instant();
        HttpAnswer answer =
                exchange(deviceService, GetSystemDateAndTime.OPERATION, new Nothing(), SoapHeader.NONE, null);
        Instant received = means.clock().instant();
        SoapAnswer<GetSystemDateAndTime.Answer> read = read(GetSystemDateAndTime.OPERATION, answer);
        if (read instanceof Answered<GetSystemDateAndTime.Answer> time) {
            deviceClock = DeviceClock.of(
                    time.answer().utc(), sent, received, time.answer().ntp());
            return deviceClock;
        }
        // Some devices guard even this. Without their time ours is the best guess.
        throw failed(((Faulted<?>) read).fault());
    }

    /** Calls an operation of the device service. */
    public <Q extends SoapBody, A extends SoapBody> A call(Operation<Q, A> operation, Q request)
            throws OnvifFailedException, InterruptedException {
        return call(deviceService, operation, request, Addressing.NONE);
    }

    /** Calls an operation at an address that was held to the access path. */
    public synchronized <Q extends SoapBody, A extends SoapBody> A call(
            ServiceAddress service, Operation<Q, A> operation, Q request, Addressing addressing)
            throws OnvifFailedException, InterruptedException {
        if (!service.socket().getAddress().equals(deviceService.socket().getAddress())) {
            throw new IllegalStateException("service at another host than its device: " + service);
        }
        if (scheme == null || scheme == Scheme.NONE) {
            Optional<A> open = withoutPassword(service, operation, request, addressing);
            if (open.isPresent()) {
                return open.get();
            }
        }
        Credentials login = credentials;
        if (login == null) {
            throw new OnvifFailedException(Kind.NO_PASSWORD, at(service) + "a password is needed and none is known");
        }
        freshClock();
        Scheme first = scheme == Scheme.HTTP_DIGEST ? Scheme.HTTP_DIGEST : Scheme.USERNAME_TOKEN;
        Optional<A> answer = withPassword(first, login, service, operation, request, addressing);
        if (answer.isEmpty()) {
            Duration before = offset();
            deviceClock = null;
            freshClock();
            Scheme second =
                    offset().minus(before).abs().compareTo(GRACE) > 0 || challenges.isEmpty() ? first : other(first);
            boolean another = second != first || offset().minus(before).abs().compareTo(GRACE) > 0;
            answer = another ? withPassword(second, login, service, operation, request, addressing) : Optional.empty();
        }
        return answer.orElseThrow(
                () -> new OnvifFailedException(Kind.WRONG_PASSWORD, at(service) + "the device refuses the password"));
    }

    private static Scheme other(Scheme first) {
        return first == Scheme.HTTP_DIGEST ? Scheme.USERNAME_TOKEN : Scheme.HTTP_DIGEST;
    }

    private Duration offset() {
        return deviceClock == null ? Duration.ZERO : deviceClock.offset();
    }

    private void freshClock() throws InterruptedException, OnvifFailedException {
        DeviceClock known = deviceClock;
        if (known != null
                && Duration.between(known.readAt(), means.clock().instant())
                                .abs()
                                .compareTo(CLOCK_GOOD_FOR)
                        < 0) {
            return;
        }
        try {
            readClock();
        } catch (OnvifFailedException e) {
            if (e.kind() == Kind.UNREACHABLE) {
                throw e;
            }
        }
    }

    /** Empty when the device wants a password; then {@link #scheme} says which kind. */
    private <Q extends SoapBody, A extends SoapBody> Optional<A> withoutPassword(
            ServiceAddress service, Operation<Q, A> operation, Q request, Addressing addressing)
            throws OnvifFailedException, InterruptedException {
        HttpAnswer http = exchange(service, operation, request, SoapHeader.NONE.with(addressing), null);
        if (refused(http)) {
            learn(http);
            return Optional.empty();
        }
        SoapAnswer<A> answer = read(operation, http);
        if (answer instanceof Answered<A> good) {
            scheme = scheme == null ? Scheme.NONE : scheme;
            return Optional.of(good.answer());
        }
        SoapFault fault = ((Faulted<A>) answer).fault();
        if (!fault.isNotAuthorized()) {
            throw failed(fault);
        }
        learn(http);
        return Optional.empty();
    }

    private void learn(HttpAnswer http) {
        challenges = http.challenges();
        scheme = challenges.isEmpty() ? Scheme.USERNAME_TOKEN : Scheme.HTTP_DIGEST;
    }

    private static boolean refused(HttpAnswer http) {
        return http.status() == 401 || http.status() == 403 && http.body().length == 0;
    }

    /** Empty when the device refused the password. */
    private <Q extends SoapBody, A extends SoapBody> Optional<A> withPassword(
            Scheme kind,
            Credentials login,
            ServiceAddress service,
            Operation<Q, A> operation,
            Q request,
            Addressing addressing)
            throws OnvifFailedException, InterruptedException {
        Permission permission = means.guard().ask(device, login, means.timeout());
        if (permission instanceof Permission.Stopped stopped) {
            throw new OnvifFailedException(
                    Kind.AUTHENTICATION_STOPPED,
                    at(service) + "the device refused this password " + stopped.refusals()
                            + " times; not tried again until a person acts");
        }
        if (!(permission instanceof Permission.Granted granted)) {
            throw new OnvifFailedException(Kind.UNREACHABLE, at(service) + "other logins to the device take too long");
        }
        Attempt attempt = granted.attempt();
        try {
            Optional<A> answer = attempt(attempt, kind, login, service, operation, request, addressing);
            if (answer.isPresent()) {
                scheme = kind;
            }
            return answer;
        } finally {
            attempt.unanswered();
        }
    }

    private <Q extends SoapBody, A extends SoapBody> Optional<A> attempt(
            Attempt attempt,
            Scheme kind,
            Credentials login,
            ServiceAddress service,
            Operation<Q, A> operation,
            Q request,
            Addressing addressing)
            throws OnvifFailedException, InterruptedException {
        HttpAnswer http;
        if (kind == Scheme.HTTP_DIGEST) {
            http = exchange(service, operation, request, SoapHeader.NONE.with(addressing), digest(login, service));
            if (http.status() == 401 && stale(http)) {
                challenges = http.challenges();
                http = exchange(service, operation, request, SoapHeader.NONE.with(addressing), digest(login, service));
            }
        } else {
            http = exchange(
                    service, operation, request, SoapHeader.of(token(login)).with(addressing), null);
        }
        if (refused(http)) {
            attempt.refused();
            if (!http.challenges().isEmpty()) {
                challenges = http.challenges();
            }
            return Optional.empty();
        }
        SoapAnswer<A> answer = read(operation, http);
        if (answer instanceof Answered<A> good) {
            attempt.accepted();
            return Optional.of(good.answer());
        }
        SoapFault fault = ((Faulted<A>) answer).fault();
        if (fault.isNotAuthorized()) {
            attempt.refused();
            return Optional.empty();
        }
        attempt.accepted();
        throw failed(fault);
    }

    /** A new nonce is asked for: the password itself was not judged. */
    private static boolean stale(HttpAnswer http) {
        return http.challenges().stream()
                .anyMatch(challenge ->
                        challenge.toLowerCase(java.util.Locale.ROOT).matches(".*stale\\s*=\\s*\"?true.*"));
    }

    private @Nullable String digest(Credentials login, ServiceAddress service) {
        return digest.authorize(challenges, "POST", service.path(), login).orElse(null);
    }

    private UsernameToken token(Credentials login) {
        byte[] nonce = new byte[NONCE_BYTES];
        means.random().nextBytes(nonce);
        return UsernameToken.of(
                login.username(), login.password(), means.clock().instant().plus(offset()), nonce);
    }

    private <Q extends SoapBody, A extends SoapBody> SoapAnswer<A> read(Operation<Q, A> operation, HttpAnswer http)
            throws OnvifFailedException {
        if (http.status() >= 300 && http.status() < 400) {
            throw new OnvifFailedException(
                    Kind.MALFORMED, at(deviceService) + "a redirect (expected: an answer; redirects are not followed)");
        }
        try {
            return operation.readAnswer(http.body(), READER);
        } catch (MalformedMessageException e) {
            if (http.status() == 404) {
                throw new OnvifFailedException(
                        Kind.NOT_SUPPORTED, at(deviceService) + operation.name() + ": HTTP 404", e);
            }
            throw new OnvifFailedException(
                    Kind.MALFORMED,
                    at(deviceService) + operation.name() + ": HTTP " + http.status() + ", " + e.getMessage(),
                    e);
        }
    }

    private OnvifFailedException failed(SoapFault fault) {
        Kind kind = fault.isNotAuthorized()
                ? Kind.NO_PASSWORD
                : fault.subcodes().contains("ActionNotSupported")
                                || fault.subcodes().contains("NotImplemented")
                        ? Kind.NOT_SUPPORTED
                        : Kind.FAULT;
        return new OnvifFailedException(
                kind,
                at(deviceService) + "fault " + String.join("/", fault.subcodes()) + " " + shortened(fault.reason()));
    }

    private static String shortened(String words) {
        String plain = words.replaceAll("\\p{Cntrl}+", " ");
        return plain.length() > 200 ? plain.substring(0, 200) + "…" : plain;
    }

    private <Q extends SoapBody, A extends SoapBody> HttpAnswer exchange(
            ServiceAddress service,
            Operation<Q, A> operation,
            Q request,
            SoapHeader header,
            @Nullable String authorization)
            throws OnvifFailedException, InterruptedException {
        InetSocketAddress target = service.socket();
        HttpCall call = new HttpCall(
                target,
                service.path(),
                operation.action(),
                operation.request(request, header),
                authorization,
                means.timeout());
        try {
            return means.transport().post(call).get(means.timeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinkFailedException link) {
                throw new OnvifFailedException(Kind.UNREACHABLE, String.valueOf(link.getMessage()), link);
            }
            throw new IllegalStateException("transport broke its contract", e.getCause());
        } catch (TimeoutException e) {
            throw new OnvifFailedException(Kind.UNREACHABLE, at(service) + "no answer in time", e);
        }
    }

    private static String at(ServiceAddress service) {
        return service + ": ";
    }
}

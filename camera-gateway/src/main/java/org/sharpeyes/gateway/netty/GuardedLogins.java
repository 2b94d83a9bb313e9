package org.sharpeyes.gateway.netty;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.credential.AuthenticationGuard;
import org.sharpeyes.gateway.credential.AuthenticationGuard.Permission;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.credential.UnsealException;
import org.sharpeyes.gateway.credential.Vault;
import org.sharpeyes.gateway.netty.RtspAsker.RtspAnswer;
import org.sharpeyes.gateway.probe.LoginCheck;
import org.sharpeyes.gateway.probe.ProbeTarget;
import org.sharpeyes.gateway.soap.LinkFailedException;
import org.sharpeyes.gateway.soap.OnvifDevice;
import org.sharpeyes.gateway.soap.OnvifFailedException;
import org.sharpeyes.gateway.soap.ServiceAddress;
import org.sharpeyes.media.digest.DigestClient;
import org.sharpeyes.onvif.device.GetDeviceInformation;
import org.sharpeyes.onvif.soap.Nothing;

/** Logs in under the {@link AuthenticationGuard}'s rule, on threads that may block. Thread-safe. */
public final class GuardedLogins implements LoginCheck {
    private final Vault vault;
    private final OnvifDevice.Means onvif;
    private final RtspAsker rtsp;
    private final Executor blocking;
    private final Duration timeout;

    /** @param blocking bounded; when it takes no more the question is not asked this time */
    public GuardedLogins(Vault vault, OnvifDevice.Means onvif, RtspAsker rtsp, Executor blocking, Duration timeout) {
        this.vault = vault;
        this.onvif = onvif;
        this.rtsp = rtsp;
        this.blocking = blocking;
        this.timeout = timeout;
    }

    @FunctionalInterface
    private interface Blocking<T> {
        T run() throws InterruptedException;
    }

    private <T> CompletableFuture<T> run(Blocking<T> task, T tooBusy, T interrupted) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            blocking.execute(() -> {
                try {
                    result.complete(task.run());
                } catch (InterruptedException e) {
                    result.complete(interrupted);
                    Thread.currentThread().interrupt();
                } catch (RuntimeException broken) {
                    result.completeExceptionally(broken);
                }
            });
        } catch (RejectedExecutionException full) {
            result.complete(tooBusy);
        }
        return result;
    }

    @Override
    public CompletableFuture<Verdict> login(ProbeTarget target) {
        return run(
                () -> loginNow(target),
                new Verdict.NotJudged("too many logins wait"),
                new Verdict.NotJudged("the server is being stopped"));
    }

    private Verdict loginNow(ProbeTarget target) throws InterruptedException {
        ServiceAddress service = target.onvif().orElse(null);
        Optional<Credentials> login = credentials(target, CameraService.ONVIF);
        if (service == null || login.isEmpty()) {
            return new Verdict.NotJudged("no password is stored");
        }
        OnvifDevice device = new OnvifDevice(target.device(), service, login.get(), onvif);
        int before = onvif.guard().refusals(target.device(), login.get());
        try {
            device.call(GetDeviceInformation.OPERATION, new Nothing());
            return device.askedForPassword()
                    ? new Verdict.Accepted()
                    : new Verdict.NotJudged("the device asks for no password");
        } catch (OnvifFailedException e) {
            String detail = String.valueOf(e.getMessage());
            boolean refused = onvif.guard().refusals(target.device(), login.get()) > before;
            return refused && e.kind() != OnvifFailedException.Kind.UNREACHABLE
                    ? new Verdict.Refused(detail)
                    : new Verdict.NotJudged(detail);
        }
    }

    private Optional<Credentials> credentials(ProbeTarget target, CameraService service) {
        try {
            return vault.of(target.device(), service);
        } catch (UnsealException e) {
            // Told as "no password": the log of the start says that the key file does not fit.
            return Optional.empty();
        }
    }

    @Override
    public CompletableFuture<Stream> stream(ProbeTarget target) {
        return run(
                () -> streamNow(target),
                new Stream.NotAllowed("too many logins wait"),
                new Stream.NotAllowed("the server is being stopped"));
    }

    private Stream streamNow(ProbeTarget target) throws InterruptedException {
        String uri = "rtsp://" + IpLiteral.inUri(target.rtsp().getAddress()) + ":"
                + target.rtsp().getPort() + target.streamPath();
        try {
            RtspAnswer first = describe(target, uri, answer -> null);
            if (first.status() != 401) {
                return judged(first.status());
            }
            Optional<Credentials> login = credentials(target, CameraService.RTSP);
            if (login.isEmpty()) {
                return new Stream.NotAllowed("no password is stored");
            }
            Permission permission = onvif.guard().ask(target.device(), login.get(), timeout);
            if (permission instanceof Permission.Stopped stopped) {
                return new Stream.NotAllowed("the device refused this password " + stopped.refusals()
                        + " times; not tried again until a person acts");
            }
            if (!(permission instanceof Permission.Granted granted)) {
                return new Stream.NotAllowed("other logins to the device take too long");
            }
            return withPassword(target, uri, login.get(), granted.attempt());
        } catch (LinkFailedException e) {
            return new Stream.Silent(String.valueOf(e.getMessage()));
        }
    }

    private Stream withPassword(ProbeTarget target, String uri, Credentials login, AuthenticationGuard.Attempt attempt)
            throws InterruptedException, LinkFailedException {
        AtomicReference<@Nullable String> sent = new AtomicReference<>();
        try {
            RtspAnswer answer = describe(target, uri, challenge -> {
                String authorization = DigestClient.answering(
                                challenge.challenges(),
                                new org.sharpeyes.media.digest.Credentials(login.username(), login.password()),
                                false,
                                onvif.random())
                        .map(digest -> digest.authorize("DESCRIBE", uri))
                        .orElse(null);
                sent.set(authorization);
                return authorization;
            });
            if (answer.status() != 401) {
                attempt.accepted();
                return judged(answer.status());
            }
            if (sent.get() == null) {
                return new Stream.NotAllowed("asks for the password in a way that is not spoken here");
            }
            attempt.refused();
            return new Stream.NotAllowed("the device refuses the password");
        } finally {
            attempt.unanswered();
        }
    }

    private static Stream judged(int status) {
        if (status >= 200 && status < 300) {
            return new Stream.There();
        }
        // A recorder without a free session still has the channel.
        return status == 453
                ? new Stream.NotAllowed("the recorder has no free session")
                : new Stream.Missing("the recorder answers " + status + " for this channel");
    }

    private RtspAnswer describe(ProbeTarget target, String uri, RtspAsker.Login login)
            throws InterruptedException, LinkFailedException {
        try {
            return rtsp.describe(target.rtsp(), uri, login, timeout).get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinkFailedException link) {
                throw link;
            }
            throw new IllegalStateException("RTSP asker broke its contract", e.getCause());
        } catch (TimeoutException e) {
            throw new LinkFailedException(
                    org.sharpeyes.gateway.soap.LinkFailure.SILENT, target.rtsp() + ": no answer in time");
        }
    }
}

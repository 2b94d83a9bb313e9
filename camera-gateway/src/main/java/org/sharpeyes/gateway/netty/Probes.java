package org.sharpeyes.gateway.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.probe.Backoff;
import org.sharpeyes.gateway.probe.CameraLink;
import org.sharpeyes.gateway.probe.EvidenceListener;
import org.sharpeyes.gateway.probe.LoginCheck;
import org.sharpeyes.gateway.probe.ProbePlan;
import org.sharpeyes.gateway.probe.ProbePlan.Question;
import org.sharpeyes.gateway.probe.ProbeSettings;
import org.sharpeyes.gateway.probe.ProbeTarget;
import org.sharpeyes.gateway.soap.DeviceClock;
import org.sharpeyes.gateway.soap.HttpAnswer;
import org.sharpeyes.gateway.soap.HttpCall;
import org.sharpeyes.gateway.soap.LinkFailedException;
import org.sharpeyes.gateway.soap.LinkFailure;
import org.sharpeyes.gateway.soap.ServiceAddress;
import org.sharpeyes.gateway.soap.SoapTransport;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.Evidence.Outcome;
import org.sharpeyes.model.Exchange;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.onvif.device.GetSystemDateAndTime;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.SoapAnswer;
import org.sharpeyes.onvif.soap.SoapHeader;
import org.sharpeyes.onvif.soap.XmlLimits;
import org.sharpeyes.onvif.soap.XmlReader;

/**
 * Asks every camera on schedule and tells what it saw, layer by layer. All state is confined to one event loop; the public
 * methods are thread-safe and return at once.
 *
 * <p>At most one question of a kind is under way for a camera; what is asked for meanwhile joins it. A camera that is
 * asked too often is therefore not asked more often than it can answer.
 */
public final class Probes {
    private static final String SOURCE = "probe";
    private static final int SLOTS = 1024;
    private static final int MOST_A_TURN_OF_FEW = 16;
    private static final long TICK_NANOS = 40_000_000L;
    private static final byte[] CLOCK_REQUEST = GetSystemDateAndTime.OPERATION.request(new Nothing(), SoapHeader.NONE);
    private static final XmlReader READER = new XmlReader(XmlLimits.DEFAULT);

    private final EventLoop loop;
    private final SoapTransport soap;
    private final RtspAsker rtsp;
    private final LoginCheck logins;
    private final EvidenceListener listener;
    private final ProbeSettings settings;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final DoubleSupplier random;
    private final Map<CameraId, Watched> watched = new HashMap<>();
    private final ProbeWheel<Due> wheel;

    /** Due, and not yet asked: after a pause of ours not everybody is asked in one breath. */
    private final Deque<Due> overdue = new ArrayDeque<>();

    private final LongAdder sent = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private Duration interval;
    private @Nullable ScheduledFuture<?> ticking;

    private record Due(Watched camera, @Nullable Question question, long generation) {}

    private static final class Watched {
        ProbeTarget target;
        CameraLink link = CameraLink.fresh();
        /** Entries of the wheel from before the last change of plan are stale. */
        long generation;

        long round;
        long loginDueAt;
        boolean loginUnderWay;
        final Set<Question> underWay = new HashSet<>();

        Watched(ProbeTarget target) {
            this.target = target;
        }
    }

    /**
     * @param loop the loop of {@code soap} and {@code rtsp}, so that answers need no hand-over
     * @param listener called on the loop
     * @param nanos monotonic nanoseconds
     * @param random uniform on [0, 1)
     */
    public Probes(
            EventLoop loop,
            SoapTransport soap,
            RtspAsker rtsp,
            LoginCheck logins,
            EvidenceListener listener,
            ProbeSettings settings,
            InstantSource clock,
            LongSupplier nanos,
            DoubleSupplier random) {
        this.loop = loop;
        this.soap = soap;
        this.rtsp = rtsp;
        this.logins = logins;
        this.listener = listener;
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
        this.random = random;
        this.interval = settings.interval();
        this.wheel = new ProbeWheel<>(SLOTS, TICK_NANOS, nanos.getAsLong());
    }

    public void start() {
        loop.execute(() -> {
            if (ticking == null) {
                ticking = loop.scheduleWithFixedDelay(this::turn, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
            }
        });
    }

    public void stop() {
        loop.execute(() -> {
            if (ticking != null) {
                ticking.cancel(false);
                ticking = null;
            }
            watched.clear();
            overdue.clear();
        });
    }

    /** The cameras to ask from now on. New ones are spread over one interval; those that stay keep their state. */
    public void watch(Collection<ProbeTarget> targets) {
        Map<CameraId, ProbeTarget> wanted = new HashMap<>();
        targets.forEach(target -> wanted.put(target.camera(), target));
        loop.execute(() -> {
            interval = settings.intervalFor(wanted.size());
            watched.entrySet().removeIf(entry -> {
                if (wanted.containsKey(entry.getKey())) {
                    return false;
                }
                entry.getValue().link = entry.getValue().link.retire();
                return true;
            });
            long now = nanos.getAsLong();
            wanted.forEach((camera, target) -> {
                Watched known = watched.get(camera);
                if (known == null) {
                    Watched fresh = new Watched(target);
                    fresh.loginDueAt = now + (long) (settings.loginInterval().toNanos() * random.getAsDouble());
                    watched.put(camera, fresh);
                    plan(fresh, now + (long) (interval.toNanos() * random.getAsDouble()));
                } else {
                    known.target = target;
                }
            });
        });
    }

    /** Asks a camera over these layers, beside its schedule. */
    public void reprobe(CameraId camera, Set<HealthLayer> layers, Duration delay) {
        Set<HealthLayer> wanted = Set.copyOf(layers);
        loop.execute(() -> {
            Watched found = watched.get(camera);
            if (found == null) {
                return;
            }
            for (Question question : ProbePlan.over(found.target, wanted)) {
                if (delay.isZero()) {
                    ask(found, question);
                } else {
                    wheel.add(new Due(found, question, -1), nanos.getAsLong() + delay.toNanos());
                }
            }
        });
    }

    /** Has the password checked soon, as after a person changed it. */
    public void checkLogin(CameraId camera) {
        loop.execute(() -> {
            Watched found = watched.get(camera);
            if (found != null) {
                found.loginDueAt = nanos.getAsLong();
                checkLoginIfDue(found);
            }
        });
    }

    /** Questions sent so far. */
    public long sent() {
        return sent.sum();
    }

    /** Questions without an answer so far. */
    public long missed() {
        return missed.sum();
    }

    private void turn() {
        wheel.turn(nanos.getAsLong(), overdue::add);
        for (int left = mostATurn(); left > 0 && !overdue.isEmpty(); left--) {
            Due due = overdue.remove();
            Watched camera = due.camera();
            if (camera.link instanceof CameraLink.Retired) {
                continue;
            }
            if (due.question() != null) {
                ask(camera, due.question());
            } else if (due.generation() == camera.generation) {
                scheduled(camera);
            }
        }
    }

    /** Twice what falls due when all are asked at the pace of those that are missing, and a few. */
    private int mostATurn() {
        long pace = Math.min(interval.toNanos(), settings.interval().toNanos());
        return MOST_A_TURN_OF_FEW + (int) (2 * watched.size() * TICK_NANOS / pace);
    }

    private void plan(Watched camera, long dueAt) {
        camera.generation++;
        wheel.add(new Due(camera, null, camera.generation), dueAt);
    }

    private void scheduled(Watched camera) {
        if (camera.link instanceof CameraLink.BackingOff off) {
            camera.link = off.retry();
        }
        Question question = ProbePlan.next(camera.target, camera.round++);
        // Planned again at once: the interval counts from question to question, however long the answer takes.
        plan(camera, nanos.getAsLong() + backoff().jittered(interval));
        ask(camera, question);
        checkLoginIfDue(camera);
    }

    private Backoff backoff() {
        Duration soon = settings.interval().compareTo(interval) < 0 ? settings.interval() : interval;
        return new Backoff(soon, interval, random);
    }

    private void ask(Watched camera, Question question) {
        if (!camera.underWay.add(question)) {
            return;
        }
        sent.increment();
        Instant asked = clock.instant();
        switch (question) {
            case RTSP -> askRtsp(camera, asked);
            case ONVIF -> askOnvif(camera, asked);
            case CHANNEL -> askChannel(camera, asked);
        }
    }

    private void askRtsp(Watched camera, Instant asked) {
        rtsp.options(camera.target.rtsp(), settings.timeout()).whenComplete((answer, failure) -> {
            camera.underWay.remove(Question.RTSP);
            if (failure == null) {
                good(camera);
                tell(camera, HealthLayer.REACHABLE, Outcome.GOOD, "RTSP port answers", asked);
                tell(
                        camera,
                        HealthLayer.RTSP,
                        Outcome.GOOD,
                        "OPTIONS: " + answer.status(),
                        asked,
                        null,
                        new Exchange(RtspAsker.optionsRequest(camera.target.rtsp()), answer.head()));
            } else {
                lost(camera, HealthLayer.RTSP, failure, asked, RtspAsker.optionsRequest(camera.target.rtsp()));
            }
        });
    }

    private void askOnvif(Watched camera, Instant asked) {
        ServiceAddress service = camera.target.onvif().orElseThrow();
        HttpCall call = new HttpCall(
                service.socket(),
                service.path(),
                GetSystemDateAndTime.OPERATION.action(),
                CLOCK_REQUEST,
                null,
                settings.timeout());
        soap.post(call).whenComplete((answer, failure) -> {
            camera.underWay.remove(Question.ONVIF);
            if (failure == null) {
                onvifAnswered(camera, answer, asked);
            } else {
                lost(camera, HealthLayer.ONVIF, failure, asked, clockQuestion(service));
            }
        });
    }

    private void onvifAnswered(Watched camera, HttpAnswer http, Instant asked) {
        good(camera);
        tell(camera, HealthLayer.REACHABLE, Outcome.GOOD, "ONVIF port answers", asked);
        if (http.status() == 401 || http.status() == 403) {
            tell(camera, HealthLayer.ONVIF, Outcome.GOOD, "answers, but tells its clock only with a password", asked);
            return;
        }
        Exchange exchange = new Exchange(
                clockQuestion(camera.target.onvif().orElseThrow()),
                "HTTP " + http.status() + "\n" + new String(http.body(), StandardCharsets.UTF_8));
        try {
            SoapAnswer<GetSystemDateAndTime.Answer> answer =
                    GetSystemDateAndTime.OPERATION.readAnswer(http.body(), READER);
            tell(
                    camera,
                    HealthLayer.ONVIF,
                    Outcome.GOOD,
                    "GetSystemDateAndTime: " + http.status(),
                    asked,
                    null,
                    exchange);
            if (answer instanceof SoapAnswer.Answered<GetSystemDateAndTime.Answer> time) {
                DeviceClock read = DeviceClock.of(
                        time.answer().utc(),
                        asked,
                        clock.instant(),
                        time.answer().ntp());
                boolean wrong = read.drifted(settings.clockTolerance());
                tell(
                        camera,
                        HealthLayer.CLOCK_RIGHT,
                        wrong ? Outcome.BAD : Outcome.GOOD,
                        "clock is " + read.words() + (read.ntp() ? ", set by NTP" : ", set by hand"),
                        asked,
                        String.format(Locale.ROOT, "%+.3f s", read.offset().toMillis() / 1000.0),
                        exchange);
            }
        } catch (MalformedMessageException e) {
            tell(
                    camera,
                    HealthLayer.ONVIF,
                    Outcome.BAD,
                    "answer is no ONVIF: HTTP " + http.status() + ", " + e.getMessage(),
                    asked,
                    null,
                    exchange);
        }
    }

    private void askChannel(Watched camera, Instant asked) {
        logins.stream(camera.target)
                .whenCompleteAsync(
                        (answer, failure) -> {
                            camera.underWay.remove(Question.CHANNEL);
                            if (failure != null) {
                                lost(camera, HealthLayer.RTSP, failure, asked, "");
                            } else if (answer instanceof LoginCheck.Stream.There) {
                                good(camera);
                                tell(camera, HealthLayer.REACHABLE, Outcome.GOOD, "recorder answers", asked);
                                tell(
                                        camera,
                                        HealthLayer.RTSP,
                                        Outcome.GOOD,
                                        "recorder has the channel's stream",
                                        asked);
                            } else if (answer instanceof LoginCheck.Stream.Missing missing) {
                                good(camera);
                                tell(camera, HealthLayer.REACHABLE, Outcome.GOOD, "recorder answers", asked);
                                tell(camera, HealthLayer.RTSP, Outcome.BAD, missing.detail(), asked);
                            } else if (answer instanceof LoginCheck.Stream.NotAllowed notAllowed) {
                                good(camera);
                                tell(camera, HealthLayer.REACHABLE, Outcome.GOOD, "recorder answers", asked);
                                tell(camera, HealthLayer.RTSP, Outcome.INCONCLUSIVE, notAllowed.detail(), asked);
                            } else if (answer instanceof LoginCheck.Stream.Silent silent) {
                                miss(camera, LinkFailure.SILENT);
                                tell(camera, HealthLayer.REACHABLE, Outcome.BAD, silent.detail(), asked);
                                tell(camera, HealthLayer.RTSP, Outcome.BAD, silent.detail(), asked);
                            }
                        },
                        loop);
    }

    private void checkLoginIfDue(Watched camera) {
        long now = nanos.getAsLong();
        if (camera.loginUnderWay
                || camera.target.onvif().isEmpty()
                || now - camera.loginDueAt < 0
                || !(camera.link instanceof CameraLink.Online)) {
            return;
        }
        camera.loginUnderWay = true;
        // Checked less often when there are many: a password does not change by itself.
        double scale = (double) interval.toNanos() / settings.interval().toNanos();
        camera.loginDueAt = now
                + backoff().jittered(Duration.ofNanos((long)
                        (settings.loginInterval().toNanos() * scale)));
        Instant asked = clock.instant();
        logins.login(camera.target)
                .whenCompleteAsync(
                        (verdict, failure) -> {
                            camera.loginUnderWay = false;
                            if (failure != null) {
                                tell(camera, HealthLayer.AUTHENTICATED, Outcome.INCONCLUSIVE, words(failure), asked);
                            } else if (verdict instanceof LoginCheck.Verdict.Accepted) {
                                tell(camera, HealthLayer.AUTHENTICATED, Outcome.GOOD, "password accepted", asked);
                            } else if (verdict instanceof LoginCheck.Verdict.Refused refused) {
                                tell(camera, HealthLayer.AUTHENTICATED, Outcome.BAD, refused.detail(), asked);
                            } else if (verdict instanceof LoginCheck.Verdict.NotJudged not) {
                                tell(camera, HealthLayer.AUTHENTICATED, Outcome.INCONCLUSIVE, not.detail(), asked);
                            }
                        },
                        loop);
    }

    private void good(Watched camera) {
        long now = nanos.getAsLong();
        if (camera.link instanceof CameraLink.Online online) {
            camera.link = online.answered(now);
        } else if (camera.link instanceof CameraLink.Dialing dialing) {
            camera.link = dialing.opened(now);
        } else if (camera.link instanceof CameraLink.BackingOff off) {
            camera.link = off.retry().opened(now);
        }
    }

    private static String clockQuestion(ServiceAddress service) {
        return "POST " + service.path() + " to " + service.socket().getAddress().getHostAddress() + ":"
                + service.socket().getPort() + "\n" + new String(CLOCK_REQUEST, StandardCharsets.UTF_8);
    }

    private void lost(Watched camera, HealthLayer layer, Throwable failure, Instant asked, String sent) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof LinkFailedException link)) {
            throw new IllegalStateException("a probe broke its contract: " + camera.target.camera(), cause);
        }
        String detail = String.valueOf(link.getMessage());
        if (link.failure() == LinkFailure.BUSY) {
            tell(camera, layer, Outcome.INCONCLUSIVE, detail, asked);
            return;
        }
        miss(camera, link.failure());
        if (link.failure() == LinkFailure.UNREACHABLE) {
            tell(camera, HealthLayer.REACHABLE, Outcome.BAD, detail, asked);
        } else if (link.failure() == LinkFailure.REFUSED) {
            tell(camera, HealthLayer.REACHABLE, Outcome.INCONCLUSIVE, detail + "; the host itself answers", asked);
        }
        tell(camera, layer, Outcome.BAD, detail, asked, null, sent.isEmpty() ? null : new Exchange(sent, ""));
    }

    private void miss(Watched camera, LinkFailure failure) {
        missed.increment();
        long now = nanos.getAsLong();
        Backoff backoff = backoff();
        CameraLink.BackingOff off;
        if (camera.link instanceof CameraLink.Online online) {
            off = online.lost(failure, now, backoff);
        } else if (camera.link instanceof CameraLink.Dialing dialing) {
            off = dialing.failed(failure, now, backoff);
        } else if (camera.link instanceof CameraLink.BackingOff again) {
            off = again.retry().failed(failure, now, backoff);
        } else {
            return;
        }
        camera.link = off;
        plan(camera, off.retryAt());
    }

    private void tell(Watched camera, HealthLayer layer, Outcome outcome, String detail, Instant asked) {
        tell(camera, layer, outcome, detail, asked, null, null);
    }

    private void tell(
            Watched camera,
            HealthLayer layer,
            Outcome outcome,
            String detail,
            Instant asked,
            @Nullable String value,
            @Nullable Exchange exchange) {
        if (camera.link instanceof CameraLink.Retired) {
            return;
        }
        Instant now = clock.instant();
        // A wall clock that was set back meanwhile must not make an answer older than its question.
        Instant observed = now.isBefore(asked) ? asked : now;
        listener.observed(
                new Evidence(camera.target.camera(), layer, outcome, SOURCE, detail, asked, observed, value, exchange));
    }

    private static String words(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return "not asked: " + cause.getClass().getSimpleName();
    }
}

package org.sharpeyes.gateway.registration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.AllowedNetworks;
import org.sharpeyes.gateway.access.RefusedAddressException;
import org.sharpeyes.gateway.credential.Vault;
import org.sharpeyes.gateway.discovery.FoundDevice;
import org.sharpeyes.gateway.discovery.Inbox;
import org.sharpeyes.gateway.probe.EvidenceListener;
import org.sharpeyes.gateway.registration.Registration.Outcome;
import org.sharpeyes.gateway.registration.Registration.State;
import org.sharpeyes.gateway.registration.Registration.Step;
import org.sharpeyes.gateway.registration.Registration.StepName;
import org.sharpeyes.gateway.soap.OnvifDevice;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers found devices and stream addresses as jobs: each step is reported as it is taken, and nothing becomes a
 * camera before a picture came. Thread-safe.
 */
public final class Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

    private final Means means;

    /**
     * What registering needs.
     *
     * @param jobs runs registrations, some at once; blocked by them. When it takes no more the caller is told
     * @param evidence told of what the new cameras proved; called on the job's thread
     * @param driftTolerance a clock further off is a warning
     * @param frameTimeout how long a stream may take to its first picture
     */
    public record Means(
            Inbox inbox,
            RegistrationStore store,
            CameraRegister register,
            Vault vault,
            FirstFrame firstFrame,
            OnvifDevice.Means onvif,
            AllowedNetworks allowed,
            InstantSource clock,
            Executor jobs,
            EvidenceListener evidence,
            Duration driftTolerance,
            Duration frameTimeout) {}

    public Registrar(Means means) {
        this.means = means;
    }

    /** Too many registrations wait. */
    public static final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("registrations: too many wait (expected: try again later)");
        }
    }

    /** Says of registrations that a stopped server left behind that they failed. Call once at the start. */
    public void closeAbandoned() {
        for (Registration each : means.store().running()) {
            Progress progress = new Progress(each);
            progress.step(StepName.PLACE, Outcome.FAILED, "the server was stopped meanwhile; register again");
            progress.end(State.FAILED);
        }
    }

    public Optional<Registration> find(UUID id) {
        return means.store().find(id);
    }

    public List<Registration> newest(int limit) {
        return means.store().newest(limit);
    }

    /** @throws RefusedAddressException if the device is, or is said to be, where no camera may be */
    public Registration register(FoundDevice found, RegistrationRequest request)
            throws RefusedAddressException, BusyException {
        AccessPath path = request.path().orElse(found.finding().path());
        means.allowed().require(path.host());
        Progress progress = new Progress(Optional.of(found.id()));
        return run(progress, () -> new OnvifRegistration(means, progress, found, path, request).run());
    }

    /** Registers a camera by its stream address; checked by {@link StreamRequest#of}. */
    public Registration register(StreamRequest request) throws BusyException {
        Progress progress = new Progress(Optional.empty());
        return run(progress, () -> new StreamRegistration(means, progress, request).run());
    }

    private Registration run(Progress progress, Job job) throws BusyException {
        Registration started = progress.now();
        try {
            means.jobs().execute(() -> {
                try {
                    job.run();
                } catch (GivenUpException told) {
                    progress.end(State.FAILED);
                } catch (InterruptedException e) {
                    progress.step(StepName.PLACE, Outcome.FAILED, "the server is being stopped");
                    progress.end(State.FAILED);
                    Thread.currentThread().interrupt();
                } catch (RuntimeException broken) {
                    LOG.atError()
                            .addKeyValue("registration", progress.id())
                            .setCause(broken)
                            .log("registration broke");
                    progress.step(StepName.PLACE, Outcome.FAILED, "an error of the server; see its log");
                    progress.end(State.FAILED);
                }
            });
        } catch (RejectedExecutionException full) {
            progress.step(StepName.PLACE, Outcome.FAILED, "too many registrations wait");
            progress.end(State.FAILED);
            throw new BusyException();
        }
        return started;
    }

    @FunctionalInterface
    private interface Job {
        void run() throws GivenUpException, InterruptedException;
    }

    /** A step failed and was reported; the registration ends. */
    static final class GivenUpException extends Exception {
        private static final long serialVersionUID = 1L;

        GivenUpException(String message) {
            super(message, null, false, false);
        }
    }

    /** The growing report of one registration. Confined to its job. */
    final class Progress {
        private Registration registration;

        Progress(Optional<UUID> found) {
            this(new Registration(
                    UUID.randomUUID(),
                    found,
                    State.RUNNING,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    means.clock().instant()));
            means.store().save(registration);
        }

        Progress(Registration registration) {
            this.registration = registration;
        }

        UUID id() {
            return registration.id();
        }

        Registration now() {
            return registration;
        }

        void step(StepName name, Outcome outcome, String detail) {
            List<Step> steps = new ArrayList<>(registration.steps());
            steps.add(new Step(name, outcome, detail, means.clock().instant()));
            change(registration.state(), registration.device(), registration.cameras(), steps);
        }

        GivenUpException failed(StepName name, String detail) {
            step(name, Outcome.FAILED, detail);
            return new GivenUpException(detail);
        }

        /** @param pictures what was seen, by channel number */
        void registered(CameraRegister.Registered registered, Map<Integer, FirstFrame.Seen> pictures) {
            change(
                    registration.state(),
                    Optional.of(registered.device()),
                    registered.cameras().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(Map.Entry::getValue)
                            .toList(),
                    registration.steps());
            Instant now = means.clock().instant();
            pictures.forEach((number, seen) -> {
                CameraId camera = registered.cameras().get(number);
                if (camera != null) {
                    String words = seen.codec() + " " + seen.width() + "×" + seen.height();
                    for (HealthLayer layer : List.of(HealthLayer.FRAMES_ADVANCING, HealthLayer.KEY_FRAMES)) {
                        means.evidence()
                                .observed(
                                        new Evidence(camera, layer, Evidence.Outcome.GOOD, "registration", words, now));
                    }
                }
            });
        }

        void end(State state) {
            change(state, registration.device(), registration.cameras(), registration.steps());
            LOG.atInfo()
                    .addKeyValue("registration", registration.id())
                    .addKeyValue("state", state)
                    .addKeyValue("cameras", registration.cameras().size())
                    .log("registration ended");
        }

        private void change(State state, Optional<DeviceId> device, List<CameraId> cameras, List<Step> steps) {
            registration = new Registration(
                    registration.id(), registration.found(), state, device, cameras, steps, registration.startedAt());
            means.store().save(registration);
        }
    }
}

package org.sharpeyes.gateway.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.registration.CameraRegister.Channel;
import org.sharpeyes.gateway.registration.CameraRegister.Device;
import org.sharpeyes.gateway.registration.CameraRegister.Kind;
import org.sharpeyes.gateway.registration.CameraRegister.Registered;
import org.sharpeyes.gateway.registration.CameraRegister.Stream;
import org.sharpeyes.gateway.registration.Registrar.GivenUpException;
import org.sharpeyes.gateway.registration.Registrar.Means;
import org.sharpeyes.gateway.registration.Registrar.Progress;
import org.sharpeyes.gateway.registration.Registration.Outcome;
import org.sharpeyes.gateway.registration.Registration.State;
import org.sharpeyes.gateway.registration.Registration.StepName;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.model.StreamProfile;

/** One run of registering a stream address. Confined to its job. */
final class StreamRegistration {
    private static final int ATTEMPTS = 2;

    private final Means means;
    private final Progress progress;
    private final StreamRequest request;
    private FirstFrame.@Nullable Seen main;

    StreamRegistration(Means means, Progress progress, StreamRequest request) {
        this.means = means;
        this.progress = progress;
        this.request = request;
    }

    void run() throws GivenUpException, InterruptedException {
        // Refusals are counted against the address until the device has an identity.
        DeviceId counted = new DeviceId(java.util.UUID.nameUUIDFromBytes(
                request.main().socket().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        List<Stream> streams = new ArrayList<>();
        streams.add(seen(counted, StreamProfile.MAIN, request.main()));
        if (request.sub().isPresent()) {
            streams.add(seen(counted, StreamProfile.SUB, request.sub().get()));
        }
        Device device = new Device(
                Kind.STREAM,
                "stream:" + request.main().uri().substring("rtsp://".length()),
                null,
                null,
                "",
                "",
                "",
                new AccessPath(
                        request.main().socket().getAddress(),
                        Map.of(CameraService.RTSP, request.main().socket().getPort())),
                0,
                "",
                request.main().socket().getPort());
        Registered registered;
        try {
            registered = means.register()
                    .register(device, List.of(new Channel(1, request.wish().name(), null, streams)), request.wish());
        } catch (CameraRegister.NoPlaceException e) {
            throw progress.failed(StepName.PLACE, String.valueOf(e.getMessage()));
        }
        request.credentials().ifPresent(login -> means.vault().keep(registered.device(), CameraService.RTSP, login));
        progress.registered(registered, main == null ? Map.of() : Map.of(1, main));
        progress.end(State.DONE);
    }

    private Stream seen(DeviceId counted, StreamProfile profile, StreamAddress address)
            throws GivenUpException, InterruptedException {
        FrameCheck check = new FrameCheck(means.firstFrame(), means.frameTimeout());
        FrameCheck.Result result = check.look(counted, address, request.credentials(), ATTEMPTS);
        if (result instanceof FrameCheck.Result.Picture picture) {
            progress.step(StepName.FIRST_FRAME, Outcome.OK, profile.text() + ": " + picture.words());
            FirstFrame.Seen seen = picture.seen();
            main = profile == StreamProfile.MAIN ? seen : main;
            return new Stream(profile, seen.codec(), seen.width(), seen.height(), address.path(), null);
        }
        throw progress.failed(
                StepName.FIRST_FRAME, profile.text() + ": " + ((FrameCheck.Result.Nothing) result).reason());
    }
}
